import {UserError, type Place} from "../../util/user-error.js";
import type {AttributePoolBuilder} from "../pools/attribute-pool.js";
import type {Levels, StringPage} from "./parquet-strings.js";
import {expectedSentences, maybeSentences} from "../pools/pool-row.js";

/** Joins the strings of pages into rows of the pool; a row may continue on the next page. */
export interface RowTaker {
  readonly sentences: number; // so far
  prepare(dictionary: string[]): string[];
  take(page: StringPage, dictionary: readonly string[]): void;
  end(): void;
}

/** For a column of lists every string is a sentence; for a column of strings each is a list as JSON text. */
export const rowTaker = (pool: AttributePoolBuilder, levels: Levels, place: Place): RowTaker =>
  levels.repetition > 0 ? new ListTaker(pool, levels.definition) : new JsonTaker(pool, levels.definition, place);

class ListTaker implements RowTaker {
  sentences = 0;
  #row: string[] | undefined;

  constructor(
    readonly pool: AttributePoolBuilder,
    readonly present: number
  ) {}

  prepare(dictionary: string[]): string[] {
    return dictionary;
  }

  take({count, repetition, definition, ids, strings}: StringPage, dictionary: readonly string[]): void {
    let value = 0;
    for (let i = 0; i < count; i++) {
      if (repetition![i] === 0) this.#start();
      if (definition !== null && definition[i] !== this.present) continue;
      const sentence = ids === null ? (strings!.next().value as string) : dictionary[ids[value++]!];
      if (sentence === undefined) throw new Error("a page asks for a string its dictionary lacks");
      if (sentence !== "") this.#row!.push(sentence);
    }
  }

  end(): void {
    if (this.#row === undefined) return;
    this.pool.addRow(this.#row);
    this.sentences += this.#row.length;
  }

  #start(): void {
    this.end();
    if (this.#row === undefined) this.#row = [];
    else this.#row.length = 0;
  }
}

class JsonTaker implements RowTaker {
  sentences = 0;

  constructor(
    readonly pool: AttributePoolBuilder,
    readonly present: number,
    readonly place: Place
  ) {}

  prepare(dictionary: string[]): string[] {
    return dictionary;
  }

  take({count, definition, ids, strings}: StringPage, dictionary: readonly string[]): void {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const isThere = definition === null || definition[i] === this.present;
      if (!isThere) this.#add(null);
      else this.#add(ids === null ? (strings!.next().value as string) : dictionary[ids[value++]!]!);
    }
  }

  end(): void {
    // every string is a row of its own
  }

  #add(text: string | null): void {
    const row = maybeSentences(text);
    if (row === undefined)
      throw new UserError(`row ${this.pool.rows + 1}: ${expectedSentences}, got ${text!.slice(0, 60)}`, this.place);
    this.pool.addRow(row);
    this.sentences += row.length;
  }
}
