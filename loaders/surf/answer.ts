import type {RoleSettings} from "../step/role.js";
import {seenByJudge, type MaybeReply, type Unscored} from "./exchange.js";

/** An answer of a target that can be scored. */
export interface Answer {
  text: string; // as a judge reads it: after its thinking if the study says so
  answer: string; // as a user sees it, which is what rules read
  cut?: true; // its token limit cut it off
}

/**
 * Reads a target's answer, or why there is none. Without a judge, degenerate repetition is an answer too: only judges
 * must not see it.
 */
export function readAnswer(reply: MaybeReply, role: RoleSettings, {judged}: {judged: boolean}): Answer | Unscored {
  const seen = seenByJudge(reply, role);
  if ("reason" in seen) {
    const isMeasurable = !judged && reply !== null && seen.reason === "response-incoherent";
    return isMeasurable ? {text: reply.text, answer: reply.text, ...cutOf(reply.stop.unified === "length")} : seen;
  }
  const shown = role.showThinking ? seenByJudge(reply, {...role, showThinking: false}) : seen;
  return {text: seen.text, answer: "text" in shown ? shown.text : seen.text, ...cutOf(seen.cut === true)};
}

const cutOf = (cut: boolean): Pick<Answer, "cut"> => (cut ? {cut: true} : {});
