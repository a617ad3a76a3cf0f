import {writeTable} from "../../loaders/store/tables.js";
import {blankManifest, writeManifest} from "../../loaders/store/manifest.js";
import {createRandom, integerBelow, pick, type Random} from "../../loaders/util/random.js";
import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import type {Strength} from "../shared/turfTables.js";
import {hostile} from "./hostile.js";
import {chunkNames} from "./index-data.js";

type TraceRow = Row<"traces">;

const k = 1000;
const retrieved = 912; // of k: the corpus has no more like the crux
const clusterCount = 60;
const examplesPerCrux = 30;
const planted: {rubric: string; strength: Strength | null; hits: number; expected: number}[] = [
  {rubric: "code", strength: "strong", hits: 831, expected: 62},
  {rubric: "code", strength: "clear", hits: 210, expected: 81},
  {rubric: "refusal", strength: "weak", hits: 140, expected: 92},
  {rubric: "refusal", strength: "not established", hits: 60, expected: 57},
  {rubric: "refusal", strength: null, hits: 0, expected: 0}
];

/** Writes a study with traces through the index "mixture", one of each strength; some texts are hostile. */
export async function plantTraces(study: string): Promise<void> {
  const random = createRandom(3);
  const tables = planted.map((_, id) => plantTrace(id, random));
  const all = <T>(rowsOf: (table: Planted) => readonly T[]): T[] => tables.flatMap(rowsOf);
  await writeTable(
    study,
    "traces",
    all(({trace}) => [trace])
  );
  await writeTable(
    study,
    "cruxes",
    all(({cruxes}) => cruxes)
  );
  await writeTable(
    study,
    "hits",
    all(({hits}) => hits)
  );
  await writeTable(
    study,
    "chunks",
    all(({chunks}) => chunks)
  );
  await writeTable(
    study,
    "examples",
    all(({examples}) => examples)
  );
  await writeTable(study, "clusters", clusterRows());
  await writeTable(study, "example_texts", exampleTexts());
  await writeTable(
    study,
    "trace_texts",
    tables.map(({trace}) => traceText(trace))
  );
  writeManifest({
    ...blankManifest(study),
    title: "Planted traces, whose chunks and triggers are known",
    state: "finished",
    rubrics: ["code", "refusal"].map((name) => ({name, threshold: 70, principle: "", hash: null}))
  });
}

interface Planted {
  trace: TraceRow;
  cruxes: Row<"cruxes">[];
  hits: Row<"hits">[];
  chunks: Row<"chunks">[];
  examples: Row<"examples">[];
}

const attributeOf = (slot: number): string => (slot === 4 ? hostile.image : `The query has feature ${slot}.`);
const cruxOf = (slot: number): string => (slot === 5 ? hostile.script : `The response does thing ${slot}.`);

function plantTrace(id: number, random: Random): Planted {
  const {rubric, strength, hits, expected} = planted[id]!;
  const evidence = {
    hits,
    pairs: Math.round(hits / 2),
    expected,
    lift: hits / expected,
    z: hits / 40,
    p: 1 / hits ** 4,
    q: 1 / hits ** 3
  };
  const none = {hits: null, pairs: null, expected: null, lift: null, z: null, p: null, q: null};
  const isTraced = strength !== null;
  const base: TraceRow = {
    id,
    finding: `${rubric}-${id}`,
    made_by: "step",
    rubric,
    model: "planted:one",
    index: "mixture",
    polarity: "violate",
    status: isTraced ? "traced" : "untraced",
    reason: isTraced ? null : "every chosen crux is house style",
    chooser: "planted:judge",
    query: id === 1 ? hostile.script : `What does failing query ${id} ask?`,
    crux: isTraced ? cruxOf(2) : null,
    trigger: isTraced ? attributeOf(0) : null,
    cluster: isTraced ? 0 : null,
    summary: isTraced ? "The query has feature 0 or the like." : null,
    ...(isTraced ? evidence : none),
    literal_trigger: isTraced ? attributeOf(id === 1 ? 3 : 0) : null,
    literal_hits: isTraced ? hits + (id === 1 ? 30 : 0) : null,
    literal_expected: isTraced ? expected + (id === 1 ? 170 : 0) : null,
    k,
    candidates: isTraced ? retrieved : null,
    strength,
    lacks: strength === "weak" ? hostile.template : null,
    source: isTraced ? "coding" : null,
    source_share: isTraced ? 0.8 : null,
    source_base: isTraced ? 0.25 : null,
    sentence: isTraced
      ? `When the model sees a query that has feature 0, it does thing 2, causing a violation of ${rubric}.`
      : "Nothing was traced: every chosen crux is house style."
  };
  const cruxes = Array.from({length: 10}, (_, slot) => toCrux(base, slot));
  const chosen = isTraced ? [1, 2] : [];
  return {
    trace: base,
    cruxes,
    hits: chosen.flatMap((crux) => toHits(base, crux, random)),
    chunks: chosen.flatMap((crux) => toChunks(base, crux)),
    examples: chosen.flatMap((crux) => toExamples(base, crux, random))
  };
}

