import {closeSync, openSync} from "node:fs";
import {DraftFile} from "../../util/atomic-file.js";
import {
  appendArray,
  noAttribute,
  readUint16,
  readUint32,
  slotsPerPair,
  slotsPerSide,
  type IndexFiles
} from "../index/files.js";
import {LineStoreWriter} from "../index/line-store.js";
import type {Side} from "../side.js";
import {firstsOf} from "./distinct-texts.js";
import {sides, textsOf} from "./partition-texts.js";
import {readPlaces, readTexts} from "./sections.js";

export interface NumberedParts {
  shards: readonly string[]; // folders of the shards of pairs, in order
  partitions: readonly string[]; // folders of the partitions of texts, in order
  onShard?: (done: number) => void;
}

/**
 * Gives every distinct text its number, in the order in which the corpus has them first, and writes texts and slots:
 * the very files that an index made in one piece has. Takes 16 bytes a distinct text. Resolves to how many there are.
 */
export async function numberTexts(
  files: Pick<IndexFiles, "queries" | "responses" | "slots">,
  parts: NumberedParts
): Promise<{queries: number; responses: number}> {
  const places = {
    query: await writeTexts(files.queries, "query", parts),
    response: await writeTexts(files.responses, "response", parts)
  };
  const draft = new DraftFile(files.slots, {locked: true});
  const file = openSync(draft.path, "w");
  try {
    for (const shard of parts.shards.keys()) {
      appendArray(file, slotsOf(shard, places, parts));
      parts.onShard?.(shard + 1);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    closeSync(file);
  }
  draft.commit();
  return {queries: places.query.length, responses: places.response.length};
}

/** Writes the distinct texts of a side. Resolves to the first place of each, ascending. */
async function writeTexts(path: string, side: Side, {shards, partitions}: NumberedParts): Promise<Float64Array> {
  const store = new LineStoreWriter(path);
  let places = new Float64Array(1024);
  for (const shard of shards.keys()) {
    const fresh = partitions.flatMap((folder) => [...readTexts(firstsOf(folder, side).texts, shard)]);
    fresh.sort((a, b) => a[1] - b[1]);
    if (store.count + fresh.length > places.length) places = enlarge(places, store.count + fresh.length);
    for (const [text, place] of fresh) {
      places[store.count] = place;
      await store.add(text);
    }
  }
  const {count} = store;
  await store.close();
  return places.subarray(0, count);
}

function enlarge(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(least, 2 * values.length));
  larger.set(values);
  return larger;
}

/** The slots of the pairs of a shard, with the numbers of the whole index. */
function slotsOf(shard: number, places: Record<Side, Float64Array>, {shards, partitions}: NumberedParts): Uint32Array {
  const [queries, responses] = sides.map((side) => {
    const files = textsOf(shards[shard]!, side);
    const firsts = partitions.map((folder) => readPlaces(firstsOf(folder, side).places, shard));
    const next = new Uint32Array(partitions.length);
    const numbers = Uint32Array.from(readUint16(files.partitions), (partition) =>
      numberOf(places[side], firsts[partition]![next[partition]!++]!)
    );
    return readUint32(files.slots).map((local) => (local === noAttribute ? noAttribute : numbers[local]!));
  });
  const slots = new Uint32Array(2 * queries!.length);
  for (let from = 0; from < queries!.length; from += slotsPerSide) {
    const pair = (from / slotsPerSide) * slotsPerPair;
    slots.set(queries!.subarray(from, from + slotsPerSide), pair);
    slots.set(responses!.subarray(from, from + slotsPerSide), pair + slotsPerSide);
  }
  return slots;
}

/** The number of the text that has its first place there. */
function numberOf(places: Float64Array, place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
