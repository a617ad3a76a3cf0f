import {closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync} from "node:fs";
import {dirname} from "node:path";
import {whyNotWritten} from "../util/system-error.js";
import {UserError} from "../util/user-error.js";
import {checkHeld} from "./lock.js";

/** A batch that was submitted, or was about to be, and whose answers are not all in the journal yet. */
export interface OpenBatch {
  label: string;
  model: string; // identity
  batch: string | null; // the provider's name; null: the process was killed before it knew
  items: string[]; // ids of requests
  step: string;
  role: string;
  at: string; // ISO date
  worst?: number; // US dollars that it costs at most; absent where no price is known
}

type Line =
  | ({kind: "intent"} & Omit<OpenBatch, "batch">)
  | {kind: "submitted"; label: string; batch: string}
  | {kind: "collected"; label: string};

/**
 * The batches that a study has submitted: one JSON object per line, forced to disk before anything else is done, so that
 * a killed process finds its batches again and pays for none twice. A line that a kill tore is cut off; any other that
 * can't be read is refused with a UserError, as its batch would be paid for again.
 */
export class BatchLog {
  readonly #open = new Map<string, OpenBatch>();
  #end = 0; // bytes, of the last whole line

  constructor(private readonly path: string) {
    if (!existsSync(path)) return;
    const bytes = readFileSync(path);
    this.#end = bytes.lastIndexOf("\n") + 1;
    const lines = bytes.subarray(0, this.#end).toString("utf8").split("\n");
    lines.forEach((text, i) => text !== "" && this.#take(parseLine(text, path, i + 1)));
  }

  /** All batches that are still to be collected. */
  get all(): OpenBatch[] {
    return [...this.#open.values()];
  }

  /** Those of a model. */
  open(model: string): OpenBatch[] {
    return this.all.filter((batch) => batch.model === model);
  }

  /** Throws a UserError when the disk takes no more, or another process took the study over. */
  write(line: Line): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    checkHeld(dirname(this.path));
    mkdirSync(dirname(this.path), {recursive: true});
    const file = openSync(this.path, "a");
    try {
      truncateSync(this.path, this.#end);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      fsyncSync(file);
      this.#end += bytes.length;
    } catch (cause) {
      throw new UserError(`a batch could not be recorded: ${whyNotWritten(cause)}`, {file: this.path}, {cause});
    } finally {
      closeSync(file);
    }
    this.#take(line);
  }

  #take(line: Line): void {
    if (line.kind === "collected") this.#open.delete(line.label);
    else if (line.kind === "intent") {
      const {kind: _, ...intent} = line;
      this.#open.set(line.label, {...intent, batch: null});
    } else {
      const intent = this.#open.get(line.label);
      if (intent !== undefined) intent.batch = line.batch;
    }
  }
}

const kinds = ["intent", "submitted", "collected"];

function parseLine(text: string, file: string, line: number): Line {
  try {
    const read = JSON.parse(text) as Line;
    if (typeof read.label === "string" && kinds.includes(read.kind)) return read;
  } catch {
    // said below
  }
  const cure = "take the line out; a batch that it submitted is then submitted, and paid for, again";
  throw new UserError(`a damaged record of a batch: ${cure}`, {file, line});
}
