import {join} from "node:path";
import type {Extracted} from "../extractor.js";
import {readLines} from "../index/attributes-stage.js";
import {noAttribute, slotsPerSide, writeArray} from "../index/files.js";
import type {Side} from "../side.js";
import {partitionOf, rangeOf, type Shard} from "./divide.js";
import {SectionWriter, toSection, type PlacedText} from "./sections.js";

export const sides: readonly Side[] = ["query", "response"];

/** What the distinct texts of a shard of pairs are, on one side. */
export const textsOf = (folder: string, side: Side) => ({
  texts: join(folder, `${side}-texts`), // a section for each partition, in the order of their numbers
  partitions: join(folder, `${side}-partitions.u16`), // of each text, by its number in the shard
  slots: join(folder, `${side}-slots.u32`) // pairs x 10 such numbers
});

/**
 * Numbers the distinct attributes of a shard of pairs as they come, and puts each into the partition of its hash: all
 * shards put equal texts into the same one. Resolves to the pairs without attributes of a side, by reason.
 */
export async function partitionTexts(
  folder: string,
  extracted: string,
  pairs: number, // of the corpus
  shard: Shard
): Promise<Record<string, number>> {
  const {from, to} = rangeOf(pairs, shard);
  const numbering = new Map(sides.map((side) => [side, new ShardTexts(to - from, from, shard.shards)]));
  const unusable: Record<string, number> = {};
  let row = 0;
  for (const each of readLines<Extracted>(extracted)) {
    for (const side of sides) numbering.get(side)!.add(row, each[side]);
    if (each.reason !== null) unusable[each.reason] = (unusable[each.reason] ?? 0) + 1;
    if (++row % 5000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const side of sides) numbering.get(side)!.write(textsOf(folder, side));
  return unusable;
}

class ShardTexts {
  readonly #numbers = new Map<string, number>();
  readonly #parts: PlacedText[][];
  readonly #partitions: number[] = [];
  readonly #slots: Uint32Array;

  constructor(
    pairs: number,
    private readonly first: number, // pair
    private readonly shards: number
  ) {
    this.#parts = Array.from({length: shards}, () => []);
    this.#slots = new Uint32Array(pairs * slotsPerSide).fill(noAttribute);
  }

  add(row: number, texts: readonly string[]): void {
    let slot = row * slotsPerSide;
    for (const text of new Set(texts.slice(0, slotsPerSide))) {
      this.#slots[slot] = this.#numberOf(text, this.first * slotsPerSide + slot);
      slot++;
    }
  }

  #numberOf(text: string, place: number): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    const partition = partitionOf(text, this.shards);
    this.#partitions.push(partition);
    this.#parts[partition]!.push([text, place]);
    return number;
  }

  write(files: ReturnType<typeof textsOf>): void {
    const sections = new SectionWriter(files.texts);
    for (const part of this.#parts) sections.add(toSection(part));
    sections.close();
    writeArray(files.partitions, Uint16Array.from(this.#partitions));
    writeArray(files.slots, this.#slots);
  }
}
