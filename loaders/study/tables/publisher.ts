import type {StepState, StudyManifest} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {writeManifest} from "../../store/manifest.js";
import type {SearchRecord, TextReader} from "../../surf/tables/search-record.js";
import {writeStudyTables, type StepRows} from "./write-tables.js";

const mostOfTheTime = 10; // writing tables takes at most a tenth of the time of a running study

/** A step as it is written. */
export interface PublishedStep extends StepRows {
  state(): StepState;
  describe(finding: Row<"findings">): Row<"findings">;
}

/** Writes a live study's tables and manifest, also while it runs, so that pages can follow it. */
export class Publisher<Handle> {
  #version = 0;
  #next = 0; // time before which a running study is not written again
  #busy: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly manifest: StudyManifest,
    private readonly searches: readonly SearchRecord<Handle>[],
    private readonly reader: TextReader<Handle>,
    private readonly everyInMs: number,
    private readonly steps: readonly PublishedStep[] = [],
    private readonly others: readonly StepRows[] = [] // rows that are of no step
  ) {}

  /** Writes what there is now, unless that was done a moment ago. */
  async maybePublish(): Promise<void> {
    if (performance.now() < this.#next) return;
    this.#next = Infinity; // many runs end an iteration in one turn: the first of them writes
    await this.publish("running");
  }

  async publish(state: StudyManifest["state"], error: string | null = null): Promise<StudyManifest> {
    const written = this.#busy.then(() => this.#write(state, error));
    this.#busy = written.catch(() => undefined);
    return written;
  }

  async #write(state: StudyManifest["state"], error: string | null): Promise<StudyManifest> {
    const start = performance.now();
    try {
      const {unscored, spend, ...counts} = await writeStudyTables(this.manifest.name, this.#snapshot(), this.reader, {
        steps: [...this.steps, ...this.others],
        finish: (finding) => this.steps.reduce((row, step) => step.describe(row), finding)
      });
      const updated = new Date().toISOString();
      const manifest: StudyManifest = {
        ...this.manifest,
        state,
        error,
        updated,
        steps: this.#stepStates(state, counts),
        unscored,
        spend,
        counts: {...counts, unscored: counts.candidates - counts.scored},
        tables: `${updated}#${++this.#version}`
      };
      writeManifest(manifest);
      return manifest;
    } finally {
      const took = performance.now() - start;
      this.#next = performance.now() + Math.max(this.everyInMs, took * mostOfTheTime);
    }
  }

  #stepStates(state: StudyManifest["state"], {candidates, scored}: {candidates: number; scored: number}): StepState[] {
    const later = new Map(this.steps.map((step) => [step.state().name, step.state()]));
    return this.manifest.steps.map((step) => {
      if (step.name !== "surf") return later.get(step.name) ?? step;
      const ended = this.searches.every(({runs}) => runs.every((run) => !["running", "stopped"].includes(run.ended)));
      const planned = this.searches.reduce((sum, {planned = 0}) => sum + planned, 0);
      return {...step, state: ended ? "finished" : state, planned, done: candidates, unscored: candidates - scored};
    });
  }

  #snapshot(): SearchRecord<Handle>[] {
    return this.searches.map((search) => ({
      ...search,
      runs: search.runs.map((run) => ({...run, tracker: snapshotOf(run.tracker)}))
    }));
  }
}

function snapshotOf<T extends object>(tracker: T): T {
  return "snapshot" in tracker ? (tracker.snapshot as () => T)() : tracker;
}
