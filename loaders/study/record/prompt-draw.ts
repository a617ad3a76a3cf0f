import {recordedPromptId, sha256} from "../../model/recorded/prompt-id.js";

/** A prompt of a corpus. */
export interface CorpusPrompt {
  prompt: string;
  source: string; // chunk
}

export interface PromptDrawOptions {
  prompts: number | null; // at most; null: all
  maxChars: number | null; // of a prompt; null: no limit
  seed: number;
}

interface Ranked extends CorpusPrompt {
  rank: string;
}

/**
 * Draws distinct prompts of a corpus, as many of each chunk where it has them. The draw depends on the prompts and the seed
 * only. Its order is part of it: chunk by chunk in turn, so that the first N are the draw of N.
 */
export class PromptDraw {
  readonly #chunks = new Map<string, Ranked[]>();
  readonly #seen = new Set<string>();
  tooLong = 0;

  constructor(private readonly options: PromptDrawOptions) {}

  add({prompt, source}: CorpusPrompt): void {
    if (prompt.length > (this.options.maxChars ?? Infinity)) {
      this.tooLong++;
      return;
    }
    const id = recordedPromptId({messages: [{role: "user", content: prompt}]});
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const chunk = this.#chunks.get(source) ?? [];
    this.#chunks.set(source, chunk);
    chunk.push({prompt, source, rank: sha256(`${this.options.seed}\u0000${id}`)});
  }

  drawn(): CorpusPrompt[] {
    const chunks = [...this.#chunks.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chunk]) => chunk);
    for (const chunk of chunks) chunk.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const longest = Math.max(0, ...chunks.map(({length}) => length));
    const inTurn: CorpusPrompt[] = [];
    const wanted = this.options.prompts ?? Infinity;
    for (let place = 0; place < longest && inTurn.length < wanted; place++)
      for (const chunk of chunks) if (place < chunk.length && inTurn.length < wanted) inTurn.push(chunk[place]!);
    return inTurn;
  }
}
