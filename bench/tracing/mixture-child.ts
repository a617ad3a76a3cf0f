import {join} from "node:path";
import {indexCorpus} from "../../loaders/tracing/index-corpus.js";
import {labIndexSettings} from "../../loaders/tracing/lab-index.js";
import {readRubric} from "../../loaders/measure/rubric-file.js";
import {openTracing} from "../../loaders/tracing/trace-tools.js";
import {sentenceOf} from "../../loaders/turf/trace/sentence.js";
import {traceExchange} from "../../loaders/turf/trace/trace-pair.js";
import {projectFolder} from "../../loaders/util/paths.js";
import type {MixtureMeasure} from "./mixture-measure.js";
import {measureTrace} from "./mixture-measure.js";
import {mixturePairs} from "./mixture-pairs.js";

/** Indexes a mixture with rules and the built-in embeddings, and traces the hand-written exchanges through it. */
const {corpus} = JSON.parse(process.argv[2]!) as {corpus: string};
const sampling = {source: null, sample: null, perSource: null, seed: 42};
const local = {extract: "local", embed: "use-lite", clusters: null, summaries: "medoid", check: null};
const begun = performance.now();
const manifest = await indexCorpus(corpus, "mixture", {settings: {...labIndexSettings, ...local, sampling}});
const seconds = (performance.now() - begun) / 1000;
const peakInMB = (): number => process.resourceUsage().maxRSS / 1024;
const indexPeakInMB = peakInMB();

const {index, tools, close} = await openTracing({index: "mixture", world: "", judge: null, recorder: null});
const traces: MixtureMeasure["traces"] = [];
for (const pair of mixturePairs) {
  const rubric = pair.rubric === null ? null : readRubric(join(projectFolder, "data/rubrics", `${pair.rubric}.yaml`));
  const {query, response} = pair;
  const exchange = {finding: null, model: null, rubric, query, response};
  const start = performance.now();
  const trace = await traceExchange(index, exchange, {k: 1000, least: 0.5, polarity: "violate", seed: 1}, tools);
  const milliseconds = Math.round(performance.now() - start);
  traces.push({...measureTrace(pair, trace, index.summary), milliseconds, sentence: sentenceOf(trace, index.summary)});
}
await close();

const {rows, pairs, duplicates, sources, attributes, clusters, extractor, embedding, stages} = manifest;
const measure: MixtureMeasure = {
  corpus: {
    rows,
    pairs,
    duplicates,
    chunks: sources.map(({source, kept}) => ({source, pairs: kept})),
    attributes,
    clusters,
    extractor,
    embedder: embedding!.model
  },
  cost: {
    seconds,
    indexPeakInMB,
    peakInMB: peakInMB(),
    stages: stages.map(({stage, seconds}) => ({stage, seconds: seconds ?? 0}))
  },
  traces
};
process.stdout.write(JSON.stringify(measure));
