import {createHash} from "node:crypto";
import {excerpt} from "../../../src/shared/excerpt.js";
import type {ToolCall, Turn, TurnRole} from "../../../src/shared/transcript.js";
import {maybeJsonObject} from "../../corpus/pairs/lenient-json.js";
import type {Before} from "./contexts.js";
import {wireError, wireModel, type Metadata, type WireMessage, type WireScore, type WireUsage} from "./wire.js";

/** A candidate or a sample of a probe, as it goes into a log. */
export interface LoggedSample {
  id: string; // the same for every answer to one prompt
  epoch: number; // from 1
  model: string;
  before: Before;
  query: string | null;
  target: string; // answer key; may be empty
  response: string | null;
  thinking: string | null;
  turns: readonly Turn[]; // the whole conversation, if there is more than what is above
  stop: "stop" | "max_tokens";
  error: string | null;
  scores: Record<string, WireScore>;
  metadata: Metadata;
  usage: Record<string, WireUsage>; // by model, as Inspect names it
  answerUsage?: WireUsage; // of the target's call
  seconds: number | null; // spent in its calls
}

/** A name that is the same whenever the same thing is exported. */
export const stableId = (...parts: (string | number)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 22);

/** A sample as Inspect reads it. `log` makes its id unique among logs. */
export function wireSample(sample: LoggedSample, log: string): Record<string, unknown> {
  const uuid = stableId(log, sample.id, sample.epoch);
  const messages = messagesOf(sample, uuid);
  const input = messages.filter(({source}) => source === "input");
  const answer = sample.turns.length > 0 ? lastAnswer(messages) : (messages[input.length] ?? null);
  const [first] = input;
  const {usage, seconds} = sample;
  return {
    id: sample.id,
    epoch: sample.epoch,
    input: input.length === 0 || (input.length === 1 && first!.role === "user") ? (first?.content ?? "") : input,
    target: sample.target,
    messages,
    output: outputOf(sample, answer),
    ...(Object.keys(sample.scores).length > 0 && {scores: sample.scores}),
    metadata: sample.metadata,
    store: {},
    events: [],
    model_usage: usage,
    ...(seconds !== null && {total_time: seconds, working_time: seconds}),
    uuid,
    ...(sample.error !== null && {error: wireError(sample.error)}),
    attachments: {}
  };
}

const lastAnswer = (messages: readonly WireMessage[]): WireMessage | null =>
  messages.findLast(({role, source}) => role === "assistant" && source !== "input") ?? null;

const messagesOf = (sample: LoggedSample, uuid: string): WireMessage[] =>
  turnsOf(sample).map((turn, i) => wireMessage(turn, `${uuid}-${i}`, wireModel(sample.model)));

/** The conversation of a sample: as it is on record, or what was sent and the answer. */
function turnsOf({turns, before: {system, shots}, query, response, thinking}: LoggedSample): readonly Turn[] {
  if (turns.length > 0) return turns;
  const given = (role: TurnRole, text: string): Turn => ({role, text, given: true});
  return [
    ...(system === null ? [] : [given("system", system)]),
    ...shots.flatMap((shot) => [given("user", shot.query), given("assistant", shot.response)]),
    ...(query === null ? [] : [given("user", query)]),
    ...(response === null && thinking === null
      ? []
      : [{role: "assistant" as const, text: response ?? "", ...(thinking !== null && {thinking})}])
  ];
}

function wireMessage({role, text, given, thinking, calls, tool, error}: Turn, id: string, model: string): WireMessage {
  const isAnswer = role === "assistant" && !given;
  return {
    id,
    role,
    content:
      thinking === undefined
        ? text
        : [
            {type: "reasoning", reasoning: thinking},
            {type: "text", text}
          ],
    ...(given ? {source: "input" as const} : isAnswer && {source: "generate" as const, model}),
    ...(calls && {tool_calls: calls.map((call, i) => wireCall(call, `${id}-${i}`))}),
    ...(tool !== undefined && {function: tool}),
    ...(error !== undefined && {error: {type: "unknown" as const, message: error}})
  };
}

/** A call of a tool. Arguments that are no JSON object are one, under the name `text`. */
function wireCall({name, arguments: given}: ToolCall, id: string) {
  const parsed = maybeJsonObject(given);
  return {id, function: name, arguments: parsed ?? {text: given}, type: "function" as const};
}

const outputOf = ({model, stop, response, answerUsage, error}: LoggedSample, answer: WireMessage | null) => ({
  model: wireModel(model),
  choices: answer === null ? [] : [{message: answer, stop_reason: stop}],
  completion: response ?? "",
  ...(answerUsage && {usage: answerUsage}),
  ...(answer === null && error !== null && {error})
});

/** What the list of a log says of a sample: texts cut, nothing that is deep. */
export function wireSummary(sample: LoggedSample, log: string): Record<string, unknown> {
  const {id, epoch, query, target, scores, metadata, usage, seconds, error} = sample;
  return {
    id,
    epoch,
    input: excerpt(query ?? ""),
    target: excerpt(target),
    metadata: thin(metadata),
    ...(Object.keys(scores).length > 0 && {scores: mapValues(scores, thinScore)}),
    model_usage: usage,
    ...(seconds !== null && {total_time: seconds, working_time: seconds}),
    uuid: stableId(log, id, epoch),
    ...(error !== null && {error: excerpt(error)}),
    retries: 0,
    completed: true,
    message_count: turnsOf(sample).length
  };
}

const thinScore = ({explanation, answer, metadata, ...score}: WireScore): object => ({
  ...score,
  ...(answer !== undefined && {answer: excerpt(answer)}),
  ...(explanation !== undefined && {explanation: excerpt(explanation)}),
  metadata: thin(metadata)
});

const thin = (metadata: Metadata): Metadata =>
  Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) =>
      typeof value === "object" ? [] : [[key, typeof value === "string" ? excerpt(value) : value]]
    )
  );

const mapValues = <T, U>(values: Record<string, T>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
