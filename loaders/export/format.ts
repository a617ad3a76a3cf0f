import type {StudyManifest} from "../../src/shared/manifest.js";

/** What a format writes from. */
export interface ExportContext {
  manifest: StudyManifest;
  folder: string; // empty
  license: string;
  notes: readonly string[]; // what is left out, one line each
  signal?: AbortSignal;
}

/** What was written. */
export interface ExportedFiles {
  files: number;
  rows: number; // rows of tables, or samples
  next: string; // what to do with it, one line; FOLDER stands for the folder
}

/** A format of another tool. */
export interface ExportFormat {
  name: string;
  write(context: ExportContext): Promise<ExportedFiles>;
}
