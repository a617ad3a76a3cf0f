/** Parameters that answers were recorded with; null: not sent. */
export interface RecordedParameters {
  temperature: number | null;
  top_p: number | null;
  max_tokens: number | null;
  stop: string[];
}

/** What a recorded model says about itself beside its answers: `manifest.json` in its folder. */
export interface RecordingManifest {
  version: 1;
  name: string;
  model: string; // as provider:model, or the name to show in its place
  quantization: string | null;
  server: string | null; // what served it, in words
  date: string | null; // of the first answer, YYYY-MM-DD; null where there is none
  last_date: string | null; // of the last one
  notes: string[];
  corpus: string | null; // where the prompts are from
  license: string | null; // of prompts and answers, in words
  system: string | null; // system prompt
  system_hash: string | null; // SHA-256 of it
  parameters: RecordedParameters;
  seed: number; // of the draw of the prompts and of the answers
  answers: number; // asked of each prompt
  prompts: number; // distinct
  rows: number; // answers, those to requests of studies and failed calls among them
  unanswered: number; // failed calls
  short: number; // prompts with answers of their own, but fewer than that
  hash: string; // SHA-256 of answers.parquet
  packageVersion: string;
}

/** A recorded model in one line, as pages label it. */
export function recordedLabel({model, quantization, server, date}: RecordedFacts): string {
  const served = [model, quantization, server].filter((part) => part !== null);
  return `recorded on ${date ?? "an unknown date"}: ${served.join(", ")}`;
}

export type RecordedFacts = Pick<RecordingManifest, "model" | "quantization" | "server" | "date">;
