import {readPairs} from "../../corpus/pairs/read-pairs.js";
import type {CorpusPair} from "../corpus/corpus.js";

/** The pairs of a file that an arm adds. Throws a UserError where it holds none, or can't be read. */
export async function readAddedPairs(path: string): Promise<CorpusPair[]> {
  const pairs: CorpusPair[] = [];
  await readPairs(path, {}, ({query, response}) => void pairs.push({query, response}));
  return pairs;
}
