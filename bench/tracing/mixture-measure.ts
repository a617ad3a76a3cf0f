import type {Strength} from "../../src/shared/turfTables.js";
import type {Trace} from "../../loaders/turf/trace/trace.js";
import type {MixturePair} from "./mixture-pair.js";

/** What came of a hand-written exchange: names of chunks, attribute sentences, counts. No text of the mixture. */
export interface MixtureTrace {
  name: string;
  about: string;
  isFloor: boolean;
  isFresh: boolean; // of the second set: written before what the first showed was mended, and seen while that was done
  rubric: string | null;
  chunkWanted: string | null;
  triggerWanted: boolean; // else nothing of the query should explain it
  crux: string | null;
  trigger: string | null;
  summary: string | null; // of the trigger's cluster
  strength: Strength | null;
  hits: number;
  expected: number;
  candidates: number;
  lacks: {summary: string; hits: number; expected: number} | null;
  chunks: {source: string; retrieved: number; n: number; share: number; base: number; lift: number | null}[];
  chunkRight: boolean;
  triggerRight: boolean;
  limit: string; // why it may fail; "" where no reason is known
}

export interface MixtureMeasure {
  corpus: {
    rows: number;
    pairs: number;
    duplicates: number;
    chunks: {source: string; pairs: number}[];
    attributes: {queries: number; responses: number};
    clusters: number;
    extractor: string;
    embedder: string;
  };
  cost: {
    seconds: number;
    indexPeakInMB: number;
    peakInMB: number; // tracing included
    stages: {stage: string; seconds: number}[];
  };
  traces: (MixtureTrace & {milliseconds: number; sentence: string})[];
}

/** Holds a trace against what was expected of it. */
export function measureTrace(pair: MixturePair, {best}: Trace, summary: (cluster: number) => string): MixtureTrace {
  const {name, about, isFloor, isFresh, rubric, limit} = pair;
  const traced = best?.traced ?? null;
  const cluster = traced?.trigger?.cluster ?? null;
  const evidence = cluster === null ? null : traced!.evidence[cluster]!;
  const lacks = traced?.lacks ?? null;
  const found = {
    crux: best?.attribute ?? null,
    trigger: traced?.trigger?.attribute ?? null,
    summary: cluster === null ? null : summary(cluster),
    strength: traced?.strength ?? null,
    hits: evidence?.hits ?? 0,
    expected: evidence?.expected ?? 0,
    candidates: traced?.candidates.length ?? 0,
    lacks: lacks === null ? null : {summary: summary(lacks), ...hitsOf(traced!.evidence[lacks]!)},
    chunks: (traced?.chunks ?? []).map(({source, retrieved, n, share, base, lift}) => ({
      source,
      retrieved,
      n,
      share,
      base,
      lift
    }))
  };
  const wanted = {chunkWanted: pair.chunk, triggerWanted: pair.trigger !== null};
  return {
    name,
    about,
    isFloor,
    isFresh,
    rubric,
    limit,
    ...wanted,
    ...found,
    chunkRight: isChunkRight(pair, found),
    triggerRight: isTriggerRight(pair, found)
  };
}

const hitsOf = ({hits, expected}: {hits: number; expected: number}) => ({hits, expected});

type TracedAnswer = Pick<MixtureTrace, "trigger" | "summary" | "strength" | "lacks" | "chunks">;

/** The wanted chunk comes first; where none is wanted, none gives most of what was retrieved. */
function isChunkRight({chunk}: MixturePair, {chunks}: TracedAnswer): boolean {
  if (chunk !== null) return chunks[0]?.source === chunk;
  return chunks.every(({share, lift}) => share < 0.5 || (lift ?? 0) < 2);
}

/**
 * The wanted trigger is named, clear or strong; where none is wanted, none is, or the trace says that it explains
 * little.
 */
function isTriggerRight({trigger}: MixturePair, found: TracedAnswer): boolean {
  const isClear = found.strength === "strong" || found.strength === "clear";
  if (trigger === null) return !isClear || found.lacks !== null;
  return isClear && trigger.test(`${found.trigger} ${found.summary}`);
}
