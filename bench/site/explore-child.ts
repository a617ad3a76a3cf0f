import type {Row} from "../../src/shared/schema.js";
import {blankManifest, writeManifest} from "../../loaders/store/manifest.js";
import {writeTable} from "../../loaders/store/tables.js";
import {createRandom, integerBelow, normal, pick, type Random} from "../../loaders/util/random.js";

/** Writes the tables of a made-up study with as many candidates as the JSON says, alone in this process. */
const {candidates: rows, study} = JSON.parse(process.argv[2]!) as {candidates: number; study: string};

const rubrics = ["code", "refusal", "rebuttal", "story"];
const models = ["lab:target", "lab:other"];
const attributes = Array.from({length: 5000}, (_, i) => `The query has the made-up property number ${i}.`);
const reasons = ["response-empty", "response-truncated", "judge-unparsable"];
const words = "when did they invent the old machine and why does it write so much about every small town".split(" ");
const perIteration = 2500;

const sentence = (random: Random, length: number): string => Array.from({length}, () => pick(random, words)).join(" ");

/** Popular attributes come often; one of them, and one rubric, is flagged more. */
const draw = (random: Random): string[] =>
  Array.from({length: 5}, () => attributes[Math.floor(attributes.length * random() ** 3)]!);

function* candidates(): Generator<Row<"candidates">> {
  const random = createRandom(1);
  for (let id = 0; id < rows; id++) {
    const had = draw(random);
    const rubric = rubrics[id % rubrics.length]!;
    const mean = (rubric === "code" ? 35 : 20) + (had.includes(attributes[7]!) ? 45 : 0);
    const isScored = random() > 0.05;
    const score = isScored ? Math.max(0, Math.min(100, Math.round(mean + 18 * normal(random)))) : null;
    yield {
      ...{id, rubric, model: models[id % 8 < 4 ? 0 : 1]!, run: 1 + (id % 15), slot: id % perIteration},
      ...{iteration: 1 + Math.floor((id / rows) * 40), arm: random() < 0.1 ? "control" : "search"},
      ...{status: isScored ? "scored" : "unscored", reason: isScored ? null : pick(random, reasons)},
      ...{score, scored_by: isScored ? "judge" : null, flagged: score !== null && score > 70},
      ...{contrast_status: null, contrast_reason: null, contrast_score: null, context: null, truncated: false},
      ...{query: sentence(random, 8 + integerBelow(random, 12)), attributes: had, weighted: had.slice(0, 2), met: []},
      ...{coverage: null, check_reason: null, prompt: null, source_row: id % 997, replicate_of: null},
      purpose: pick(random, ["explore", "follow", "combine"]),
      ...{input_tokens: 200, output_tokens: 100, cost: null, latency: null}
    };
  }
}

function* texts(): Generator<Row<"texts">> {
  const random = createRandom(2);
  for (let id = 0; id < rows; id++)
    yield {
      ...{id, query: null, response: sentence(random, 1 + Math.floor(60 * random() ** 2)), thinking: null},
      ...{reasoning: null, judge_thinking: null, contrast_response: null, contrast_reasoning: null, note: null}
    };
}

await writeTable(study, "candidates", candidates());
await writeTable(study, "texts", texts());
await writeTable(
  study,
  "attributes",
  attributes.map((attribute, id) => ({id, attribute, cluster: null, uses: 0, scored: 0, mean_score: null}))
);
writeManifest({
  ...blankManifest(study),
  ...{title: "A made-up study", origin: "lab", source: "made up to be large", state: "finished", tables: "1"},
  counts: {candidates: rows, scored: rows, unscored: 0, flagged: 0, findings: 0}
});
process.stdout.write("{}");
