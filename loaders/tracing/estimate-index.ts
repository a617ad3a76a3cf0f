import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {mean} from "../../src/shared/statistics.js";
import type {Pair} from "../corpus/pairs/pairs.js";
import {readPrices} from "../model/prices.js";
import {countInWords, estimateLines, totalOf} from "../step/describe-estimate.js";
import {estimateRole, type PlannedCalls, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {readObserved} from "../step/observed.js";
import {exactly, scaleRange} from "../step/range.js";
import {tokensOf} from "../step/tokens-in.js";
import {maxTextsPerRequest} from "../turf/embed/endpoint.js";
import {isEndpoint} from "../turf/embed/open-embedder.js";
import {extractPrompt} from "../turf/extract-prompt.js";
import {clustersChecked} from "../turf/index/check-stage.js";
import {defaultClusters} from "../turf/index/clusters-stage.js";
import {indexFiles} from "../turf/index/files.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import type {CorpusSource, IndexSettings} from "../turf/index/parts.js";
import {checkPrompt, summaryPrompt} from "../turf/index/summary-prompt.js";
import {createRandom, integerBelow} from "../util/random.js";
import {isLocalExtractor} from "./create-extractor.js";
import {attributesTokens, sentenceTokens} from "./estimate-turf.js";

/** What making an index would ask and cost. */
export interface IndexEstimate {
  index: string;
  pairs: number;
  roles: RoleEstimate[]; // none: rules and built-in embeddings do everything
  cost: Range; // US dollars, of the models with a known price
  unpriced: string[]; // models without a known price
  assumptions: string[];
}

/** What the estimates of all stages share. */
interface IndexMeasures {
  settings: IndexSettings;
  imported: boolean; // of the released code: queries have their attributes, clusters and summaries
  count: number; // pairs
  sample: readonly Pair[];
  byModel: boolean; // whether a model writes the attributes
  known: Range | null; // distinct sentences of the index as it is; null where there is none
  distinct: Range; // distinct sentences
  clusters: Range;
  observed: ReadonlyMap<string, Range>; // output tokens by role, from the journal
}

type IndexCalls = Omit<PlannedCalls, "spec"> & {model: string};

const pairsMeasured = 300; // drawn at random
const summaryTokens: Range = [15, 30, 60];
const checkTokens: Range = [5, 8, 20];
const membersSummarized: Range = [15, 20, 100]; // of a cluster
const membersChecked: Range = [1, 4, 5]; // of a cluster

/** Distinct sentences of a pair, on both sides: rules repeat themselves, models rarely do. */
const distinctBy = {rules: [0.3, 1, 3] as Range, model: [4, 12, 20] as Range};

/**
 * Reads the corpus, measures some of its pairs and estimates what each stage would ask. Asks no model. `imported`: the
 * queries of the corpus have their attributes, clusters and summaries.
 */
export async function estimateIndex(
  index: string,
  corpus: CorpusSource,
  settings: IndexSettings,
  {imported = false}: {imported?: boolean} = {}
): Promise<IndexEstimate> {
  const measures = await measureIndex(index, corpus, settings, imported);
  const prices = readPrices();
  const plans = [planAttributes, planEmbeddings, planSummaries, planCheck].flatMap((plan) => plan(measures) ?? []);
  const roles = plans.map(({model, ...planned}) => estimateRole({...planned, spec: {model}}, prices));
  const assumptions = assumptionsOf(measures, roles);
  return {index, pairs: measures.count, roles, ...totalOf(roles), assumptions};
}

async function measureIndex(
  index: string,
  corpus: CorpusSource,
  settings: IndexSettings,
  imported: boolean
): Promise<IndexMeasures> {
  const {count, sample} = await samplePairs(corpus, settings.seed);
  const byModel = !isLocalExtractor(settings.extract);
  const known = knownSentences(index, count);
  const distinctPerPair = byModel ? distinctBy.model : distinctBy.rules;
  const distinct = known ?? scaleRange(distinctPerPair, count * (imported ? 0.5 : 1));
  const clusters = distinct.map((each) => settings.clusters ?? defaultClusters(each / 2)) as Range;
  const observed = readObserved(indexFiles(index).journal);
  return {settings, imported, count, sample, byModel, known, distinct, clusters, observed};
}

/** Counts the pairs of a corpus and draws a random sample of them. */
async function samplePairs(corpus: CorpusSource, seed: number): Promise<{count: number; sample: Pair[]}> {
  const random = createRandom(seed);
  const sample: Pair[] = [];
  let count = 0;
  await corpus.read((pair) => {
    const place = count < pairsMeasured ? count : integerBelow(random, count + 1);
    if (place < pairsMeasured) sample[place] = pair;
    count++;
  }, {});
  return {count, sample};
}

/** Distinct sentences of an index of the same pairs whose attributes are complete; null if there is none. */
function knownSentences(index: string, pairs: number): Range | null {
  const manifest: IndexManifest | undefined = readIndexManifest(index);
  const isWritten = manifest?.stages.find(({stage}) => stage === "attributes")?.state === "finished";
  if (!isWritten || manifest?.pairs !== pairs) return null;
  return exactly(manifest.attributes.queries + manifest.attributes.responses);
}

function planAttributes({settings, imported, count, sample, byModel, observed}: IndexMeasures): IndexCalls | null {
  if (!byModel) return null;
  const sides = imported ? (["response"] as const) : (["query", "response"] as const);
  const lengths = sample.flatMap((pair) => sides.map((side) => tokensOf(extractPrompt(side, pair[side]))));
  return {
    ...{step: "attributes", role: "extract", model: settings.extract, batched: true},
    calls: exactly(count * sides.length),
    input: exactly(mean(lengths) ?? 0),
    output: observed.get("extract") ?? attributesTokens
  };
}

function planEmbeddings({settings, distinct}: IndexMeasures): IndexCalls | null {
  if (!isEndpoint(settings.embed)) return null;
  return {
    ...{step: "embeddings", role: "embed", model: settings.embed},
    calls: distinct.map((each) => Math.ceil(each / (settings.embedBatch ?? maxTextsPerRequest))) as Range,
    input: scaleRange(sentenceTokens, settings.embedBatch ?? maxTextsPerRequest),
    output: [0, 0, 0]
  };
}

function planSummaries({settings, imported, clusters, observed}: IndexMeasures): IndexCalls | null {
  if (settings.summaries === "medoid" || imported) return null;
  const frame = tokensOf(summaryPrompt([]));
  return {
    ...{step: "summaries", role: "summarise", model: settings.summaries, batched: true, calls: clusters},
    input: membersSummarized.map((members, i) => frame + members * sentenceTokens[i]!) as Range,
    output: observed.get("summarise") ?? summaryTokens
  };
}

function planCheck({settings, imported, clusters, observed}: IndexMeasures): IndexCalls | null {
  if (settings.check === null || imported) return null;
  const frame = tokensOf(checkPrompt("", ""));
  return {
    ...{step: "check", role: "check", model: settings.check, batched: true},
    calls: clusters.map((each, i) => Math.min(each, clustersChecked) * membersChecked[i]!) as Range,
    input: sentenceTokens.map((each) => frame + 2 * each) as Range,
    output: observed.get("check") ?? checkTokens
  };
}

function assumptionsOf({sample, byModel, known, observed}: IndexMeasures, roles: readonly RoleEstimate[]): string[] {
  if (roles.length === 0) return [];
  const perPair = (byModel ? distinctBy.model : distinctBy.rules).join(", ");
  const seen = roles.map(({role}) => role).filter((role) => observed.has(role));
  const percentiles = "10th percentile, mean and 90th percentile of the answers in the index's journal";
  return [
    `Input is counted in ${sample.length} pairs of the corpus with the o200k tokenizer; for other tokenizers, low is ` +
      "80% of that and high 130%.",
    known === null
      ? `Distinct sentences per pair: ${perPair}; of ${sentenceTokens.join(", ")} tokens.`
      : "Distinct sentences: those of the index as it is.",
    seen.length > 0
      ? `Output of ${seen.join(", ")}: ${percentiles}.`
      : "Output, nothing observed yet: that of a model that does not think before it answers.",
    "Calls that were already made are not subtracted. Failed attempts and cached input are not included."
  ];
}

/** The estimate as text. */
export const describeIndexEstimate = ({index, pairs, roles, ...rest}: IndexEstimate): string =>
  [
    `${index}: ${countInWords(pairs)} pairs; low / likely / high, nothing was called`,
    ...(roles.length === 0
      ? ["  rules and built-in embeddings do everything: it costs nothing"]
      : estimateLines(roles, rest))
  ].join("\n");
