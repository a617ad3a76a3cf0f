import {createHash} from "node:crypto";
import {excerpt} from "../../../src/shared/excerpt.js";
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
  const input = inputOf(sample, uuid);
  const answer = answerOf(sample, uuid, input.length);
  const {usage, seconds} = sample;
  return {
    id: sample.id,
    epoch: sample.epoch,
    input: isPlain(sample) ? (sample.query ?? "") : input,
    target: sample.target,
    messages: answer === null ? input : [...input, answer],
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

const isPlain = ({before}: LoggedSample): boolean => before.system === null && before.shots.length === 0;

function inputOf({before: {system, shots}, query}: LoggedSample, uuid: string): WireMessage[] {
  const texts: Pick<WireMessage, "role" | "content">[] = [
    ...(system === null ? [] : [{role: "system" as const, content: system}]),
    ...shots.flatMap((shot) => [
      {role: "user" as const, content: shot.query},
      {role: "assistant" as const, content: shot.response}
    ]),
    ...(query === null ? [] : [{role: "user" as const, content: query}])
  ];
  return texts.map((text, i) => ({id: `${uuid}-${i}`, ...text, source: "input"}));
}

function answerOf({response, thinking, model}: LoggedSample, uuid: string, place: number): WireMessage | null {
  if (response === null && thinking === null) return null;
  const content: WireMessage["content"] =
    thinking === null
      ? response!
      : [
          {type: "reasoning", reasoning: thinking},
          {type: "text", text: response ?? ""}
        ];
  return {id: `${uuid}-${place}`, role: "assistant", content, source: "generate", model: wireModel(model)};
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
  const {id, epoch, query, target, scores, metadata, usage, seconds, error, before} = sample;
  const answered = Number(sample.response !== null || sample.thinking !== null);
  const messages = Number(before.system !== null) + 2 * before.shots.length + Number(query !== null) + answered;
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
    message_count: messages
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
