import {keyOf} from "../embed/key-table.js";

/** One of the even parts of something that is counted: pairs, texts, rows. */
export interface Shard {
  shard: number; // from 0
  shards: number;
}

/** The numbers that fall to a shard: from the first up to but not including the last. */
export const rangeOf = (count: number, {shard, shards}: Shard): {from: number; to: number} => ({
  from: Math.floor((shard * count) / shards),
  to: Math.floor(((shard + 1) * count) / shards)
});

/** The partition of a text, which is the same wherever it occurs. */
export const partitionOf = (text: string, partitions: number): number => keyOf(text).readUInt32LE(0) % partitions;
