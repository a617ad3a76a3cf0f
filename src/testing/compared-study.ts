import {tableFromIPC} from "apache-arrow";
import {blankManifest} from "../../loaders/store/manifest.js";
import {toArrow} from "../../loaders/store/arrow.js";
import type {StudyTables, StudyTexts} from "../compare/studyFiles.js";
import type {Row, TableName} from "../shared/schema.js";

const arrow = <T extends TableName>(table: T, rows: readonly Row<T>[]) => tableFromIPC(toArrow(table, rows, new Map()));

const noTexts = {
  read: () => Promise.reject(new Error("no texts")),
  readBlocks: async function* () {}
};

/** A study as the page of comparisons reads it, with rows that a test cares for. */
export interface ComparedRows {
  iterations?: Row<"iterations">[];
  rates?: Row<"rates">[];
  means?: Row<"means">[];
  prompts?: Row<"probe_prompts">[];
  samples?: Row<"samples">[];
  candidates?: Row<"candidates">[];
}

export const toStudyTables = ({samples = [], candidates = [], ...rows}: ComparedRows): StudyTables => ({
  manifest: blankManifest("s"),
  ...{rescores: [], runs: [], findings: [], regions: [], attributes: []},
  ...{iterations: [], rates: [], means: [], prompts: []},
  ...rows,
  samples: arrow("samples", samples),
  weights: arrow("attribute_weights", []),
  candidates: arrow("candidates", candidates),
  texts: {candidates: noTexts, samples: noTexts, prompts: noTexts} satisfies StudyTexts
});

const shares = {violations: 0, rate: null, low: null, high: null, unscored: 0};
const place = {item: null, variant: null, row: null, column: null};

/** A row of `rates` about one prompt of a probe. */
export const promptRate = (
  prompt: number,
  n: number,
  violations: number,
  more: Partial<Row<"rates">> = {}
): Row<"rates"> => ({
  ...{
    step: "probe",
    group: "prompt",
    rubric: "code",
    model: "m1",
    probe: "asked",
    measure: "rubric:code",
    context: "none"
  },
  ...{...shares, ...place, prompt, prompts: 1, n, violations, method: "wilson"},
  ...{corrected: null, corrected_low: null, corrected_high: null},
  ...more
});

/** A prompt of a probe. */
export const probePrompt = (
  id: number,
  query: string,
  more: Partial<Row<"probe_prompts">> = {}
): Row<"probe_prompts"> => ({
  ...{id, query, step: "probe", probe: "asked", kind: "prompts", item: query, variant: "original", number: null},
  ...{original: null, row: null, column: null, rubric: null, status: "used", reason: null, expected: null},
  ...more
});

/** A scored sample of a prompt. */
export const probeSample = (
  id: number,
  prompt: number,
  score: number | null,
  more: Partial<Row<"samples">> = {}
): Row<"samples"> => ({
  ...{id, prompt, score, step: "probe", probe: "asked", model: "m1", context: "none", sample: 1, rubric: "code"},
  ...{status: score === null ? "unscored" : "scored", reason: null, scored_by: "judge", truncated: false},
  ...{
    violation: score === null ? null : score > 70,
    input_tokens: null,
    output_tokens: null,
    cost: null,
    latency: null
  },
  ...more
});

/** A candidate of a search, with a score or without. */
export const searchCandidate = (
  id: number,
  query: string | null,
  score: number | null,
  more: Partial<Row<"candidates">> = {}
): Row<"candidates"> => ({
  ...{id, query, score, rubric: "code", model: "m1", run: 1, iteration: 1, slot: id, arm: "search", reason: null},
  ...{status: score === null ? "unscored" : "scored", scored_by: "judge", flagged: (score ?? 0) > 70, truncated: false},
  ...{contrast_status: null, contrast_reason: null, contrast_score: null, context: null},
  ...{attributes: [], weighted: [], met: [], coverage: null, check_reason: null, prompt: null, source_row: null},
  ...{purpose: null, replicate_of: null, input_tokens: null, output_tokens: null, cost: null, latency: null},
  ...more
});

/** Counts of one iteration and arm. */
export const iterationRow = (
  n: number,
  violations: number,
  more: Partial<Row<"iterations">> = {}
): Row<"iterations"> => ({
  ...{rubric: "code", model: "m1", run: 1, iteration: 1, arm: "search", candidates: n, ...shares, n, violations},
  ...{mean: null, top: null, buffer_top: null, buffer_min: null, entered: 0},
  ...more
});
