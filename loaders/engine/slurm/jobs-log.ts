import {closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import {jobsFile} from "../unit-files.js";

/** A job that was submitted, or was about to be. */
export interface SubmittedJob {
  name: string;
  job: string | null; // id; null: the process ended before it knew, or Slurm refused it
  units: {id: string; index: number; bytes: number}[]; // index in the array; bytes of its journal at that time
  memoryInMb: number;
  minutes: number;
  at: string; // ISO date
  run: number; // the run of the work that submitted it
  refused?: true; // there is no such job
  refusal?: string; // what Slurm said against it; absent where it was never asked, or where it may take it later
}

/** The most that a job can have where it runs; null where that is not known, or has no limit. */
export interface NodeLimits {
  memoryInMb: number | null; // of the largest node
  minutes: number | null;
}

type Line =
  | ({kind: "intent"} & Omit<SubmittedJob, "job" | "refused" | "refusal" | "run">)
  | {kind: "submitted"; name: string; job: string}
  | {kind: "refused"; name: string; error: string; isFinal?: true}
  | ({kind: "limits"} & NodeLimits)
  | {kind: "run"; at: string; engine: string; fingerprint: string}
  | {kind: "stop"; at: string};

/**
 * The jobs of the units of some work: one JSON object a line, forced to disk before anything else is done, so that a process
 * that dies finds its jobs again. A line that a kill tore counts as not there.
 */
export class JobsLog {
  readonly #jobs = new Map<string, SubmittedJob>();
  run = 0; // how many began
  isStopped = false; // by surfturf stop, after the last run began
  engine: string | null = null;
  fingerprint: string | null = null; // of the plan that the last run began with
  limits: NodeLimits = {memoryInMb: null, minutes: null}; // as the last run found them

  constructor(private readonly work: string) {
    this.read();
  }

  /** All of them, in the order in which they were submitted. */
  get all(): SubmittedJob[] {
    return [...this.#jobs.values()];
  }

  /** Reads what is on disk, by other processes too. */
  read(): void {
    const file = jobsFile(this.work);
    if (!existsSync(file)) return;
    this.#jobs.clear();
    this.run = 0;
    for (const text of readFileSync(file, "utf8").split("\n")) {
      const line = parse(text);
      if (line !== undefined) this.#take(line);
    }
  }

  write(line: Line): void {
    const path = jobsFile(this.work);
    mkdirSync(dirname(path), {recursive: true});
    const file = openSync(path, "a");
    try {
      writeSync(file, `\n${JSON.stringify(line)}\n`); // the first line feed ends what a kill tore
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#take(line);
  }

  #take(line: Line): void {
    if (line.kind === "intent") {
      const {kind: _, ...intent} = line;
      this.#jobs.set(line.name, {...intent, job: null, run: this.run});
    } else if (line.kind === "run") {
      this.run++;
      this.isStopped = false;
      this.engine = line.engine;
      this.fingerprint = line.fingerprint;
      this.limits = {memoryInMb: null, minutes: null};
    } else if (line.kind === "stop") this.isStopped = true;
    else if (line.kind === "limits") this.limits = {memoryInMb: line.memoryInMb, minutes: line.minutes};
    else {
      const known = this.#jobs.get(line.name);
      if (known !== undefined) Object.assign(known, line.kind === "submitted" ? {job: line.job} : refusedBy(line));
    }
  }
}

const refusedBy = ({error, isFinal}: Extract<Line, {kind: "refused"}>): Partial<SubmittedJob> => ({
  refused: true,
  ...(isFinal && {refusal: error})
});

function parse(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    return typeof line?.kind === "string" ? line : undefined;
  } catch {
    return undefined;
  }
}
