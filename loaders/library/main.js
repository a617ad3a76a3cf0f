// What plain Node imports as "surfturf". Names are those of index.ts (a test says so).
import {importSource} from "../compiled/import-source.js";

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
} = await importSource("loaders/library/index.ts");
