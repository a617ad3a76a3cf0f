import type {StudyManifest} from "./manifest.js";
import type {RealBench} from "./realBench.js";
import type {Row} from "./schema.js";

/** What the page of the case study shows of its study. */
export interface CaseStudy {
  manifest: StudyManifest;
  rates: Row<"rates">[]; // of the search, of rewordings and of probes by group
  cells: Row<"rates">[]; // of probes, by prompt
  regions: Row<"regions">[];
  findings: Row<"findings">[]; // that were sampled again
  comparisons: Row<"comparisons">[]; // of rewordings with their originals
  bench: RealBench | null; // null: not measured yet
  organism: Organism | null; // null: its study has no tables yet
}

/** What the page shows of the fault that was planted: the study `organism`. */
export interface Organism {
  name: string;
  regions: Row<"regions">[];
  findings: Row<"findings">[]; // that were sampled again
  traces: Row<"traces">[];
  arms: Row<"arms">[];
  rates: Row<"arm_rates">[]; // over all seeds: of findings, and of ordinary prompts
  verdicts: Row<"arm_verdicts">[];
}
