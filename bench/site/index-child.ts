import {writeTable} from "../../loaders/store/tables.js";
import {blankIndexManifest, writeIndexManifest} from "../../loaders/turf/index/manifest.js";
import {createRandom, integerBelow, normal, pick, type Random} from "../../loaders/util/random.js";
import type {Row} from "../../src/shared/schema.js";

/** Writes the tables of a made-up index with as many pairs as the JSON says, alone in this process. */
const {pairs, index} = JSON.parse(process.argv[2]!) as {pairs: number; index: string};

const clusters = 25_000;
const chunks = ["maths", "code", "stories", "chat", "science", "tools", "safety", "letters"];
const words = "when did they invent the old machine and why does it write so much about every small town".split(" ");
const sentence = (random: Random, length: number): string => Array.from({length}, () => pick(random, words)).join(" ");

/** Popular clusters come often. */
const draw = (random: Random): number[] => [
  ...new Set(Array.from({length: 6 + integerBelow(random, 8)}, () => Math.floor(clusters * random() ** 3)))
];

function* rows(): Generator<Row<"corpus_rows">> {
  const random = createRandom(1);
  for (let id = 0; id < pairs; id++) {
    const [asked, answered] = [8 + integerBelow(random, 40), 20 + Math.floor(900 * random() ** 2)];
    yield {
      ...{id, source: pick(random, chunks), query: sentence(random, Math.min(asked, 30))},
      ...{response: sentence(random, Math.min(answered, 30)), query_length: 5 * asked, response_length: 5 * answered},
      clusters: draw(random)
    };
  }
}

function* clusterRows(): Generator<Row<"corpus_clusters">> {
  const random = createRandom(2);
  for (let id = 0; id < clusters; id++)
    yield {
      ...{id, summary: `The query has the made-up property number ${id}.`, size: 20, pairs: 100, base: 100 / pairs},
      ...{source: pick(random, chunks), purity: random(), checked: 0, accepted: 0, top_attributes: []},
      ...{x: Math.max(-1, Math.min(1, 0.4 * normal(random))), y: Math.max(-1, Math.min(1, 0.4 * normal(random)))}
    };
}

const kept = pairs / chunks.length;
await writeTable({index}, "corpus_rows", rows());
await writeTable({index}, "corpus_clusters", clusterRows());
await writeTable(
  {index},
  "corpus_chunks",
  chunks.map((source) => ({
    ...{source, rows: kept, pairs: kept, share: 1 / chunks.length, query_length: 100, response_length: 900},
    ...{typical: [], typical_responses: []}
  }))
);
writeIndexManifest({
  ...blankIndexManifest(index),
  ...{corpus: "made up to be large", state: "finished", pairs, rows: pairs, clusters, map: "pca", tables: "1"},
  sources: chunks.map((source) => ({source, rows: kept, kept}))
});
process.stdout.write("{}");
