import type {Row} from "../shared/schema.js";

export const models = ["planted:one", "planted:two"];
export const rubric = "rebut";

/** A prompt asked of a model so many times, with what becomes of it. */
export interface Asked {
  prompt: Row<"probe_prompts">;
  model: string;
  context: string;
  chance: number; // of a violation
  samples: number;
  measure: string | null; // null: the rubric
}

/** What became of the samples of one `Asked`. */
export interface Tally {
  n: number;
  violations: number;
  unscored: number;
}

export const tally = new Map<Asked, Tally>();
