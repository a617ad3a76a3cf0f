import {group} from "d3";
import type {Row} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import {readPairs} from "./read-pairs.js";
import type {Contexts} from "./contexts.js";
import type {LogSubject} from "./log.js";
import type {LoggedSample} from "./sample.js";
import {errorOf, wireScore} from "./scores.js";
import type {Usage} from "./usage.js";

type Candidate = Row<"candidates">;

/** Every candidate of a study's searches, with the log it belongs to. */
export async function* searchSamples(
  study: string,
  contexts: Contexts,
  usage: ReadonlyMap<number, Usage>
): AsyncGenerator<[LogSubject, LoggedSample]> {
  const findings = await findingsOf(study);
  const judgements = group((await readTable(study, "judgements")) ?? [], ({candidate}) => candidate);
  for await (const [candidate, texts] of readPairs(study, "candidates", "texts")) {
    const {id, rubric, model, context} = candidate;
    const before = contexts.before(model, "surf", null, context);
    const error = errorOf(candidate, texts.reasoning);
    const used = usage.get(id);
    const sample: LoggedSample = {
      id: idOf(candidate),
      epoch: 1,
      model,
      before,
      query: texts.query,
      target: "",
      response: texts.response,
      thinking: texts.thinking,
      turns: [],
      stop: isCut(candidate) ? "max_tokens" : "stop",
      error,
      scores: error === null ? {[rubric]: scoreOf(candidate, texts, judgements.get(id) ?? [])} : {},
      metadata: {
        ...metadataOf(candidate, texts),
        ...findings.get(id),
        ...(!before.isWhole && {context_is_whole: false})
      },
      usage: used?.byModel ?? {},
      ...(used?.target && {answerUsage: used.target}),
      seconds: candidate.latency === null ? null : candidate.latency / 1000
    };
    yield [{step: "surf", name: rubric, model}, sample];
  }
}

/** The place of a candidate, padded: Inspect sorts ids as text. */
const idOf = ({run, iteration, slot}: Candidate): string =>
  `r${String(run).padStart(2, "0")}-i${String(iteration).padStart(2, "0")}-s${String(slot).padStart(3, "0")}`;

const isCut = ({truncated, reason}: Candidate): boolean => truncated || reason === "response-truncated";

const scoreOf = (
  {score, reason, flagged, scored_by: by}: Candidate,
  {reasoning, judge_thinking: thinking}: Row<"texts">,
  judges: readonly Row<"judgements">[]
) =>
  wireScore({
    value: score,
    label: null,
    reason,
    explanation: reasoning,
    metadata: {
      flagged,
      ...(by !== null && {scored_by: by}),
      ...(thinking !== null && {judge_thinking: thinking}),
      ...(judges.length > 0 && {
        judges: Object.fromEntries(judges.map((each) => [each.judge, each.score ?? each.reason]))
      })
    }
  });

/** What else is known of a candidate; what is null or empty is left out. */
function metadataOf(candidate: Candidate, texts: Row<"texts">): Record<string, unknown> {
  const {rubric, run, iteration, slot, arm, purpose, coverage, context, reason, input_tokens, output_tokens, cost} =
    candidate;
  const {attributes, weighted, met, contrast_status, contrast_score} = candidate;
  const known = {
    ...{rubric, run, iteration, slot, arm, purpose, context, reason, coverage, attributes, weighted, met},
    ...{input_tokens, output_tokens, cost, note: texts.note},
    ...(contrast_status !== null && {contrast_status, contrast_score}),
    contrast_response: texts.contrast_response,
    contrast_reasoning: texts.contrast_reasoning
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null && value !== undefined && !isEmptyList(value))
  );
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What is known of the candidates that are findings. */
async function findingsOf(study: string): Promise<Map<number, Record<string, unknown>>> {
  const rows = (await readTable(study, "findings")) ?? [];
  return new Map(
    rows.flatMap(({id, candidate, confirmed, confirmed_rate: rate, confirmed_n: n, folded}) =>
      candidate === null
        ? []
        : [
            [
              candidate,
              {finding: id, folded, ...(confirmed !== null && {confirmed, confirmed_rate: rate, confirmed_n: n})}
            ]
          ]
    )
  );
}
