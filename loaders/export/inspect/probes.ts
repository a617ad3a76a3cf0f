import {group} from "d3";
import type {Row} from "../../../src/shared/schema.js";
import {readTranscript} from "../../../src/shared/transcript.js";
import {readTable} from "../../store/tables.js";
import type {Contexts} from "./contexts.js";
import type {LogSubject} from "./log.js";
import {readPairs} from "./read-pairs.js";
import type {LoggedSample} from "./sample.js";
import {errorOf, wireScore} from "./scores.js";
import type {Usage} from "./usage.js";
import type {WireScore} from "./wire.js";

type Prompt = Row<"probe_prompts">;
type Sample = Row<"samples">;
type Measurement = Row<"measurements">;

/** Every sample of a study's probes, with the log it belongs to. */
export async function* probeSamples(
  study: string,
  contexts: Contexts,
  usage: ReadonlyMap<number, Usage>
): AsyncGenerator<[LogSubject, LoggedSample]> {
  const prompts = await readPrompts(study);
  const measurements = group((await readTable(study, "measurements")) ?? [], ({sample}) => sample);
  for await (const [sample, texts] of readPairs(study, "samples", "sample_texts")) {
    const asked = prompts.get(sample.prompt);
    if (asked === undefined) continue;
    const {prompt, query} = asked;
    const {id, step, probe, model, context} = sample;
    const before = contexts.before(model, step, probe, context);
    const error = errorOf(sample, texts.reasoning);
    const used = usage.get(id);
    const logged: LoggedSample = {
      id: idOf(prompt.id, context),
      epoch: sample.sample,
      model,
      before,
      query,
      target: prompt.expected ?? "",
      response: texts.response,
      thinking: texts.thinking,
      turns: readTranscript(texts.transcript),
      stop: sample.truncated || sample.reason === "response-truncated" ? "max_tokens" : "stop",
      error,
      scores: error === null ? scoresOf(sample, texts.reasoning, measurements.get(id) ?? []) : {},
      metadata: {...metadataOf(sample, prompt), ...(!before.isWhole && {context_is_whole: false})},
      usage: used?.byModel ?? {},
      ...(used?.target && {answerUsage: used.target}),
      seconds: sample.latency === null ? null : sample.latency / 1000
    };
    yield [{step, name: probe, model}, logged];
  }
}

/** The prompt's row, padded as Inspect sorts ids as text, and its context. */
const idOf = (prompt: number, context: string): string => {
  const id = `p${String(prompt).padStart(4, "0")}`;
  return context === "none" ? id : `${id}-${plain(context)}`;
};

const plain = (name: string): string => name.replaceAll(/[^A-Za-z0-9.-]+/g, "-");

async function readPrompts(study: string): Promise<Map<number, {prompt: Prompt; query: string}>> {
  const prompts = new Map<number, {prompt: Prompt; query: string}>();
  for await (const [prompt, {query}] of readPairs(study, "probe_prompts", "probe_texts"))
    prompts.set(prompt.id, {prompt, query});
  return prompts;
}

const rubricPrefix = "rubric:";
const nameOf = (measure: string): string =>
  measure.startsWith(rubricPrefix) ? measure.slice(rubricPrefix.length) : measure;

/** The score of the first rubric, then the other measures by name. */
function scoresOf(
  {rubric, score, reason, violation, scored_by: by}: Sample,
  reasoning: string | null,
  measured: readonly Measurement[]
): Record<string, WireScore> {
  const byJudge = group(measured, ({judge}) => judge !== null);
  const judgesOf = (name: string) =>
    (byJudge.get(true) ?? []).filter(({measure}) => nameOf(measure) === name).map(({judge, value}) => [judge!, value]);
  const withJudges = (name: string) => {
    const judges = judgesOf(name);
    return judges.length === 0 ? {} : {judges: Object.fromEntries(judges) as Record<string, number | null>};
  };
  const own =
    rubric === null
      ? []
      : [
          [
            rubric,
            wireScore({
              value: score,
              label: null,
              reason,
              explanation: reasoning,
              metadata: {flagged: violation, ...(by !== null && {scored_by: by}), ...withJudges(rubric)}
            })
          ] as const
        ];
  const others = (byJudge.get(false) ?? []).map(({measure, value, label}) => {
    const name = nameOf(measure);
    const isLabelled = label !== null && /^(judge|rule)-/.test(reason ?? "judge-"); // the answer itself was usable
    const missing = value !== null || isLabelled ? null : (reason ?? "not-measured");
    return [name, wireScore({value, label, reason: missing, explanation: null, metadata: withJudges(name)})] as const;
  });
  return Object.fromEntries([...own, ...others]);
}

function metadataOf(sample: Sample, {item, variant, number, original, row, column, kind}: Prompt) {
  const {step, probe, context, rubric, reason, input_tokens, output_tokens, cost} = sample;
  const known = {
    ...{step, probe, rubric, kind, item, variant, number, original, row, column, context, reason},
    ...{input_tokens, output_tokens, cost}
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}
