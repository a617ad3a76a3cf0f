import {writeTable} from "../../loaders/store/tables.js";
import {blankIndexManifest, writeIndexManifest} from "../../loaders/turf/index/manifest.js";
import {createRandom, integerBelow, pick, type Random} from "../../loaders/util/random.js";
import type {IndexManifest} from "../shared/indexManifest.js";
import type {Row} from "../shared/schema.js";
import {sum} from "../shared/statistics.js";
import {hostile} from "./hostile.js";

/** Every state that an index's pages can meet, by name. */
export const siteIndexes = ["mixture", "large", "stopped-index", "failed-index"] as const;

export const chunkNames = ["maths", "coding", "stories", hostile.image] as const;
const topics = ["a sum of apples", "a linked list", "an old mill", "the tide", "a prime number", "a dragon"];
const words = ["please", "elucidate", "compute", "write", "why", "does", "the", "proof", "loop", "river", "seven"];

/** Writes indexes whose tables are consistent with each other, so that a test can recount what pages show. */
export async function plantIndexes(): Promise<void> {
  await plantIndex("mixture", {clusters: 60, pairs: 4500, origin: "own"});
  await plantIndex("large", {clusters: 25_000, pairs: 0, origin: "imported"});
  const stopped = {...blankIndexManifest("stopped-index"), corpus: "mixture.jsonl", state: "stopped" as const};
  stopped.stages[0] = {stage: "corpus", state: "finished", fingerprint: "a", seconds: 3.2};
  writeIndexManifest(stopped);
  const error = `mixture.jsonl:3: ${hostile.script}`;
  writeIndexManifest({...blankIndexManifest("failed-index"), corpus: "mixture.jsonl", state: "failed", error});
}

interface IndexSize {
  clusters: number;
  pairs: number; // with their texts; 0: a corpus too large for that
  origin: IndexManifest["origin"];
}

async function plantIndex(name: string, {clusters: count, pairs, origin}: IndexSize): Promise<void> {
  const random = createRandom(11);
  const total = pairs || 900_000;
  const rows = plantPairs(pairs, random);
  const spread = Array.from({length: count}, (_, id) => spreadOf(id, total / count, random));
  const chunkTotal = total / chunkNames.length;
  await writeTable({index: name}, "corpus_chunks", chunkRows(rows, chunkTotal, total));
  await writeTable({index: name}, "corpus_clusters", clusterRows(spread, total, random));
  await writeTable(
    {index: name},
    "corpus_cluster_chunks",
    spread.flatMap((each, cluster) =>
      each.flatMap((found, i) => {
        const [share, base] = [found / chunkTotal, sum(each) / total];
        return found === 0 ? [] : [{cluster, source: chunkNames[i]!, pairs: found, share, lift: share / base}];
      })
    )
  );
  await writeTable({index: name}, "corpus_phrases", phraseRows(random, chunkTotal));
  await writeTable({index: name}, "corpus_pairs", rows);
  await writeTable({index: name}, "corpus_rows", exploreRows(rows, count, random));
  writeIndexManifest({
    ...blankIndexManifest(name),
    origin,
    corpus: origin === "own" ? "mixture.jsonl" : "an index of the released code",
    state: "finished",
    pairs: total,
    rows: total + 30,
    duplicates: 20,
    skipped: [{reason: "no assistant turn", count: 10, examples: [{file: "mixture.jsonl", line: 7}]}],
    sources: chunkNames.map((source) => ({source, rows: chunkTotal, kept: chunkTotal})),
    extractor: origin === "own" ? "local v2" : "planted:model",
    attributes: {queries: 20 * count, responses: 25 * count},
    embedding: {model: "use-lite", dimension: 512, stripHead: true, centred: true},
    clusters: count,
    clustering: {iterations: 12, inertia: 3, empty: 0},
    check: origin === "own" ? null : {model: "planted:model", asked: 200, accepted: 171, unusable: 0},
    tables: "planted"
  });
}

