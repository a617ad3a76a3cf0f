/** The statistics of the pages and tables: these are the very modules that they use. */
export {mean, wilson, type Proportion} from "../../src/shared/statistics.js";
export {clusterMean, clusterRate, type Cluster, type Estimate} from "../../src/shared/statistics/clusters.js";
export {newcombe, pairedDifference, welch, type Difference} from "../../src/shared/statistics/differences.js";
export {
  benjaminiHochberg,
  detectableDifference,
  roganGladen,
  type JudgeErrors
} from "../../src/shared/statistics/corrections.js";
export {bootstrap, krippendorffAlpha, type Level, type Ratings} from "../../src/shared/statistics/agreement.js";
