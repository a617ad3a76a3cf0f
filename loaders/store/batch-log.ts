import {appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync} from "node:fs";
import {dirname} from "node:path";

/** A batch that was submitted, or was about to be, and whose answers are not all in the journal yet. */
export interface OpenBatch {
  label: string;
  model: string; // identity
  batch: string | null; // the provider's name; null: the process was killed before it knew
  items: string[]; // ids of requests
  step: string;
  role: string;
  at: string; // ISO date
}

type Line =
  | ({kind: "intent"} & Omit<OpenBatch, "batch">)
  | {kind: "submitted"; label: string; batch: string}
  | {kind: "collected"; label: string};

/**
 * The batches that a study has submitted: one JSON object per line, forced to disk before anything else is done, so
 * that a killed process finds its batches again and pays for none twice.
 */
export class BatchLog {
  readonly #open = new Map<string, OpenBatch>();

  constructor(private readonly path: string) {
    if (!existsSync(path)) return;
    for (const text of readFileSync(path, "utf8").split("\n")) {
      const line = parseLine(text);
      if (line !== undefined) this.#take(line);
    }
  }

  /** Batches of a model that are still to be collected. */
  open(model: string): OpenBatch[] {
    return [...this.#open.values()].filter((batch) => batch.model === model);
  }

  write(line: Line): void {
    mkdirSync(dirname(this.path), {recursive: true});
    const file = openSync(this.path, "a");
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
    closeSync(file);
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

/** A line that a kill tore is not there. */
function parseLine(text: string): Line | undefined {
  try {
    return text === "" ? undefined : (JSON.parse(text) as Line);
  } catch {
    return undefined;
  }
}
