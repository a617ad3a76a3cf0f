import type {Population} from "./population.js";

/** What a reviewer sees of an answer. */
export interface ReviewTexts {
  query: string | null;
  response: string | null;
}

export type ReadTexts = (id: number) => Promise<ReviewTexts>;

const atOnce = 3;

/** Reads the texts of a queue ahead of the reader, in the order of review: none is waited for. */
export class ReadAhead {
  readonly #texts = new Map<number, Promise<ReviewTexts>>();

  constructor(private readonly readTexts: ReadTexts) {}

  read(id: number): Promise<ReviewTexts> {
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const texts = this.readTexts(id);
    this.#texts.set(id, texts);
    texts.catch(() => this.#texts.delete(id)); // asked for again
    return texts;
  }

  /** Begins to read these, a few at a time. */
  prepare(ids: readonly number[]): void {
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < ids.length) await this.read(ids[next++]!).catch(() => undefined);
    };
    for (let i = 0; i < atOnce; i++) void work();
  }
}

/** Stores of long texts, by row. */
export interface ReviewStores {
  texts: {read(row: number): Promise<ReviewTexts>};
  prompts: {read(row: number): Promise<{query: string}>};
  samples: {read(row: number): Promise<{response: string | null}>};
}

/** How the texts of a population are read. What the judge said stays unread by the page. */
export function textsOf({source, promptOf}: Population, {texts, prompts, samples}: ReviewStores): ReadTexts {
  if (source === "candidates")
    return async (id) => {
      const {query, response} = await texts.read(id);
      return {query, response};
    };
  return async (id) => {
    const [{query}, {response}] = await Promise.all([prompts.read(promptOf(id)), samples.read(id)]);
    return {query, response};
  };
}