/** Slots 2 and 5 are chosen and traced, slot 7 is chosen and set aside. */
function toCrux(trace: TraceRow, slot: number): Row<"cruxes"> {
  const chosen = [2, 5, 7].indexOf(slot) + 1 || null;
  const traced = trace.status === "traced" && (slot === 2 || slot === 5);
  const {trigger, cluster, hits, pairs, expected, lift, z, p, q, strength} = trace;
  const none = {
    trigger: null,
    cluster: null,
    hits: null,
    pairs: null,
    expected: null,
    lift: null,
    z: null,
    p: null,
    q: null
  };
  return {
    trace: trace.id,
    slot,
    attribute: cruxOf(slot),
    chosen,
    set_aside: slot === 7 ? "house style: 71% of the corpus's responses share it" : null,
    commonness: slot === 7 ? 0.71 : 0.02 * slot,
    ...(traced ? {trigger, cluster, hits, pairs, expected, lift, z, p, q} : none),
    candidates: traced ? retrieved : null,
    strength: traced ? strength : null
  };
}

/** The failing query's attributes are in clusters 0 to 5; 6 to 9 are runners-up. */
function toHits(trace: TraceRow, crux: number, random: Random): Row<"hits">[] {
  return Array.from({length: 10}, (_, cluster) => {
    const expected = 30 + 10 * cluster;
    const hits = cluster === 0 ? trace.hits! : Math.round(expected * (0.8 + 0.4 * random()) * (cluster > 6 ? 2 : 1));
    return {
      trace: trace.id,
      crux,
      cluster,
      rank: cluster + 1,
      attribute: cluster < 6 ? attributeOf(cluster) : null,
      summary: summaryOf(cluster),
      hits,
      pairs: Math.round(hits / 2),
      expected: cluster === 0 ? trace.expected! : expected,
      lift: hits / (cluster === 0 ? trace.expected! : expected),
      z: cluster === 0 ? trace.z! : 1 - cluster / 10,
      p: cluster === 0 ? trace.p! : 0.2,
      q: cluster === 0 ? trace.q! : 0.6
    };
  });
}

const summaryOf = (cluster: number): string =>
  cluster === 7 ? hostile.template : `The query has feature ${cluster} or the like.`;

function toChunks(trace: TraceRow, crux: number): Row<"chunks">[] {
  const n = 500;
  const retrieved =
    trace.strength === "not established"
      ? [130, 120, 128, 122]
      : [60, 400 - 20 * trace.id, 40 - 10 * trace.id, 30 * trace.id];
  return chunkNames.flatMap((source, i) => {
    const {rate, low, high} = wilson(retrieved[i]!, n);
    if (retrieved[i] === 0) return []; // such chunks have no row
    return {
      trace: trace.id,
      crux,
      source,
      retrieved: retrieved[i]!,
      n,
      share: rate!,
      low: low!,
      high: high!,
      base: 0.25,
      lift: rate! / 0.25,
      in_cluster: Math.round(retrieved[i]! / 2)
    };
  });
}

function toExamples(trace: TraceRow, crux: number, random: Random): Row<"examples">[] {
  return Array.from({length: examplesPerCrux}, (_, i) => {
    const hit = random() < 0.6;
    return {
      trace: trace.id,
      crux,
      rank: i + 1,
      text: i,
      pair: 100 + i,
      source: pick(random, chunkNames),
      similarity: 0.95 - i / 100,
      attribute: i === 4 ? hostile.image : `The response does a thing like ${i}.`,
      in_cluster: hit,
      query_attributes: [hit ? "The query has feature 0." : hostile.sql, "The query is short."],
      query_clusters: [hit ? 0 : 9, 10 + integerBelow(random, 40)]
    };
  });
}

const clusterRows = (): Row<"clusters">[] =>
  Array.from({length: 10}, (_, id) => ({
    id,
    index: "mixture",
    summary: summaryOf(id),
    size: 10,
    pairs: 40,
    base: 40 / (clusterCount * 40),
    top_attributes: [attributeOf(id)]
  }));

const exampleTexts = (): Row<"example_texts">[] =>
  Array.from({length: examplesPerCrux}, (_, id) => ({
    id,
    query: `Training query ${id}? ${id === 0 ? hostile.script : ""}`,
    response: `Training response ${id}. ${id === 0 ? hostile.closing : ""}`,
    file: "mixture.jsonl",
    line: id + 1
  }));

const traceText = ({id, query}: TraceRow): Row<"trace_texts"> => ({
  id,
  query: `${query} And more of it.`,
  response: `The whole response ${id}. ${hostile.image}`,
  query_attributes: Array.from({length: 6}, (_, slot) => attributeOf(slot)),
  query_clusters: [0, 1, 2, 3, 4, 5]
});
