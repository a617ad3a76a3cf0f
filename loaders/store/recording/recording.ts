import {existsSync} from "node:fs";
import type {AnswersFile, AnswerRow} from "../../model/recorded/answers-file.js";
import {recordingFiles} from "../../model/recorded/manifest.js";
import {contextOf, recordedPromptId} from "../../model/recorded/prompt-id.js";
import {openAnswers} from "../../model/recorded/recorded-model.js";
import type {ModelRequest} from "../../model/request.js";
import type {RecordingManifest} from "../../../src/shared/recording.js";
import type {JournalReader} from "../journal.js";
import {writeRecording, type RecordingFacts} from "./write-recording.js";

/** An answer in a journal. */
export interface NewAnswer {
  request: Pick<ModelRequest, "messages" | "system" | "seed">;
  source: string | null; // chunk that its prompt is from
  draw: number | null; // its number among the prompt's answers; null: it belongs to the request of a study
  ordinal: number; // in the journal
}

interface Kept extends Omit<NewAnswer, "request"> {
  seed: number | null;
}

interface NewPrompt {
  prompt: string;
  context: string | null;
  answers: Kept[];
}

/** Collects the answers of a recording: those that it has, and new ones in a journal, whose texts stay there. */
export class RecordingBook {
  readonly #prompts = new Map<string, NewPrompt>();

  constructor(
    private readonly folder: string,
    private readonly journal: JournalReader
  ) {}

  /** Distinct prompts that were added. */
  get prompts(): number {
    return this.#prompts.size;
  }

  /** Adds an answer in the journal; one that was added before is left as it is. */
  add({request, ...answer}: NewAnswer, system: string | null): void {
    const id = recordedPromptId(request);
    let known = this.#prompts.get(id);
    if (known === undefined) {
      known = {prompt: request.messages.at(-1)!.content, context: contextOf(request, system), answers: []};
      this.#prompts.set(id, known);
    }
    if (known.answers.some(({ordinal}) => ordinal === answer.ordinal)) return;
    known.answers.push({...answer, seed: request.seed ?? null});
  }

  /** Writes the recording with all that was added. */
  async save(facts: RecordingFacts): Promise<RecordingManifest> {
    const {answers} = recordingFiles(this.folder);
    const before = existsSync(answers) ? await openAnswers(this.folder, {mayBeEmpty: true}) : null;
    try {
      return await writeRecording(this.folder, facts, this.#rows(before));
    } finally {
      before?.close();
    }
  }

  /** The rows of both, by prompt. */
  async *#rows(before: AnswersFile | null): AsyncGenerator<AnswerRow> {
    const ids = [...this.#prompts.keys()].sort();
    let next = 0;
    for await (const old of before === null ? [] : byPrompt(before)) {
      const {id} = old[0]!;
      while (next < ids.length && ids[next]! < id) yield* this.#merge(ids[next++]!, []);
      if (ids[next] === id) yield* this.#merge(ids[next++]!, old);
      else yield* old;
    }
    while (next < ids.length) yield* this.#merge(ids[next++]!, []);
  }

  /** The answers to a prompt, numbered: first those drawn for it, without a gap, then those of studies by their seeds. */
  #merge(id: string, old: readonly AnswerRow[]): AnswerRow[] {
    const fresh = this.#prompts.get(id)!;
    const drawn = new Map(old.filter(({pinned}) => !pinned).map((row, draw) => [draw, row]));
    const pinned = new Map(old.filter((row) => row.pinned).map((row) => [row.seed, row]));
    for (const answer of fresh.answers) {
      const row = this.#toRow(id, fresh, answer);
      if (answer.draw === null) replace(pinned, row.seed, row);
      else replace(drawn, answer.draw, row);
    }
    const whole = upToGap(drawn);
    const rest = [...pinned.values()].sort((a, b) => (a.seed ?? 0) - (b.seed ?? 0));
    return [...whole, ...rest].map((row, k) => ({...row, k}));
  }

  #toRow(id: string, {prompt, context}: NewPrompt, {source, draw, seed, ordinal}: Kept): AnswerRow {
    const {text, thinking, stop, raw, usage, at, latency, error} = this.journal.read(ordinal);
    return {
      ...{id, k: 0, prompt, context, source, text, thinking: thinking || null, stop, raw},
      input_tokens: usage?.inputTokens ?? null,
      output_tokens: usage?.outputTokens ?? null,
      ...{seed, pinned: draw === null, at, latency, error}
    };
  }
}

/** A row takes a free place, or that of a failed call. */
function replace<Key>(rows: Map<Key, AnswerRow>, key: Key, row: AnswerRow): void {
  const isAnswered = rows.get(key)?.error === null;
  if (!isAnswered) rows.set(key, row);
}

/** The rows from number 0 on, up to the first that is missing. */
function upToGap(rows: ReadonlyMap<number, AnswerRow>): AnswerRow[] {
  const whole: AnswerRow[] = [];
  for (let draw = 0, row; (row = rows.get(draw)) !== undefined; draw++) whole.push(row);
  return whole;
}

async function* byPrompt(file: AnswersFile): AsyncGenerator<AnswerRow[]> {
  let rows: AnswerRow[] = [];
  for await (const row of file.all()) {
    if (rows.length > 0 && rows[0]!.id !== row.id) {
      yield rows;
      rows = [];
    }
    rows.push(row);
  }
  if (rows.length > 0) yield rows;
}
