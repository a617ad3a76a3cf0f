import {join} from "node:path";
import {lineOf, offsetsOf} from "../index/line-store.js";
import {writeArray} from "../index/files.js";
import type {Side} from "../side.js";
import {firstsOf, type DistinctTexts, type FirstTexts} from "./distinct-texts.js";
import {sides} from "./partition-texts.js";
import {PlacedWriter} from "./placed-file.js";
import {resultOf} from "./result.js";
import {readTexts} from "./sections.js";

/** First places of the texts that a shard has first, ascending. */
export const placesOf = (folder: string, side: Side): string => join(folder, `${side}-places.f64`);

/** What the texts of a side come to in shards that follow each other. */
export interface TextTotals {
  count: number;
  bytes: number; // of their lines
}

/** Of a side, the texts that the shards before each have first, and at the end those of all. */
export function totalsBefore(partitions: readonly string[], side: Side): TextTotals[] {
  const found = partitions.map((folder): FirstTexts => resultOf<DistinctTexts>(folder)[side]);
  const totals: TextTotals[] = [{count: 0, bytes: 0}];
  for (const shard of found[0]!.counts.keys()) {
    const {count, bytes} = totals.at(-1)!;
    const sum = (of: keyof FirstTexts): number => found.reduce((all, each) => all + each[of][shard]!, 0);
    totals.push({count: count + sum("counts"), bytes: bytes + sum("bytes")});
  }
  return totals;
}

/**
 * Gives the texts that a shard has first their numbers, which are those of the order of the corpus, and writes them at
 * their place in the files of all texts.
 */
export async function numberTexts(
  folder: string,
  files: Record<Side, string>,
  {shard, partitions}: {shard: number; partitions: readonly string[]}
): Promise<void> {
  for (const side of sides) {
    const before = totalsBefore(partitions, side)[shard]!;
    const fresh = partitions.flatMap((partition) => [...readTexts(firstsOf(partition, side).texts, shard)]);
    await new Promise((resolve) => setImmediate(resolve));
    fresh.sort((a, b) => a[1] - b[1]);
    const ends = new Float64Array(fresh.length + 1);
    ends[0] = before.bytes;
    const lines = new PlacedWriter(files[side], before.bytes);
    for (let from = 0; from < fresh.length; from += textsAtOnce) {
      const block = fresh.slice(from, from + textsAtOnce).map(([text]) => Buffer.from(lineOf(text)));
      block.forEach((line, i) => (ends[from + i + 1] = ends[from + i]! + line.length));
      lines.add(Buffer.concat(block));
      await new Promise((resolve) => setImmediate(resolve));
    }
    lines.close();
    const offsets = new PlacedWriter(offsetsOf(files[side]), 8 * before.count);
    offsets.add(ends); // its first is the last of the shard before
    offsets.close();
    writeArray(
      placesOf(folder, side),
      Float64Array.from(fresh, ([, place]) => place)
    );
  }
}

const textsAtOnce = 10_000;
