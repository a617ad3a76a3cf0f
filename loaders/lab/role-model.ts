import {ModelError} from "../model/model-error.js";
import type {Model, ModelReply, ModelRequest} from "../model/model.js";
import {createRandom, seedOf, type Random} from "../util/random.js";

export type RoleAnswer = (request: ModelRequest, random: Random) => string;

/** Puts a small program behind the interface of a model. A request without a seed is seeded by its own text. */
export function createRoleModel(name: string, world: {seed: number; version: string}, answer: RoleAnswer): Model {
  return {
    name,
    provider: "lab",
    lane: "lab",
    identity: `${name} of ${world.version}`,
    free: true,
    local: true,
    async ask(request, {signal} = {}) {
      signal?.throwIfAborted();
      const problem = findProblem(request);
      if (problem !== undefined) throw refuse(name, problem);
      const text = answer(request, createRandom(seedOf(world.seed, name, request.seed ?? JSON.stringify(request))));
      return toReply(name, request, text);
    }
  };
}

/** What is wrong with a request, or undefined. */
function findProblem({messages, maxTokens, temperature}: ModelRequest): string | undefined {
  if (messages.length === 0) return "no messages: expected at least one";
  if (messages.at(-1)!.role !== "user") return "the last message is not the user's: expected role user";
  if (!Number.isInteger(maxTokens) || maxTokens < 1)
    return `bad maxTokens: expected a whole number from 1, got ${maxTokens}`;
  if (temperature !== undefined && !(temperature >= 0 && temperature <= 2))
    return `bad temperature: expected 0 to 2, got ${temperature}`;
  return undefined;
}

const refuse = (model: string, message: string): ModelError =>
  new ModelError(`${model}: ${message}`, {model, status: 400, retryable: false, retryAfterInMs: null, fatal: false});

const charactersPerToken = 4; // the lab has no tokens of its own: a rule of thumb, so that counts look like counts

export const countTokens = (text: string): number => Math.ceil(text.length / charactersPerToken);

/** Cuts a text at the first stop sequence, then at the token limit, and counts. */
function toReply(name: string, request: ModelRequest, whole: string): ModelReply {
  const {text: stopped} = cutAtStop(whole, request.stop ?? []);
  const most = request.maxTokens * charactersPerToken;
  const unified = stopped.length > most ? "length" : "stop";
  const text = stopped.slice(0, most);
  const asked = (request.system ?? "").length + request.messages.reduce((sum, {content}) => sum + content.length, 0);
  return {
    text,
    thinking: "",
    stop: {unified, raw: unified},
    usage: {
      inputTokens: Math.ceil(asked / charactersPerToken),
      outputTokens: countTokens(text),
      thinkingTokens: 0,
      cachedTokens: 0
    },
    model: name
  };
}

/** The text before the earliest stop sequence, and that sequence; null when there is none in it. */
export function cutAtStop(text: string, stop: readonly string[]): {text: string; sequence: string | null} {
  let end = text.length;
  let found: string | null = null;
  for (const sequence of stop) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at >= 0 && at < end) [end, found] = [at, sequence];
  }
  return {text: text.slice(0, end), sequence: found};
}
