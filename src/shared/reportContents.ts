import type {StudyManifest} from "./manifest.js";
import type {Row} from "./schema.js";

/** What the opening of a report is made from. */
export interface ReportContents {
  manifest: StudyManifest;
  notes: readonly string[]; // what the report leaves out, one line each
  findings: readonly Row<"findings">[];
  rates: readonly Row<"rates">[];
  prompts: readonly Row<"probe_prompts">[];
  regions: readonly Row<"regions">[];
  traces: readonly Row<"traces">[];
  verdicts: readonly Row<"arm_verdicts">[];
  exclusions: readonly Row<"exclusions">[];
}

/** What a report of one file holds: the findings that it shows in full have their texts. */
export interface SingleFileContents extends ReportContents {
  built: string; // ISO date
  builtBy: string; // version of the program
  texts: Readonly<Record<string, Row<"texts">>>; // by id of a finding
  studyFile: string | null; // null for an imported study
}
