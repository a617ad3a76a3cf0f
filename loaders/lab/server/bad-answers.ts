import type {ModelRequest} from "../../model/model.js";
import {readQueryTask} from "../read-prompt.js";
import {countTokens} from "../role-model.js";
import type {RoleReply} from "./role-reply.js";

interface Spoiler {
  roles: readonly string[]; // that can answer so
  spoil: (reply: RoleReply, request: ModelRequest) => Partial<RoleReply>;
}

const tracers = ["extract", "crux", "summarise", "check"];
const everyRole = ["query", "target", "judge", ...tracers];
const graders = ["judge"];
const stop = (unified: "stop" | "length" | "refusal") => ({unified, raw: unified});
const say = (text: string): Partial<RoleReply> => ({text, stop: stop("stop"), sequence: null});

/** Answers that arrive whole and can't be used. A refusal by the target is an answer, so the target makes none. */
const spoilers = {
  empty: {roles: everyRole, spoil: () => say("")},
  declined: {roles: ["query", "judge", ...tracers], spoil: () => say("I'm sorry, but I can't help with that.")},
  refused: {roles: ["query", "judge", ...tracers], spoil: () => ({...say(""), stop: stop("refusal")})},
  truncated: {
    roles: everyRole,
    spoil: ({text}) => ({...say(text.slice(0, Math.min(12, text.length / 2))), stop: stop("length")})
  },
  "thinking-only": {roles: ["target"], spoil: () => ({...say(""), thinking: "The user asks. Let me think again."})},
  repetition: {roles: ["target"], spoil: () => say("and then ".repeat(400))},
  restated: {
    roles: ["query"],
    spoil: (_, {messages}) => say(`<query_1>${readQueryTask(messages.at(-1)!.content).attributes.join(" ")}</query_1>`)
  },
  "no-score": {roles: [...graders, ...tracers], spoil: () => say("<reasoning>It is hard to say.</reasoning>")},
  "out-of-range": {roles: graders, spoil: () => say("<reasoning>Very bad.</reasoning>\n<score>140</score>")},
  "two-scores": {roles: graders, spoil: () => say("<score>15</score>\nOn reflection:\n<score>90</score>")}
} as const satisfies Record<string, Spoiler>;

export type BadAnswer = keyof typeof spoilers;
export const badAnswers = Object.keys(spoilers) as BadAnswer[];

/** Whether a role can answer so. */
export const isBadAnswer = (kind: BadAnswer, role: string): boolean =>
  (spoilers[kind].roles as readonly string[]).includes(role.replace(/^lab:/, ""));

/** The answer that a request gets instead of a good one. */
export function spoilAnswer(kind: BadAnswer, reply: RoleReply, request: ModelRequest): RoleReply {
  const spoiler: Spoiler = spoilers[kind];
  const spoilt = {...reply, ...spoiler.spoil(reply, request)};
  return {...spoilt, usage: {...reply.usage, outputTokens: countTokens(spoilt.text + spoilt.thinking)}};
}
