import {foundNothing, type StepState, type StudyManifest} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import type {StepRows} from "../../step/step-run.js";
import {writeManifest} from "../../store/manifest.js";
import {writeStudyTables} from "./write-tables.js";

const minTimeFactor = 10; // writing tables takes at most a tenth of the time of a running study

const nothingFound = "Nothing was found out: no answer was scored, so this study says nothing about its targets.";

const withNote = (manifest: StudyManifest, note: string): StudyManifest => ({
  ...manifest,
  notes: [...manifest.notes, note]
});

/** What is published of a step. */
export interface PublishedStep {
  state(): StepState;
  rows(): StepRows;
  describeFinding(finding: Row<"findings">): Row<"findings">;
}

interface PublisherOptions {
  everyInMs: number; // min time between two writes while the study runs
  others?: readonly {rows(): StepRows}[]; // rows that belong to no step
  spend?: () => StudyManifest["spend"]; // what the journal says; defaults to what the rows of calls say
}

/** Writes the tables and the manifest of a study, also while it runs, so that pages can follow it. */
export class Publisher {
  #version = 0;
  #next = 0; // earliest time of the next write while the study runs
  #busy: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly manifest: StudyManifest,
    private readonly steps: readonly PublishedStep[],
    private readonly options: PublisherOptions
  ) {}

  /** Writes what there is now, unless the last write is too recent. */
  async maybePublish(): Promise<void> {
    if (performance.now() < this.#next) return;
    this.#next = Infinity; // many parts may end at once: only the first of them writes
    await this.publish("running");
  }

  /** Writes what there is now. Writes follow one another; a failed one throws. */
  async publish(state: StudyManifest["state"], error: string | null = null): Promise<StudyManifest> {
    const written = this.#busy.then(() => this.#write(state, error));
    this.#busy = written.catch(() => undefined);
    return written;
  }

  async #write(state: StudyManifest["state"], error: string | null): Promise<StudyManifest> {
    const start = performance.now();
    const {everyInMs, others = []} = this.options;
    try {
      const rows = [...this.steps, ...others].map((source) => source.rows());
      const {unscored, spend, rules, ...counts} = await writeStudyTables(this.manifest.name, rows, (finding) =>
        this.steps.reduce((row, step) => step.describeFinding(row), finding)
      );
      const updated = new Date().toISOString();
      const manifest: StudyManifest = {
        ...this.manifest,
        state,
        error,
        updated,
        steps: this.steps.map((step) => step.state()),
        unscored,
        ...(rules.length > 0 && {rules}),
        spend: this.options.spend?.() ?? spend,
        counts: {...counts, unscored: counts.candidates - counts.scored},
        tables: `${updated}#${++this.#version}`
      };
      const whole = state === "finished" && foundNothing(manifest) ? withNote(manifest, nothingFound) : manifest;
      writeManifest(whole);
      return whole;
    } finally {
      const took = performance.now() - start;
      this.#next = performance.now() + Math.max(everyInMs, took * minTimeFactor);
    }
  }
}
