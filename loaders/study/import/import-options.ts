import type {StudyManifest} from "../../../src/shared/manifest.js";

/** How results made elsewhere are read. */
export interface ImportOptions {
  overwrite?: boolean; // replace an imported study of that name; defaults to false
  threshold?: number; // a score above it is a flag; defaults to 50 for sweeps, 70 for published findings
  rubric?: string; // name of the rubric, where the files do not say (defaults to the study's name); of logs, of a score
  model?: string; // name of the target, where the files do not say; defaults to "unknown"
}

/** Writes the tables of what was read under the name of a study, and resolves to the manifest. */
export type WriteStudy = (study: string) => Promise<StudyManifest>;
