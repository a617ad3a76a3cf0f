import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {mean} from "../../src/shared/statistics.js";
import type {Pair} from "../corpus/pairs/pairs.js";
import {extractPrompt} from "../turf/extract-prompt.js";
import {defaultClusters} from "../turf/index/clusters-stage.js";
import {indexFiles} from "../turf/index/files.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import type {CorpusSource, IndexSettings} from "../turf/index/parts.js";
import {checkPrompt, summaryPrompt} from "../turf/index/summary-prompt.js";
import {isEndpoint} from "../turf/embed/open-embedder.js";
import {createRandom, integerBelow} from "../util/random.js";
import {isLocalExtractor} from "./create-extractor.js";
import {countInWords, estimateLines, totalOf} from "../step/describe-estimate.js";
import {readObserved} from "../step/observed.js";
import {estimateRole, type PlannedCalls, type Range, type RoleEstimate} from "../step/estimate-role.js";
import {attributesAnswer, sentenceTokens, times} from "./estimate-turf.js";
import {readPrices} from "../model/prices.js";
import {tokensOf} from "../step/tokens-in.js";

/** What making an index would ask and cost. */
export interface IndexEstimate {
  index: string;
  pairs: number;
  roles: RoleEstimate[]; // none: rules and built-in embeddings do all of it
  cost: Range; // of all that has a price
  unpriced: string[];
  assumptions: string[];
}

const pairsMeasured = 300; // drawn at random from those that would be kept
const textsPerRequest = 256;
const summaryAnswer: Range = [15, 30, 60];
const checkAnswer: Range = [5, 8, 20];
const membersRead: Range = [15, 20, 100]; // by a summary
const membersChecked: Range = [1, 4, 5]; // of a cluster
const clustersChecked = 400;

/** Distinct sentences a pair, both sides: rules repeat themselves, models seldom do. */
const distinctBy = {rules: [0.3, 1, 3] as Range, model: [4, 12, 20] as Range};

/** Reads the corpus, measures some of its pairs and says what each stage would ask. Asks no model. */
export async function estimateIndex(
  index: string,
  corpus: CorpusSource,
  settings: IndexSettings,
  {imported = false}: {imported?: boolean} = {} // its queries have their attributes, clusters and summaries
): Promise<IndexEstimate> {
  const {count, sample} = await measure(corpus, settings.seed);
  const observed = readObservedOf(index);
  const prices = readPrices();
  const known = whatIsThere(index, count);
  const byModel = !isLocalExtractor(settings.extract);
  const distinct = known ?? times(byModel ? distinctBy.model : distinctBy.rules, count * (imported ? 0.5 : 1));
  const clusters = distinct.map((each) => settings.clusters ?? defaultClusters(each / 2)) as Range;
  const roles: RoleEstimate[] = [];
  const plan = (planned: Omit<PlannedCalls, "spec"> & {model: string}): void =>
    void roles.push(estimateRole({...planned, spec: {model: planned.model}}, prices));
  if (byModel)
    plan({
      ...{step: "attributes", role: "extract", model: settings.extract, batched: true},
      calls: flat(count * (imported ? 1 : 2)),
      input: flat(meanOf(sample.flatMap((pair) => (imported ? [inputOf("response", pair)] : [inputOf("query", pair), inputOf("response", pair)])))), // prettier-ignore
      output: observed.get("extract") ?? attributesAnswer
    });
  if (isEndpoint(settings.embed))
    plan({
      ...{step: "embeddings", role: "embed", model: settings.embed},
      calls: distinct.map((each) => Math.ceil(each / textsPerRequest)) as Range,
      input: times(sentenceTokens, textsPerRequest),
      output: [0, 0, 0]
    });
  if (settings.summaries !== "medoid" && !imported)
    plan({
      ...{step: "summaries", role: "summarise", model: settings.summaries, batched: true, calls: clusters},
      input: membersRead.map((members, i) => tokensOf(summaryPrompt([])) + members * sentenceTokens[i]!) as Range,
      output: observed.get("summarise") ?? summaryAnswer
    });
  if (settings.check !== null && !imported)
    plan({
      ...{step: "check", role: "check", model: settings.check, batched: true},
      calls: clusters.map((each, i) => Math.min(each, clustersChecked) * membersChecked[i]!) as Range,
      input: sentenceTokens.map((each) => tokensOf(checkPrompt("", "")) + 2 * each) as Range,
      output: observed.get("check") ?? checkAnswer
    });
  const assumptions = assumptionsOf({byModel, known: known !== null, sample: sample.length, observed, roles});
  return {index, pairs: count, roles, ...totalOf(roles), assumptions};
}

/** How many pairs the corpus gives, and a random sample of them. */
async function measure(corpus: CorpusSource, seed: number): Promise<{count: number; sample: Pair[]}> {
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

/** Distinct sentences of an index of the same pairs whose attributes are written; null where there is none. */
function whatIsThere(index: string, pairs: number): Range | null {
  const manifest: IndexManifest | undefined = readIndexManifest(index);
  const written = manifest?.stages.find(({stage}) => stage === "attributes")?.state === "finished";
  if (!written || manifest?.pairs !== pairs) return null;
  return flat(manifest.attributes.queries + manifest.attributes.responses);
}

const readObservedOf = (index: string): Map<string, Range> => readObserved(indexFiles(index).journal);

const inputOf = (side: "query" | "response", pair: Pair): number => tokensOf(extractPrompt(side, pair[side]));

const flat = (value: number): Range => [value, value, value];

function assumptionsOf({
  byModel,
  known,
  sample,
  observed,
  roles
}: {
  byModel: boolean;
  known: boolean;
  sample: number;
  observed: ReadonlyMap<string, Range>;
  roles: readonly RoleEstimate[];
}): string[] {
  if (roles.length === 0) return [];
  const seen = roles.map(({role}) => role).filter((role) => observed.has(role));
  return [
    `Input is counted from ${sample} pairs of the corpus with the o200k tokenizer; low is four fifths of it, high a third more, for other tokenizers.`,
    known
      ? "Distinct sentences: those of the index as it is."
      : `Distinct sentences a pair: ${(byModel ? distinctBy.model : distinctBy.rules).join(", ")}; of ${sentenceTokens.join(", ")} tokens.`,
    seen.length > 0
      ? `Output of ${seen.join(", ")}: 10th percentile, mean and 90th percentile of the answers in the index's journal.`
      : "Output, nothing observed yet: of a model that does not think before it answers.",
    "What was asked already is not taken off, nor are failed attempts and cached input added."
  ];
}

/** The estimate for a reader. */
export const describeIndexEstimate = ({index, pairs, roles, ...rest}: IndexEstimate): string =>
  [
    `${index}: ${countInWords(pairs)} pairs; low / likely / high, nothing was called`,
    ...(roles.length === 0
      ? ["  rules and built-in embeddings do all of it: it costs nothing"]
      : estimateLines(roles, rest))
  ].join("\n");

const meanOf = (counts: readonly number[]): number => mean(counts) ?? 0;
