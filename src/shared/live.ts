import type {StepState, StudyManifest} from "./manifest.js";

/** An iteration of a search run that has not ended: what it has so far, which no table has. */
export interface PartialIteration {
  rubric: string;
  model: string;
  run: number;
  iteration: number;
  done: number; // candidates that have ended
  planned: number;
  scored: number; // of the search arm, as the next two
  mean: number | null; // score
  top: number | null;
}

/** How fast a study goes, and what no table has of it yet: the process that runs it says so every few seconds. */
export interface LivePace {
  callsPerSecond: number; // over the last half minute
  secondsLeft: number | null; // at this pace; null until there is one
  partial: PartialIteration[];
}

/** How far a search is: a rubric on a model. */
export interface SearchProgress {
  rubric: string;
  model: string;
  done: number; // iterations of all its runs
  planned: number; // without those that an early end left out
}

/** What a preview says of a study that runs. */
export interface LiveStudy extends Pick<StudyManifest, "state" | "error" | "unscored"> {
  steps: StepState[];
  calls: number;
  pace: LivePace | null; // null: it does not run, or has just begun
  searches: SearchProgress[];
  said: string[]; // what it waits for and what failed last, in words
}
