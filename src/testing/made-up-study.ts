import {blankManifest, writeManifest} from "../../loaders/store/manifest.js";
import {writeTable} from "../../loaders/store/tables.js";
import {createRandom, integerBelow, normal, pick, type Random} from "../../loaders/util/random.js";
import type {Row} from "../shared/schema.js";

/** Candidates of the study `many` of the browser tests. */
export const manyCandidates = 40_000;

const rubrics = ["code", "refusal", "rebuttal", "story"];
const models = ["lab:target", "lab:other"];
const attributes = Array.from({length: 5000}, (_, i) => `The query has the made-up property number ${i}.`);
const reasons = ["response-empty", "response-truncated", "judge-unparsable"];
const words = "when did they invent the old machine and why does it write so much about every small town".split(" ");
const perIteration = 2500;
const [runs, iterations] = [15, 40];

const sentence = (random: Random, length: number): string => Array.from({length}, () => pick(random, words)).join(" ");

/** Popular attributes come often; one of them, and one rubric, is flagged more. */
const draw = (random: Random): string[] =>
  Array.from({length: 5}, () => attributes[Math.floor(attributes.length * random() ** 3)]!);

function* candidates(rows: number): Generator<Row<"candidates">> {
  const random = createRandom(1);
  for (let id = 0; id < rows; id++) {
    const had = draw(random);
    const rubric = rubrics[id % rubrics.length]!;
    const mean = (rubric === "code" ? 35 : 20) + (had.includes(attributes[7]!) ? 45 : 0);
    const isScored = random() > 0.05;
    const score = isScored ? Math.max(0, Math.min(100, Math.round(mean + 18 * normal(random)))) : null;
    yield {
      ...{id, rubric, model: models[id % 8 < 4 ? 0 : 1]!, run: 1 + (id % runs), slot: id % perIteration},
      ...{iteration: 1 + Math.floor((id / rows) * iterations), arm: random() < 0.1 ? "control" : "search"},
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

function* texts(rows: number): Generator<Row<"texts">> {
  const random = createRandom(2);
  for (let id = 0; id < rows; id++)
    yield {
      ...{id, query: null, response: sentence(random, 1 + Math.floor(60 * random() ** 2)), thinking: null},
      ...{reasoning: null, judge_thinking: null, contrast_response: null, contrast_reasoning: null, note: null}
    };
}

/** Searches are every rubric on every model, each in fifteen runs. */
const runRows = (rows: number): Row<"runs">[] =>
  rubrics.flatMap((rubric) =>
    models.flatMap((model) =>
      Array.from({length: runs}, (_, i) => {
        const candidates = Math.round(rows / rubrics.length / models.length / runs);
        const about = {iterations, planned: iterations, ended: "finished", candidates, scored: candidates, best: 100};
        return {rubric, model, run: i + 1, ...about};
      })
    )
  );

/** Writes a made-up study with as many candidates, to see what pages do with very many. */
export async function plantMadeUp(study: string, rows: number): Promise<void> {
  await writeTable(study, "candidates", candidates(rows));
  await writeTable(study, "texts", texts(rows));
  await writeTable(
    study,
    "attributes",
    attributes.map((attribute, id) => ({id, attribute, cluster: null, uses: 0, scored: 0, mean_score: null}))
  );
  await writeTable(study, "runs", runRows(rows));
  writeManifest({
    ...blankManifest(study),
    ...{title: "A made-up study", origin: "lab", source: "made up to be large", state: "finished", tables: "1"},
    counts: {candidates: rows, scored: rows, unscored: 0, flagged: 0, findings: 0}
  });
}
