import {noAttribute, readFloat64, readUint16, readUint32, slotsPerPair, slotsPerSide} from "../index/files.js";
import type {Side} from "../side.js";
import {firstsOf} from "./distinct-texts.js";
import {rangeOf} from "./divide.js";
import {placesOf, totalsBefore} from "./number-texts.js";
import {sides, textsOf} from "./partition-texts.js";
import {PlacedWriter} from "./placed-file.js";
import {readPlaces} from "./sections.js";

/** Folders of the units that the slots of a shard are made from, each in order. */
export interface NumberedParts {
  shard: number;
  pairs: number; // of the corpus
  shards: readonly string[]; // with the slots of each shard by its own numbers
  partitions: readonly string[];
  numbered: readonly string[]; // of each shard, with the places of the texts that it has first
}

/** Writes the slots of the pairs of a shard with the numbers of the whole index, at their place in the file of all. */
export async function numberSlots(path: string, parts: NumberedParts): Promise<void> {
  const {from, to} = rangeOf(parts.pairs, {shard: parts.shard, shards: parts.shards.length});
  const slots = new Uint32Array((to - from) * slotsPerPair);
  for (const [start, side] of sides.entries()) {
    const numbers = await numbersOf(side, parts);
    const own = readUint32(textsOf(parts.shards[parts.shard]!, side).slots);
    for (let i = 0; i < own.length; i++) {
      const at = Math.floor(i / slotsPerSide) * slotsPerPair + start * slotsPerSide + (i % slotsPerSide);
      slots[at] = own[i] === noAttribute ? noAttribute : numbers[own[i]!]!;
    }
  }
  const writer = new PlacedWriter(path, 4 * from * slotsPerPair);
  writer.add(slots);
  writer.close();
}

/** The number in the index of each text of the shard, by its number there. */
async function numbersOf(side: Side, parts: NumberedParts): Promise<Uint32Array> {
  const {shard, pairs, shards, partitions, numbered} = parts;
  const firsts = partitions.map((folder) => readPlaces(firstsOf(folder, side).places, shard));
  const next = new Uint32Array(partitions.length);
  const partitionOf = readUint16(textsOf(shards[shard]!, side).partitions);
  const places = Float64Array.from(partitionOf, (partition) => firsts[partition]![next[partition]!++]!);
  const numbers = new Uint32Array(places.length);
  const totals = totalsBefore(partitions, side);
  for (let of = 0; of <= shard; of++) {
    const range = rangeOf(pairs, {shard: of, shards: shards.length});
    const [least, end] = [range.from * slotsPerSide, range.to * slotsPerSide];
    const {count} = totals[of]!;
    const there = readFloat64(placesOf(numbered[of]!, side));
    for (let i = 0; i < places.length; i++)
      if (places[i]! >= least && places[i]! < end) numbers[i] = count + rankOf(there, places[i]!);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return numbers;
}

/** Where a place is among others, ascending. */
function rankOf(places: Float64Array, place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
