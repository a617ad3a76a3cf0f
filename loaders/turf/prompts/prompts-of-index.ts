import {existsSync, mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import type {PromptSet} from "../../corpus/prompts/prompt-set.js";
import {
  indexFiles,
  noAttribute,
  readUint32,
  slotsPerPair,
  slotsPerSide,
  writeArray,
  type IndexFiles,
  type StoredPair
} from "../index/files.js";
import {LineStore, readLineStore} from "../index/line-store.js";
import {readFinishedIndex} from "../index/manifest.js";
import {DistinctPrompts} from "./distinct-prompts.js";
import {promptsFolder} from "./prompts-folder.js";

const keptFrom = 50_000; // pairs: reading more takes seconds

/**
 * The distinct queries of an index's pairs, with the attributes that were extracted from them. Throws a UserError if
 * there is no such index, or it is not finished.
 */
export function promptsOfIndex(name: string): PromptSet {
  const {stages} = readFinishedIndex(name);
  const files = indexFiles(name);
  const pairs = new LineStore<StoredPair>(files.pairs);
  const first = firstPairs(pairs, join(promptsFolder(), `index-${stages[0]!.fingerprint}.u32`));
  return {
    attributes: attributesOf(first, files, `corpus:${name}`),
    textOf: (prompt) => pairs.get(first[prompt]!).query
  };
}

/** The first pair of each distinct query. */
function firstPairs(pairs: LineStore<StoredPair>, file: string): Uint32Array {
  if (pairs.count >= keptFrom && existsSync(file)) return readUint32(file);
  const distinct = new DistinctPrompts();
  const first: number[] = [];
  let pair = 0;
  for (const {query} of pairs.all()) {
    if (distinct.add(query)) first.push(pair);
    pair++;
  }
  const rows = Uint32Array.from(first);
  if (pairs.count < keptFrom) return rows;
  mkdirSync(dirname(file), {recursive: true});
  writeArray(file, rows);
  return rows;
}

function attributesOf(first: Uint32Array, {slots: file, queries}: IndexFiles, source: string): AttributePool {
  const attributes = readLineStore<string>(queries);
  const slots = readUint32(file);
  const rowStarts = new Uint32Array(first.length + 1);
  const rowAttributes = new Uint32Array(first.length * slotsPerSide);
  let end = 0;
  for (const [prompt, pair] of first.entries()) {
    const start = pair * slotsPerPair;
    for (let slot = start; slot < start + slotsPerSide && slots[slot] !== noAttribute; slot++)
      rowAttributes[end++] = slots[slot]!;
    rowStarts[prompt + 1] = end;
  }
  return {source, attributes, rowStarts, rowAttributes: rowAttributes.slice(0, end)};
}