/** Pairs of the chunks in turn; "elucidate" is mostly coding's, and its responses have code. */
function plantPairs(count: number, random: Random): Row<"corpus_pairs">[] {
  return Array.from({length: count}, (_, id) => {
    const source = chunkNames[id % chunkNames.length]!;
    const formal = random() < (source === "coding" ? 0.3 : 0.01);
    const code = random() < (formal ? 0.85 : 0.1);
    const start = `${pick(random, words)} ${formal ? "Elucidate: " : ""}`;
    const query = `${start}${pick(random, topics)} ${pick(random, words)}?`;
    const response = `${code ? "```\nprint(1)\n```" : "It is so."} ${pick(random, words)} (${id})`;
    return {
      id,
      source,
      query: id === 3 ? `${hostile.script} elucidated` : query,
      response: id === 3 ? hostile.closing : response
    };
  });
}

/** The pairs with clusters of their queries: half of them of the chunk's own, every tenth pair with none. */
function exploreRows(pairs: readonly Row<"corpus_pairs">[], count: number, random: Random): Row<"corpus_rows">[] {
  return pairs.map(({query, response, ...pair}) => {
    const own = chunkNames.indexOf(pair.source as (typeof chunkNames)[number]);
    const cluster = (): number => {
      const any = integerBelow(random, count);
      return random() < 0.5 ? any : any - (any % chunkNames.length) + own;
    };
    const clusters = pair.id % 10 === 9 ? [] : [...new Set([cluster(), cluster(), cluster()])];
    return {...pair, query, response, query_length: query.length, response_length: response.length, clusters};
  });
}

function spreadOf(id: number, most: number, random: Random): number[] {
  const main = id % chunkNames.length;
  return chunkNames.map((_, i) => Math.round((i === main ? 0.8 : 0.1 * random()) * most * (0.2 + random())));
}

const chunkRows = (rows: readonly Row<"corpus_pairs">[], chunkTotal: number, total: number): Row<"corpus_chunks">[] =>
  chunkNames.map((source, i) => ({
    source,
    rows: Math.round(chunkTotal) + 5,
    pairs: rows.length === 0 ? Math.round(chunkTotal) : rows.filter((row) => row.source === source).length,
    share: chunkTotal / total,
    query_length: 40 + i,
    response_length: 300 * (i + 1),
    typical: [`The query asks about ${topics[i]}.`, hostile.script],
    typical_responses: ["The response holds a code block.", `The response names ${topics[i]}.`]
  }));

function clusterRows(spread: readonly number[][], total: number, random: Random): Row<"corpus_clusters">[] {
  return spread.map((each, id) => {
    const pairs = sum(each);
    const main = each.indexOf(Math.max(...each));
    const angle = (main / chunkNames.length) * 2 * Math.PI;
    const summary = id === 1 ? hostile.image : `The query asks about ${pick(random, topics)}, kind ${id}.`;
    return {
      id,
      summary,
      size: 5 + integerBelow(random, 60),
      pairs,
      base: pairs / total,
      source: pairs === 0 ? null : chunkNames[main]!,
      purity: pairs === 0 ? null : each[main]! / pairs,
      checked: id % 2 === 0 ? 5 : 0,
      accepted: id % 2 === 0 ? 4 : 0,
      x: 0.5 * Math.cos(angle) + 0.3 * (random() - 0.5),
      y: 0.5 * Math.sin(angle) + 0.3 * (random() - 0.5),
      top_attributes: [summary, `The query is a question of kind ${id}.`, hostile.sql]
    };
  });
}

function phraseRows(random: Random, chunkTotal: number): Row<"corpus_phrases">[] {
  return [...words, "old mill", hostile.script.toLowerCase()].flatMap((phrase, i) =>
    (["query", "response"] as const).map((side) => {
      const count = 20 + integerBelow(random, 100);
      const total = count + integerBelow(random, 100);
      const source = chunkNames[i % chunkNames.length]!;
      return {
        phrase,
        side,
        source,
        count,
        total,
        share: count / chunkTotal,
        concentration: count / total,
        z: 20 * random()
      };
    })
  );
}
