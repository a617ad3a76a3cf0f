import type {StudyManifest} from "../../src/shared/manifest.js";
import type {Row, TableName} from "../../src/shared/schema.js";
import type {BatchLog} from "../store/batch-log.js";
import type {JournalReader} from "../store/journal.js";
import type {Recorder} from "../store/recorder.js";
import type {PreparedStudy} from "./prepared-study.js";
import type {Texts} from "./texts.js";

/** Rows that a step adds to tables; each is called whenever tables are written, with what there is by then. */
export type StepTables = {[T in TableName]?: () => Iterable<Row<T>> | AsyncIterable<Row<T>>};

/** What one part of a step asked, read from the journal once. */
export interface PartCalls {
  calls: Row<"calls">[];
  texts?: Row<"texts">; // of a candidate
}

/** What a search found, for the steps after it and for the counts of the manifest. */
export interface SearchResults {
  candidates(): Iterable<Row<"candidates">>;
  findings(): Row<"findings">[]; // as the search alone knows them
  textsOf(candidate: number): Texts; // the whole texts of a row of `candidates`
  counts: SearchCounts;
}

export interface SearchCounts {
  candidates: number;
  scored: number;
  flagged: number;
  regions: number | null; // of different meanings; null where no search looks for them
  unscored: StudyManifest["unscored"];
}

/** What a step has to be written: it stays the same while the step goes on. */
export interface StepRows {
  tables(): StepTables;
  calls(): Iterable<PartCalls>;
  results?: SearchResults; // of a search
}

/** What a step is made with. */
export interface StepTools {
  prepared: PreparedStudy;
  recorder: Recorder;
  journal: JournalReader;
  batches: BatchLog; // for askMany
  found: Found;
  /** What steps of one kind share: made by the first that asks for it, by key. */
  shared<T>(key: string, make: () => T): T;
}

/** What the search of a study found, for the steps after it; empty without one. */
export interface Found {
  candidates(): Iterable<Row<"candidates">>;
  findings(): Row<"findings">[]; // with what all steps know of them
  textsOf(candidate: number): Texts;
}

/** What a step is run with. */
export interface StepControl {
  watcher: StepWatcher;
  signal: AbortSignal;
  /** Call it now and then: writes the tables if it is time. */
  afterPart(): Promise<void>;
  /** Notes what ended one part of the step, so that the other parts can go on; the step then fails at its end. */
  giveUp(error: unknown): void;
  /** Whether anything was given up that nothing can go on after, such as a budget used up. */
  mustEnd(): boolean;
  log(line: string): void;
}

/** What a step tells those who watch it. */
export interface StepWatcher {
  planned(parts: number): void; // candidates, samples, traces ...; may grow
  done(scored: boolean, why?: Unscored): void; // one part is over; why it has no score, where it should have one
  skipped(parts: number): void; // they were planned, and will not be done
  /** What a display shows of the step beside its counts. */
  show(view: () => StepView): void;
}

/** Why a part has no score. */
export interface Unscored {
  reason: string;
  call: number | null; // ordinal of the call that was of no use
  further: number; // parts under way that got past where this one failed
}

/** A step as a progress display shows it. */
export interface StepView {
  title: string; // what is being done
  short: string; // the same for one line of a log
  unit: string; // what a part is, such as candidates
  lines: string[]; // a table: its head, then a line a row
  note: string; // at the end of a log line; may be empty
}

/** A step of a study that is being run: it asks through the recorder, so running it again is resuming it. */
export interface StepRun {
  /** Does all of it. Throws when it can't go on; what it has by then is still in its rows. */
  run(control: StepControl): Promise<void>;
  /** What it has now. */
  rows(): StepRows;
  /** Adds what the step knows to a finding. */
  describeFinding?(finding: Row<"findings">): Row<"findings">;
}
