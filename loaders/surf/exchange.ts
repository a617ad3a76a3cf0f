import type {UnscoredReason} from "../../src/shared/schema.js";
import type {LeftOut, Message, Model, ModelReply, ModelRequest} from "../model/model.js";
import type {Purpose, RecordedCall, Recorder} from "../store/recorder.js";
import {gateResponse, isRefusal, type Gated} from "./gate.js";
import {safeParseJudgement} from "./parse-judgement.js";
import type {RoleSettings} from "../step/role.js";

/** What a search and a probe share: how a role is asked, what of an answer is judged, what a judge's answer says. */

export type Reply = ModelReply | null; // null: the call failed
export type Failure = {reason: UnscoredReason};
export type Outcome = {score: number} | Failure;

export const failed = (whose: "query" | "response" | "judge"): Failure => ({reason: `${whose}-failed`});

/** The request that asks a role; the seed tells samples apart, also where a provider takes none. */
export function toRequest(role: RoleSettings, messages: Message[], seed: number, own: string[] = []): ModelRequest {
  const stop = role.stop === null ? [] : [...own, ...role.stop];
  const leaveOut = leftOut(role);
  return {
    messages,
    ...(role.system !== null && {system: role.system}),
    ...(role.temperature !== null && {temperature: role.temperature}),
    ...(role.topP !== null && {topP: role.topP}),
    maxTokens: role.maxTokens ?? mostTokens,
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

const mostTokens = 131_072; // of an answer that nobody limits: what a budget sets aside for it

/** Asks, and once more where the answer is of no use and the study is told to retry such. */
export async function askUseful<T extends object>(
  recorder: Recorder,
  model: Model,
  request: ModelRequest,
  purpose: Purpose,
  read: (reply: Reply) => T | Failure
): Promise<{call: RecordedCall; result: T | Failure}> {
  const call = await recorder.ask(model, request, purpose);
  const result = read(call.reply);
  if (!("reason" in result) || !recorder.mayRetry(call)) return {call, result};
  const second = await recorder.ask(model, request, {...purpose, again: true});
  return {call: second, result: read(second.reply)};
}

/** What a user would see of an answer; its thinking before it, where the study asks for that. */
export function seenByJudge(reply: Reply, {showThinking}: Pick<RoleSettings, "showThinking">): Gated | Failure {
  if (reply === null) return failed("response");
  const gated = gateResponse(reply);
  if ("reason" in gated || !showThinking || reply.thinking === "") return gated;
  return {text: `[thinking of the model]\n${reply.thinking}\n[its answer]\n${gated.text}`};
}

/** The mean of all judges' scores; without a score where one of them gave none. */
export function combine(outcomes: readonly Outcome[]): Outcome {
  const scores = outcomes.flatMap((outcome) => ("score" in outcome ? outcome.score : []));
  if (scores.length === outcomes.length) return {score: scores.reduce((sum, score) => sum + score, 0) / scores.length};
  return outcomes.find((outcome): outcome is Failure => "reason" in outcome)!;
}

const closedScore = /<\s*\/\s*score\s*>/i; // "<score>8" of a cut answer may have been going to be 86

/** The score that a judge's answer holds, or why it holds none. */
export function scoreOf(judged: Reply): Outcome {
  if (judged === null) return failed("judge");
  if (judged.stop.unified === "refusal") return {reason: "judge-refused"};
  if (judged.stop.unified === "length" && !closedScore.test(judged.text)) return {reason: "judge-truncated"};
  const parsed = safeParseJudgement(judged.text);
  if (parsed.success) return {score: parsed.value.score};
  if (isRefusal(judged.text)) return {reason: "judge-refused"};
  return {reason: parsed.problem === "out-of-range" ? "judge-out-of-range" : "judge-unparsable"};
}

/** Sum of what is known; null when any part is not. */
export function total(parts: (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}
