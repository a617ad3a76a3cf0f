import {join} from "node:path";
import type {Strength} from "../../../src/shared/turfTables.js";
import type {Model, ModelReply} from "../../model/model.js";
import type {Recorder} from "../../store/recorder.js";
import {seedOf} from "../../util/random.js";
import type {Rubric} from "../../util/rubric.js";
import {embedQueries} from "../embed/embed-texts.js";
import {embeddingsFolder} from "../embed/embedding-cache.js";
import type {TextEmbedder} from "../embed/embedder.js";
import type {Extractor, ExtractReason} from "../extractor.js";
import type {TurfIndex} from "../index/turf-index.js";
import {unusableReason} from "../unusable.js";
import {chunkShares, type ChunkShare} from "./chunk-shares.js";
import {commonness, styleShare} from "./commonness.js";
import {cruxPrompt, safeParseCrux, type Polarity} from "./crux-prompt.js";
import {adjust, clusterEvidence, type ClusterEvidence} from "./evidence.js";
import {lackingCluster} from "./lacking.js";
import {chooseLocally} from "./local-crux.js";
import {retrieve, type Candidate, type RetrieveOptions} from "./retrieve.js";
import {strengthOf} from "./strength.js";
import {literalTrigger, nearestClusters, trigger, type QueryAttribute} from "./trigger.js";

/** An exchange to be traced. */
export interface Exchange {
  finding: string | null; // its id; null when pasted
  rubric: Rubric | null; // null: pasted without one
  model: string | null; // that answered
  query: string;
  response: string;
}

export interface TraceSettings {
  k: number; // candidates retrieved a crux, at most
  least: number; // cosine that they must have
  polarity: Polarity;
  seed: number;
}

/** Who writes attributes and who chooses among them. */
export interface TraceTools {
  embedder: TextEmbedder;
  extractor: Extractor; // as the index's: writes the attributes of q and, blind to the rubric, those of r
  judge: Model | null; // the second judge of the crux, who sees the rubric and chooses; null: the local chooser
  recorder: Recorder | null; // needed where there is a judge
  onCall?: (ordinal: number) => void;
}

/** A response attribute, and what came of it. */
export interface CruxResult {
  slot: number; // place in the first judge's list
  attribute: string;
  chosen: number | null; // from 1
  setAside: string | null; // why a choice was set aside
  commonness: number | null;
  traced: TracedCrux | null;
}

export interface TracedCrux {
  candidates: Candidate[];
  evidence: ClusterEvidence[]; // of every cluster, by its number
  trigger: QueryAttribute | null;
  literal: QueryAttribute | null; // Eq. 6 to the letter
  strength: Strength;
  lacks: number | null; // cluster that explains more than the trigger, and that the query has no attribute in
  chunks: ChunkShare[];
}

export interface Trace {
  exchange: Exchange;
  settings: TraceSettings;
  chooser: string;
  queryAttributes: QueryAttribute[];
  cruxes: CruxResult[];
  best: CruxResult | null; // the crux whose trigger stands out most; null when nothing was traced
  reason: string | null; // why nothing was traced, or what a reader must know
}

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
    crux.traced = await traceCrux(index, vectors[crux.slot]!, queryAttributes, {
      k: settings.k,
      least: settings.least,
      seed: seedOf(settings.seed, "trace", exchange.query, crux.slot)
    });
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
    : `no crux was chosen: the judge's answer is of no use (${problem ?? "unparsable"})`;

const maxTokens = 200;

async function askJudge(
  {judge, recorder, onCall}: TraceTools,
  messages: ReturnType<typeof cruxPrompt>,
  role: string
): Promise<ModelReply | null> {
  const request = {messages, temperature: 0, maxTokens};
  const {reply, ordinal} = await recorder!.ask(judge!, request, {step: "turf", role});
  onCall?.(ordinal);
  return reply;
}

/** What costs money is embedded once, and kept apart from what indexes keep: that is too large to be opened for a trace. */
const cacheFor = ({free}: TextEmbedder): string | null => (free ? null : join(embeddingsFolder(), "traces"));

