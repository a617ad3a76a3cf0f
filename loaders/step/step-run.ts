import type {PartialIteration} from "../../src/shared/live.js";
import type {CheckCounts, ContrastCounts, StudyManifest} from "../../src/shared/manifest.js";
import type {Row, TableName} from "../../src/shared/schema.js";
import type {BatchLog} from "../store/batch-log.js";
import type {JournalReader} from "../store/journal.js";
import type {Recorder} from "../store/recorder.js";
import type {PreparedStudy} from "./prepared-study.js";
import type {Share} from "./share.js";
import type {Study} from "./study.js";
import type {Texts} from "./texts.js";

/** Rows that a step adds to tables, by table. Each function is called whenever tables are written. */
export type StepTables = {[T in TableName]?: () => Iterable<Row<T>> | AsyncIterable<Row<T>>};

/** The calls of one part of a step, as rows, and the texts of the candidate if the part is one. */
export interface PartCalls {
  calls: Row<"calls">[];
  texts?: Row<"texts">;
}

/** What a search found, for the steps after it and for the counts of the manifest. */
export interface SearchResults {
  candidates(): Iterable<Row<"candidates">>;
  findings(): Row<"findings">[]; // as the search alone knows them
  regions(): Row<"regions">[];
  textsOf(candidate: number): Texts; // full texts of the row of `candidates` with that id
  counts: SearchCounts;
}

/** Counts over all candidates of a search. */
export interface SearchCounts {
  candidates: number;
  scored: number;
  flagged: number;
  truncated?: number; // candidates whose answer was cut off and judged as it is; absent: none
  contrast?: ContrastCounts; // absent without a contrast model
  prompts?: number; // distinct prompts; absent if a model writes the queries
  coverage?: number; // mean share of the drawn attributes that a query has; absent where nobody knows
  check?: CheckCounts; // absent if nothing checks written queries
  regions: number | null; // confirmed regions with different meanings; null where no search looks for regions
  unscored: StudyManifest["unscored"]; // candidates without a score, by reason
}

/** What a step has to write: a snapshot, which does not change while the step continues. */
export interface StepRows {
  tables(): StepTables;
  calls(): Iterable<PartCalls>; // every call of the step, once
  ruled?(): Iterable<RuledPart>; // every candidate or sample that the rule of a rubric was tried on
  results?: SearchResults; // only of a search
}

/** What the rule of a rubric said of one candidate or sample. */
export interface RuledPart {
  rubric: string;
  fired: boolean | null; // null: it could not tell
  missed: boolean | null; // whether judges scored it above the threshold though it did not fire; null: not judged
}

/** What a step is created with. */
export interface StepTools {
  prepared: PreparedStudy;
  recorder: Recorder;
  journal: JournalReader;
  batches: BatchLog; // for askMany
  found: Found;
  share?: Share; // all that is asked of a step that can be divided; absent: everything
  phase?: string; // all that is done of a step that is done in phases; absent: the last, or all
  results?: string; // folder of what units compute for each other; absent: there are none
  /** A value that several steps share: created by the first that asks for the key. */
  shared<T>(key: string, make: () => T): T;
}

/** What a phase is computed with that asks no model. */
export interface ComputeTools {
  study: Study; // whole
  phase: string;
  share: Share;
  results: string; // folder of what units compute for each other
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, total: number) => void;
}

/** What the search of a study found, for the steps after it; empty without a search. */
export interface Found {
  candidates(): Iterable<Row<"candidates">>;
  findings(): Row<"findings">[]; // as described by all steps
  regions(): Row<"regions">[]; // empty unless the search is adaptive
  textsOf(candidate: number): Texts;
}

/** What a step gets while it runs. */
export interface StepControl {
  watcher: StepWatcher;
  signal: AbortSignal;
  /** Call it after each part: it writes the tables if it is time. */
  afterPart(): Promise<void>;
  /** Records the error that ended one part, so that other parts can continue; the step fails at its end. */
  giveUp(error: unknown): void;
  /** Whether an error was recorded after which no part can continue, such as an exhausted budget. */
  mustEnd(): boolean;
  log(line: string): void;
}

/** What a step reports while it runs. */
export interface StepWatcher {
  planned(parts: number): void; // total candidates, samples or traces; may be called again with more
  done(scored: boolean, why?: Unscored): void; // one part has ended; why it has no score, if it should have one
  skipped(parts: number): void; // planned parts that will not be done
  /** Sets what a display shows besides the counts. */
  show(view: () => StepView): void;
}

/** Why a part has no score. */
export interface Unscored {
  reason: string;
  call: number | null; // ordinal of the call whose answer could not be used
  further: number; // parts under way that got past where this one failed
}

/** A step as a progress display shows it. */
export interface StepView {
  title: string; // what is being done
  short: string; // the same for a line of a log
  unit: string; // plural name of the parts, such as candidates
  ends?: [good: string, bad: string]; // how parts end (default scored, unscored)
  lines: string[]; // a table: its header, then a line for each row
  note: string; // appended to a log line; may be empty
  partial?: readonly PartialIteration[]; // of a search, for its charts
}

/** A step of a running study. It asks models only through the recorder, so running it again resumes it. */
export interface StepRun {
  /** Runs the step to its end. Throws when it can't continue; what was done is still in `rows()`. */
  run(control: StepControl): Promise<void>;
  /** What the step has now. */
  rows(): StepRows;
  /** The finding with the columns that this step fills in. */
  describeFinding?(finding: Row<"findings">): Row<"findings">;
}
