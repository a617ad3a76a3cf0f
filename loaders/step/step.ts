import type {StepName, StepState} from "../../src/shared/manifest.js";
import type {Row, TableName} from "../../src/shared/schema.js";
import type {BatchLog} from "../store/batch-log.js";
import type {JournalReader} from "../store/journal.js";
import type {Recorder} from "../store/recorder.js";
import type {Texts} from "../surf/candidate.js";
import type {EstimateContext} from "../study/estimate/estimate.js";
import type {RoleEstimate} from "./estimate-role.js";
import type {PreparedStudy} from "../study/run/prepare.js";

/** Rows that a step adds to tables; each is called whenever tables are written, with what there is by then. */
export type StepTables = {[T in TableName]?: () => Iterable<Row<T>> | AsyncIterable<Row<T>>};

/** What a step may use while it runs. */
export interface StepContext {
  prepared: PreparedStudy;
  recorder: Recorder;
  journal: JournalReader;
  batches: BatchLog; // for askMany
  candidates(): Iterable<Row<"candidates">>; // of the search
  findings(): Row<"findings">[]; // of the search, with what the steps before this one know of them
  textsOf(candidate: number): Texts; // the whole texts of a row of candidates
  watcher: StepWatcher;
  signal?: AbortSignal;
  afterPart(): Promise<void>; // call it now and then: writes the tables if it is time
  log(line: string): void;
}

/** What a step tells those who watch it. */
export interface StepWatcher {
  planned(parts: number): void; // samples, traces ...; may grow
  done(scored: boolean): void; // one part is over
}

/** A part of a study that comes after the search: it asks through the recorder, so running it again is resuming it. */
export interface Step {
  readonly name: Exclude<StepName, "surf">;
  /** Does all of it. Throws when it can't go on; what it has by then is still in its tables. */
  run(context: StepContext): Promise<void>;
  tables(): StepTables;
  /** What it will ask, by role (`estimateRole`); calls nothing. */
  estimate?(context: EstimateContext): RoleEstimate[] | Promise<RoleEstimate[]>;
  /** Journal ordinals of its calls so far, for the table `calls`. */
  calls(): Iterable<number>;
  /** Adds what the step knows to a finding. */
  describe?(finding: Row<"findings">): Row<"findings">;
}

/** A step as the manifest shows it. */
export const plannedStep = (name: StepName): StepState => ({name, state: "planned", planned: 0, done: 0, unscored: 0});
