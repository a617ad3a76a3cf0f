import {sum} from "../../../src/shared/statistics.js";
import type {OpenTracing} from "../../tracing/trace-tools.js";
import {chunkShares, type ChunkShare} from "../../turf/trace/chunk-shares.js";
import {hypergeometricTail} from "../../turf/trace/hypergeometric.js";
import {traceExchange} from "../../turf/trace/trace-pair.js";
import type {Exchange, Trace, TraceSettings} from "../../turf/trace/trace.js";
import type {TurfIndex} from "../../turf/index/turf-index.js";

/** A chunk that answers which still fail are traced to, and how many of them are. */
export interface NamedChunk {
  chunk: string;
  traced: number;
  named: number;
}

/**
 * Traces answers that still fail without some chunks, each by itself, and returns the chunk that most of them name; of
 * several the one that was named first. Null where none names another chunk.
 */
export async function nameNextChunk(
  {index, tools}: OpenTracing,
  exchanges: readonly Exchange[],
  {dropped, trace: settings}: {dropped: readonly string[]; trace: TraceSettings}
): Promise<NamedChunk | null> {
  const counts = new Map<string, number>();
  for (const exchange of exchanges) {
    const chunk = chunkBeside(index, await traceExchange(index, exchange, settings, tools), dropped);
    if (chunk !== null) counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
  }
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first === undefined ? null : {chunk: first[0], traced: exchanges.length, named: first[1]};
}

/**
 * The chunk that a trace names first besides those that nobody is trained on any more: by the responses that have its
 * crux and its trigger, or else by those that have its crux. It must have surely more of them than its share of the
 * corpus, since some chunk is always first. Null where none has.
 */
function chunkBeside(index: TurfIndex, {best}: Trace, dropped: readonly string[]): string | null {
  if (best?.traced == null) return null;
  const {candidates, trigger} = best.traced;
  const {names, of} = index.sources;
  const left = candidates.filter(({pair}) => !dropped.includes(names[of[pair]!]!));
  const [byCrux, byBoth] = [chunkShares(index, left, null), chunkShares(index, left, trigger?.cluster ?? null)];
  const hits = sum(byBoth.map(({inCluster}) => inCluster));
  return (
    surelyMore(index, byBoth[0]!, byBoth[0]!.inCluster, hits) ??
    surelyMore(index, byCrux[0]!, byCrux[0]!.retrieved, byCrux[0]!.n)
  );
}

const level = 0.05; // that some innocent chunk has as many by chance, over all chunks

/** The name of a chunk that has `found` of `drawn` pairs, if so many can't well be chance; null otherwise. */
function surelyMore({pairCount, sources}: TurfIndex, {source, base}: ChunkShare, found: number, drawn: number) {
  const chance = hypergeometricTail(found, pairCount, Math.round(base * pairCount), drawn);
  return found > 0 && chance * sources.names.length < level ? source : null;
}