/** Eq. 5 for the attributes of the failing query. */
async function assign(index: TurfIndex, texts: readonly string[], embedder: TextEmbedder): Promise<QueryAttribute[]> {
  const rows = await embedQueries(embedder, texts, index.preparation.query, {cache: cacheFor(embedder)});
  const clusters = nearestClusters(rows, index.centroids, index.nearest.dimension);
  return texts.map((attribute, i) => ({attribute, cluster: clusters[i]!}));
}

async function embedResponses(index: TurfIndex, texts: readonly string[], embedder: TextEmbedder) {
  const rows = await embedQueries(embedder, texts, index.preparation.response, {cache: cacheFor(embedder)});
  const {dimension} = index.nearest;
  return texts.map((_, i) => rows.slice(i * dimension, (i + 1) * dimension));
}

/** The second judge's choice of three, or the local chooser's; what most of the corpus shares is set aside. */
async function chooseCruxes(
  index: TurfIndex,
  {rubric, query}: Exchange,
  {polarity}: TraceSettings,
  tools: TraceTools,
  attributes: readonly string[],
  vectors: readonly Float32Array[]
): Promise<{cruxes: CruxResult[]; problem: ExtractReason | null}> {
  const common = await commonness(index, vectors);
  const isStyle = (slot: number): boolean => common[slot]! > styleShare;
  let chosen: number[];
  let problem: ExtractReason | null = null;
  if (tools.judge !== null && rubric !== null) {
    const reply = await askJudge(tools, cruxPrompt(rubric, attributes, polarity), "crux");
    problem = unusableReason(reply);
    chosen = problem === null ? (safeParseCrux(reply!.text, attributes.length) ?? []) : [];
  } else {
    const usable = [...attributes.keys()].filter((slot) => !isStyle(slot));
    const listed = usable.map((slot) => ({attribute: attributes[slot]!, commonness: common[slot]!}));
    chosen = chooseLocally(listed, rubric, query).map((place) => usable[place]!);
  }
  const cruxes = attributes.map((attribute, slot): CruxResult => {
    const place = chosen.indexOf(slot);
    const share = `${Math.round(100 * common[slot]!)}%`;
    return {
      slot,
      attribute,
      chosen: place < 0 ? null : place + 1,
      setAside: place >= 0 && isStyle(slot) ? `house style: ${share} of the corpus's responses share it` : null,
      commonness: common[slot]!,
      traced: null
    };
  });
  return {cruxes, problem};
}

async function traceCrux(
  index: TurfIndex,
  crux: Float32Array,
  queryAttributes: readonly QueryAttribute[],
  options: RetrieveOptions
): Promise<TracedCrux> {
  const candidates = await retrieve(index, crux, options);
  const evidence = clusterEvidence(index, candidates);
  const found = trigger(queryAttributes, evidence) ?? null;
  const chunks = chunkShares(index, candidates, found?.cluster ?? null);
  const literal = literalTrigger(queryAttributes, evidence) ?? null;
  return {candidates, evidence, trigger: found, literal, strength: "not established", lacks: null, chunks};
}

function strengthOfTrace({trigger: found, evidence, candidates}: TracedCrux): Strength {
  return found === null ? "not established" : strengthOf(evidence[found.cluster]!, candidates.length);
}

const leastWorth = 1e6; // more than any z: established triggers go before others

/** The crux whose trigger stands farthest above chance, established ones before others. */
function bestOf(cruxes: readonly CruxResult[]): CruxResult | null {
  const worth = ({traced}: CruxResult): number => {
    if (traced === null || traced.trigger === null) return -Infinity;
    const {z} = traced.evidence[traced.trigger.cluster]!;
    return traced.strength === "not established" ? z - leastWorth : z;
  };
  const traced = cruxes.filter((crux) => crux.traced !== null);
  return traced.toSorted((a, b) => worth(b) - worth(a))[0] ?? null;
}
