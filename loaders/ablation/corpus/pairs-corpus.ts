import {readPairs} from "../../corpus/pairs/read-pairs.js";
import type {Lab} from "../../lab/lab.js";
import {publicPath} from "../../util/paths.js";
import {indexFiles, type StoredPair} from "../../turf/index/files.js";
import type {TurfIndex} from "../../turf/index/turf-index.js";
import {LineStore} from "../../turf/index/line-store.js";
import type {AblationCorpus, CorpusPair} from "./corpus.js";

interface SourcedPair extends CorpusPair {
  source: string;
}

/** A corpus in memory. Pairs of an index are found by their texts, which `textsOf` reads. */
function corpusInMemory(
  name: string,
  pairs: readonly SourcedPair[],
  textsOf: (pair: number) => SourcedPair
): AblationCorpus {
  const sources = [...new Set(pairs.map(({source}) => source))];
  const places = new Map(sources.map((source, place) => [source, place]));
  const of = Uint32Array.from(pairs, ({source}) => places.get(source)!);
  let byText: Map<string, number[]> | undefined;
  return {
    name,
    size: pairs.length,
    sources,
    sourceOf: (row) => of[row]!,
    pair: (row) => pairs[row]!,
    rowsOfIndex(found) {
      byText ??= rowsByText(pairs);
      const rows = new Set<number>();
      for (const pair of found) for (const row of byText.get(keyOf(textsOf(pair))) ?? []) rows.add(row);
      return rows;
    },
    close: () => undefined
  };
}

const keyOf = ({source, query, response}: SourcedPair): string => JSON.stringify([source, query, response]);

function rowsByText(pairs: readonly SourcedPair[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, pair] of pairs.entries()) {
    const key = keyOf(pair);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [row]);
    else known.push(row);
  }
  return rows;
}

/** The lab's training pairs, with their duplicates. */
export const labPairs = (lab: Lab, index: TurfIndex | null): AblationCorpus =>
  corpusInMemory(
    `the lab's world ${lab.world}`,
    lab.pairs().map(({source, prompt: query, response}) => ({source, query, response})),
    (pair) => index!.pair(pair)
  );

/** The pairs of files, a folder or a Hub data set. They are kept in memory. */
export async function filePairs(location: string, signal?: AbortSignal): Promise<AblationCorpus> {
  const pairs: SourcedPair[] = [];
  await readPairs(location, {...(signal && {signal})}, ({source, query, response}) => {
    pairs.push({source, query, response});
  });
  return corpusInMemory(publicPath(location), pairs, () => {
    throw new Error(`not indexed: ${location}`);
  });
}

/** The pairs of an index, read from disk as they are needed. */
export function indexedPairs({name, sources, pairCount}: TurfIndex): AblationCorpus {
  const store = new LineStore<StoredPair>(indexFiles(name).pairs);
  return {
    name: `the index ${name}`,
    size: pairCount,
    sources: sources.names,
    sourceOf: (row) => sources.of[row]!,
    pair: (row) => store.get(row),
    rowsOfIndex: (pairs) => new Set(pairs),
    close: () => store.close()
  };
}
