import type {UnscoredReason} from "../../src/shared/schema.js";
import {mean, sum} from "../../src/shared/statistics.js";
import type {LeftOut, Message, Model, ModelReply, ModelRequest} from "../model/model.js";
import {notRecorded, type CallPurpose, type RecordedCall} from "../store/recorded-call.js";
import type {Recorder} from "../store/recorder.js";
import {describeCut, gateResponse, isRefusal, type Gated} from "./gate.js";
import {isScoreWhole, safeParseJudgement} from "./parse-judgement.js";
import type {RoleSettings} from "../step/role.js";

/** What searches and probes share: how a role is asked, what the judge sees, and how its answer is read. */

/** The answer of a model; null if the call failed. */
export type MaybeReply = ModelReply | null;

/** Why there is no score. */
export type Unscored = {reason: UnscoredReason};

/** A score from 0 to 100, or the reason why there is none. */
export type ScoreResult = {score: number} | Unscored;

/** The reason for a call that failed. */
export const failed = (whose: "query" | "response" | "judge"): Unscored => ({reason: `${whose}-failed`});

/** The request for a role. The seed makes samples of one prompt different requests, even if the provider ignores it. */
export function toRequest(role: RoleSettings, messages: Message[], seed: number, own: string[] = []): ModelRequest {
  const stop = role.stop === null ? [] : [...own, ...role.stop];
  const leaveOut = leftOut(role);
  return {
    messages,
    ...(role.system !== null && {system: role.system}),
    ...(role.temperature !== null && {temperature: role.temperature}),
    ...(role.topP !== null && {topP: role.topP}),
    maxTokens: role.maxTokens ?? assumedTokens,
    ...(stop.length > 0 && {stop}),
    ...(role.thinking > 0 && {thinking: role.thinking}),
    ...(role.effort !== null && {effort: role.effort}),
    seed,
    ...(leaveOut.length > 0 && {leaveOut})
  };
}

function leftOut({seed, maxTokens}: RoleSettings): LeftOut[] {
  const keys = {seed, max_tokens: maxTokens};
  return (["seed", "max_tokens"] as const).filter((key) => keys[key] === null);
}

const assumedTokens = 131_072; // of an answer that nobody limits: what a budget sets aside for it

/** Asks a model; asks again if the answer can't be used and the study retries such answers. */
export async function askUseful<T extends object>(
  recorder: Recorder,
  model: Model,
  request: ModelRequest,
  purpose: CallPurpose,
  read: (reply: MaybeReply) => T | Unscored
): Promise<{call: RecordedCall; result: T | Unscored}> {
  const call = await recorder.ask(model, request, purpose);
  if (call.record.stop === notRecorded) return {call, result: {reason: notRecorded}};
  const result = read(call.reply);
  if (!("reason" in result) || !recorder.mayRetry(call)) return {call, result};
  const second = await recorder.ask(model, request, {...purpose, again: true});
  return {call: second, result: read(second.reply)};
}

type Seen = Pick<RoleSettings, "showThinking" | "truncated">;

/** The part of an answer that a user would see, after its thinking if the study says so. */
export function seenByJudge(reply: MaybeReply, {showThinking, truncated}: Seen): Gated | Unscored {
  if (reply === null) return failed("response");
  const gated = gateResponse(reply, truncated);
  if ("reason" in gated || !showThinking || reply.thinking === "") return gated;
  return {...gated, text: withThinking(gated.text, reply.thinking)};
}

/** An answer with the thinking before it, as judges see it if the study says so. */
export const withThinking = (text: string, thinking: string): string =>
  `[thinking of the model]\n${thinking}\n[its answer]\n${text}`;

/** The mean score of all judges; unscored if one of them gave no score. */
export function combine(outcomes: readonly ScoreResult[]): ScoreResult {
  const scores = outcomes.flatMap((outcome) => ("score" in outcome ? outcome.score : []));
  if (scores.length === outcomes.length) return {score: mean(scores)!};
  return outcomes.find((outcome): outcome is Unscored => "reason" in outcome)!;
}

/** The score that a judge's answer holds, or why it holds none. */
export function scoreOf(judged: MaybeReply): ScoreResult {
  if (judged === null) return failed("judge");
  if (judged.stop.unified === "refusal") return {reason: "judge-refused"};
  if (describeCut(judged.stop) !== null && !isScoreWhole(judged.text)) return {reason: "judge-truncated"};
  const parsed = safeParseJudgement(judged.text);
  if (parsed.success) return {score: parsed.value.score};
  if (isRefusal(judged.text)) return {reason: "judge-refused"};
  return {reason: parsed.problem === "out-of-range" ? "judge-out-of-range" : "judge-unparsable"};
}

/** The sum of all parts; null if any of them is unknown. */
export function total(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? sum(known) : null;
}

/** What calls took, all together. */
export function usedBy(calls: readonly RecordedCall[]) {
  const records = calls.map(({record}) => record);
  return {
    inputTokens: total(records.map(({usage}) => usage?.inputTokens ?? null)),
    outputTokens: total(records.map(({usage}) => usage?.outputTokens ?? null)),
    cost: total(records.map(({cost}) => cost)),
    latencyInMs: total(records.map(({latency}) => latency))
  };
}
