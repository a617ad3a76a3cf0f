// What plain Node imports as "surfturf": it makes Node read TypeScript first. Names are those of index.ts (a test says so).
import {register} from "tsx/esm/api";

register();
export const {
  benjaminiHochberg,
  bootstrap,
  clusterMean,
  clusterRate,
  columnsOf,
  describeStudy,
  detectableDifference,
  formatUserError,
  isUserError,
  krippendorffAlpha,
  listStudies,
  mean,
  newcombe,
  pairedDifference,
  readArrow,
  readRows,
  roganGladen,
  runStudy,
  streamRows,
  tableNames,
  tables,
  traceExchange,
  traceFinding,
  useWorkspace,
  welch,
  wilson
} = await import("./index.ts");
