/**
 * What `import {...} from "surfturf"` offers (docs/library.md). Names and types here are kept from one minor version to
 * the next; everything else in the package is not.
 */
export {describeStudy, listStudies, useWorkspace} from "./studies.js";
export {readArrow, readRows, streamRows} from "./tables.js";
export {runStudy, type RunProgress, type RunStudyOptions} from "./run.js";
export {
  traceExchange,
  traceFinding,
  type PastedExchange,
  type TracedExchange,
  type TraceExchangeOptions
} from "./trace.js";
export * from "./statistics.js";
export {columnsOf, tableNames, tables, type Column, type Row, type TableName} from "../../src/shared/schema.js";
export type {StudyManifest} from "../../src/shared/manifest.js";
export {formatUserError, isUserError, type UserError} from "../util/user-error.js";
