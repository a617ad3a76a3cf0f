import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import type {CallRecord} from "./call-record.js";
import {Journal, type JournalReader} from "./journal.js";

/**
 * A journal that is written, over others that are read: a request that any of them has is not asked again. Ordinals of
 * the others come first. What it writes is in its own file alone.
 */
export class StackedJournal extends Journal {
  #below: {reader: JournalReader; from: number}[] = [];
  #own = 0; // ordinal of the first record of its own

  /** Opens or creates a journal over others, the later of which win. Closing it closes them. */
  static over(path: string, below: readonly JournalReader[]): StackedJournal {
    mkdirSync(dirname(path), {recursive: true});
    const journal = new StackedJournal(path, "a+");
    journal.cutTorn();
    for (const reader of below) {
      journal.#below.push({reader, from: journal.#own});
      journal.#own += reader.size;
    }
    return journal;
  }

  override get size(): number {
    return this.#own + super.size;
  }

  override find(id: string): number | undefined {
    const own = super.find(id);
    if (own !== undefined) return this.#own + own;
    for (const {reader, from} of this.#below.toReversed()) {
      const ordinal = reader.find(id);
      if (ordinal !== undefined) return from + ordinal;
    }
    return undefined;
  }

  override read(ordinal: number): CallRecord {
    if (ordinal >= this.#own) return super.read(ordinal - this.#own);
    const {reader, from} = this.#below.findLast((each) => each.from <= ordinal)!;
    return reader.read(ordinal - from);
  }

  override async append(record: CallRecord): Promise<number> {
    return this.#own + (await super.append(record));
  }

  override *written(): Generator<CallRecord> {
    for (let ordinal = this.#own; ordinal < this.size; ordinal++) yield this.read(ordinal);
  }

  override close(): void {
    super.close();
    for (const {reader} of this.#below) reader.close();
  }
}
