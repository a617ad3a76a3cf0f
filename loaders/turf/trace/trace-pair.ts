import {join} from "node:path";
import type {Strength} from "../../../src/shared/turfTables.js";
import {seedOf} from "../../util/random.js";
import {embedQueries} from "../embed/embed-texts.js";
import {embeddingsFolder} from "../embed/embedding-cache.js";
import type {TextEmbedder} from "../embed/embedder.js";
import type {ExtractReason} from "../extractor.js";
import type {IndexHead} from "../index/index-head.js";
import type {TurfIndex} from "../index/turf-index.js";
import {chooseCruxes} from "./choose-cruxes.js";
import {chunkShares} from "./chunk-shares.js";
import {adjust, clusterEvidence} from "./evidence.js";
import {lackingCluster} from "./lacking.js";
import {retrieve, type RetrievedPair, type RetrieveOptions} from "./retrieve.js";
import {searchKey} from "./search-key.js";
import {strengthOf} from "./strength.js";
import type {TraceTools} from "./trace-tools.js";
import type {CruxResult, Exchange, Trace, TracedCrux, TraceSettings} from "./trace.js";
import {literalTrigger, nearestClusters, trigger, type QueryAttribute} from "./trigger.js";

/** Traces one exchange through an index (paper section 4, online half). Throws as `Recorder.ask` does. */
export async function traceExchange(
  index: TurfIndex,
  exchange: Exchange,
  settings: TraceSettings,
  tools: TraceTools
): Promise<Trace> {
  const [written] = await tools.extractor.extract([exchange]);
  const chooser = tools.judge?.name ?? "local";
  const failed = (reason: string): Trace => ({
    ...{exchange, settings, chooser, queryAttributes: [], cruxes: [], best: null, reason}
  });
  for (const side of ["response", "query"] as const)
    if (written![side].length === 0) return failed(`no attributes of the ${side}: ${written!.reason ?? "empty"}`);
  const queryAttributes = await assign(index, written!.query, tools.embedder);
  const vectors = await embedResponses(index, written!.response, tools.embedder);
  const {cruxes, problem} = await chooseCruxes(index, exchange, settings, tools, written!.response, vectors);
  for (const crux of cruxes) {
    if (crux.chosen === null || crux.setAside !== null) continue;
    const vector = vectors[crux.slot]!;
    const options: RetrieveOptions = {
      k: settings.k,
      least: settings.least,
      seed: seedOf(settings.seed, "trace", exchange.query, crux.slot)
    };
    const candidates = await tools.keep(searchKey("candidates", index, [vector], options), () =>
      retrieve(index, vector, options)
    );
    crux.traced = traceCrux(index, candidates, queryAttributes);
  }
  const traced = cruxes.flatMap(({traced}) => traced ?? []);
  adjust(traced.flatMap(({evidence}) => evidence));
  for (const each of traced) {
    each.strength = strengthOfTrace(each);
    each.lacks = lackingCluster(each, queryAttributes);
  }
  const best = bestOf(cruxes);
  const reason = best === null ? whyNone(cruxes, problem) : null;
  return {exchange, settings, chooser, queryAttributes, cruxes, best, reason};
}

const whyNone = (cruxes: readonly CruxResult[], problem: ExtractReason | null): string =>
  cruxes.some(({chosen}) => chosen !== null)
    ? "every chosen crux is house style: most responses of the corpus share it"
    : `no crux was chosen: the judge's answer can't be used (${problem ?? "unparsable"})`;

/**
 * What costs money is embedded once, and kept apart from what indexes keep: that is too large to be opened for a trace.
 */
const cacheFor = ({free}: TextEmbedder): string | null => (free ? null : join(embeddingsFolder(), "traces"));

/** Eq. 5 for the attributes of the failing query. */
async function assign(index: TurfIndex, texts: readonly string[], embedder: TextEmbedder): Promise<QueryAttribute[]> {
  const rows = await embedQueries(embedder, texts, index.preparation.query, {cache: cacheFor(embedder)});
  const clusters = nearestClusters(rows, index.centroids, index.nearest.dimension);
  return texts.map((attribute, i) => ({attribute, cluster: clusters[i]!}));
}

/** Vectors of response attributes to search an index with. */
export async function embedResponses(
  {preparation, dimension}: Pick<IndexHead, "preparation" | "dimension">,
  texts: readonly string[],
  embedder: TextEmbedder
): Promise<Float32Array[]> {
  const rows = await embedQueries(embedder, texts, preparation.response, {cache: cacheFor(embedder)});
  return texts.map((_, i) => rows.slice(i * dimension, (i + 1) * dimension));
}

function traceCrux(
  index: TurfIndex,
  candidates: RetrievedPair[],
  queryAttributes: readonly QueryAttribute[]
): TracedCrux {
  const evidence = clusterEvidence(index, candidates);
  const found = trigger(queryAttributes, evidence) ?? null;
  const chunks = chunkShares(index, candidates, found?.cluster ?? null);
  const literal = literalTrigger(queryAttributes, evidence) ?? null;
  return {candidates, evidence, trigger: found, literal, strength: "not established", lacks: null, chunks};
}

function strengthOfTrace({trigger: found, evidence, candidates}: TracedCrux): Strength {
  return found === null ? "not established" : strengthOf(evidence[found.cluster]!, candidates.length);
}

const minWorth = 1e6; // more than any z: established triggers go before others

/** The crux whose trigger stands farthest above chance, established ones before others. */
function bestOf(cruxes: readonly CruxResult[]): CruxResult | null {
  const worth = ({traced}: CruxResult): number => {
    if (traced === null || traced.trigger === null) return -Infinity;
    const {z} = traced.evidence[traced.trigger.cluster]!;
    return traced.strength === "not established" ? z - minWorth : z;
  };
  const traced = cruxes.filter((crux) => crux.traced !== null);
  return traced.toSorted((a, b) => worth(b) - worth(a))[0] ?? null;
}
