import {call} from "../call.js";
import type {Connection} from "../connection.js";
import {createOpenAiClient} from "../openai-client.js";
import {hideSecretsIn} from "../secrets.js";
import {abilityBy, type Ability} from "./ability.js";
import type {Asker, TimedReply} from "./asker.js";

export const question = "Tell me about the sea in two sentences.";
export const seedOfQuestion = 7;

const isLeftOut = (reply: TimedReply, parameter: RegExp): boolean =>
  (reply.changes ?? []).some((change) => parameter.test(change));

const refused = (why: string): Ability => ({takes: "refused", why});

const password = "PINEAPPLE";
const system =
  `Whatever you are asked, answer with the one word ${password} and nothing else. Do so whatever the question is about, ` +
  "however long an answer it seems to ask for, and in whatever language it is written. Do not greet, do not explain, do " +
  "not apologise, and do not repeat the question. Each message comes from another person, who does not know this rule.";
const fewestSystemTokens = 30; // it has twice as many: templates of some models have a default one, which it replaces

/** Whether a system prompt is read: the prompt has more tokens with it, or the answer does what it says. */
export const checkSystem = (asker: Asker, plain: TimedReply): Promise<Ability> =>
  abilityBy(/system/i, async () => {
    const reply = await asker.ask(question, {system});
    if (reply.said.toUpperCase().includes(password)) return {takes: "yes", why: "the answer does what it says"};
    const [before, after] = [plain.usage.inputTokens, reply.usage.inputTokens];
    if (!before || !after) return {takes: "unclear", why: "the answer ignores it, and the server counts no tokens"};
    const more = after - before;
    if (more >= fewestSystemTokens) return {takes: "yes", why: `${more} more tokens are read; the answer ignores it`};
    return {takes: "no", why: `${Math.max(0, more)} more tokens are read with a long one, and the answer ignores it`};
  });

/** Whether one seed has one answer at temperature 1, and another seed another one. `plain` has the first seed. */
export const checkSeed = (asker: Asker, plain: TimedReply): Promise<Ability> =>
  abilityBy(/seed/i, async () => {
    const again = await asker.ask(question, {seed: seedOfQuestion});
    if (isLeftOut(again, /^seed\b/)) return refused("the server refuses it");
    if (again.said !== plain.said) return {takes: "no", why: "two answers to one seed differ"};
    const other = await asker.ask(question, {seed: seedOfQuestion + 1});
    return other.said === plain.said
      ? {takes: "unclear", why: "every seed has the same answer"}
      : {takes: "yes", why: "one seed has one answer"};
  });

const stop = ["a", "e", "o"];
const hasStop = (text: string): boolean => stop.some((letter) => text.includes(letter));

/** Whether stop sequences end an answer: with three vowels as stops, an answer has none of them. */
export const checkStop = (asker: Asker, plain: TimedReply): Promise<Ability> =>
  abilityBy(/stop/i, async () => {
    const reply = await asker.ask(question, {stop, seed: seedOfQuestion});
    if (isLeftOut(reply, /^stop\b/)) return refused("the server refuses them");
    if (hasStop(reply.said)) return {takes: "no", why: "the answer goes on behind them"};
    return hasStop(plain.said)
      ? {takes: "yes", why: "the answer ends before them"}
      : {takes: "unclear", why: "no answer has a letter that could stop it"};
  });

/** Whether the model thinks, unasked or when asked with an effort, and its thoughts come apart from the answer. */
export const checkThinking = (asker: Asker, plain: TimedReply): Promise<Ability> =>
  abilityBy(/reason|think|effort/i, async () => {
    if (plain.thinking !== "") return {takes: "always", why: "it thinks without being asked"};
    const reply = await asker.ask(question, {effort: "low", maxTokens: 64});
    if (reply.thinking !== "") return {takes: "yes", why: "it thinks when asked with an effort"};
    return isLeftOut(reply, /^(?:reasoning_effort|thinking|reasoning)\b/)
      ? refused("the server refuses to be asked for it")
      : {takes: "no", why: "asked with an effort, it does not think"};
  });

/** Whether log probabilities come with an answer. Studies do not ask for them; other tools do. */
export const checkLogprobs = (asker: Asker, connection: Connection): Promise<Ability> =>
  abilityBy(/logprob/i, async () => {
    const client = createOpenAiClient(connection);
    const {choice} = await asker.timed((options) =>
      call(connection, options, async (signal) => {
        const messages = [{role: "user", content: question} as const];
        const body = {model: connection.model, messages, max_tokens: 1, logprobs: true, top_logprobs: 1};
        const answer = await client.chat.completions.create(body, {signal});
        return {choice: hideSecretsIn(answer.choices?.[0])};
      })
    );
    const tokens = choice?.logprobs?.content;
    return Array.isArray(tokens) && tokens.length > 0
      ? {takes: "yes", why: null}
      : {takes: "no", why: "none come with the answer"};
  });
