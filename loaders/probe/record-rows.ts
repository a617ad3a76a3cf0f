import type {Row, Scorer} from "../../src/shared/schema.js";
import {excerpt} from "../../src/shared/excerpt.js";
import type {CallRecord} from "../store/journal.js";
import {failureOf, judgeReasons, withRuleReason} from "../surf/reasons.js";
import {violates} from "./groups.js";
import {nameOfRubric} from "./measures/rubric.js";
import {doneSamples, type ProbePrompt, type ProbeRun, type Sample} from "./probe-run.js";

/** A probe with its first rows in `probe_prompts` and `samples`. */
export interface PlacedProbe {
  run: ProbeRun;
  firstPrompt: number;
  firstSample: number;
}

/** Assigns every probe its rows, in the order in which they run. */
export function placeProbes(runs: readonly ProbeRun[]): PlacedProbe[] {
  let firstPrompt = 0;
  let firstSample = 0;
  return runs.map((run) => {
    const placed = {run, firstPrompt, firstSample};
    firstPrompt += run.prompts.length;
    firstSample += doneSamples(run).length;
    return placed;
  });
}

const ownerOf = ({settings: {step, name}}: ProbeRun) => ({step, probe: name});

export function promptRows({run, firstPrompt}: PlacedProbe): Row<"probe_prompts">[] {
  const places = new Map<ProbePrompt, number>(run.prompts.map((prompt, i) => [prompt, firstPrompt + i]));
  return run.prompts.map((prompt, i) => ({
    id: firstPrompt + i,
    ...ownerOf(run),
    kind: run.settings.kind,
    item: prompt.item,
    variant: prompt.variant,
    number: prompt.number,
    original: prompt.original === null ? null : places.get(prompt.original)!,
    row: prompt.row,
    column: prompt.column,
    rubric: prompt.rubric?.name ?? null,
    status: prompt.rejected === null ? "used" : "rejected",
    reason: prompt.rejected,
    query: excerpt(prompt.query),
    expected: prompt.expected
  }));
}

export const promptTextRows = ({run, firstPrompt}: PlacedProbe): Row<"probe_texts">[] =>
  run.prompts.map(({query, note}, i) => ({id: firstPrompt + i, query, note}));

export const contextRows = ({run}: PlacedProbe): Row<"probe_contexts">[] =>
  run.contexts.map(({name, system, shots, tokens}) => ({
    ...ownerOf(run),
    context: name,
    kind: shots.length > 0 ? "shots" : system === null ? "none" : "system",
    shots: shots.length,
    tokens,
    text: contextText(system, shots)
  }));

function contextText(system: string | null, shots: readonly {query: string; response: string}[]): string | null {
  const parts = [...(system === null ? [] : [system]), ...shots.flatMap(({query, response}) => [query, response])];
  return parts.length === 0 ? null : excerpt(parts.join("\n\n"));
}

export function* sampleRows({run, firstPrompt, firstSample}: PlacedProbe): Generator<Row<"samples">> {
  let id = firstSample;
  for (const sample of doneSamples(run))
    yield {
      id: id++,
      ...ownerOf(run),
      prompt: firstPrompt + sample.prompt,
      model: sample.model,
      context: sample.context,
      sample: sample.sample,
      status: sample.reason === null ? "scored" : "unscored",
      reason: sample.reason,
      rubric: sample.rubric?.name ?? null,
      score: sample.score,
      scored_by: scorerOf(sample),
      violation: violates(sample),
      truncated: sample.truncated ?? false,
      input_tokens: sample.inputTokens,
      output_tokens: sample.outputTokens,
      cost: sample.cost,
      latency: sample.latencyInMs
    };
}

function scorerOf({score, rubric, ruled}: Sample): Scorer | null {
  if (score === null || rubric === null) return null;
  return rulingOf(rubric.name, ruled)?.settled ? "rule" : "judge";
}

const rulingOf = (rubric: string | undefined, ruled: Sample["ruled"]) => ruled.find((each) => each.rubric === rubric);

/** The texts of samples, each record read from the journal as it is written. */
export function* sampleTextRows(
  {run, firstSample}: PlacedProbe,
  read: (ordinal: number) => CallRecord
): Generator<Row<"sample_texts">> {
  let id = firstSample;
  for (const {target, judges, rubric, ruled} of doneSamples(run)) {
    const asked = read(target);
    const judged = judges.map(read);
    const ruling = rulingOf(rubric?.name, ruled);
    const reasoning = judgeReasons(judged) ?? failureOf([asked, ...judged]);
    yield {
      id: id++,
      response: asked.text,
      thinking: asked.thinking || null,
      reasoning: ruling === undefined ? reasoning : withRuleReason(ruling, reasoning),
      transcript: null
    };
  }
}

export function* measurementRows({run, firstSample}: PlacedProbe): Generator<Row<"measurements">> {
  let id = firstSample;
  for (const sample of doneSamples(run)) {
    for (const measurement of sample.measurements)
      if (!isInSamples(sample, measurement)) yield {sample: id, ...valuesOf(measurement)};
    id++;
  }
}

const isInSamples = ({rubric}: Sample, {measure, judge}: Sample["measurements"][number]): boolean =>
  judge === null && rubric !== null && measure === nameOfRubric(rubric);

const valuesOf = ({measure, value, label, judge}: Sample["measurements"][number]) => ({measure, value, label, judge});
