import type {MessageCreateParamsNonStreaming, MessageParam} from "@anthropic-ai/sdk/resources/messages";
import type {Connection} from "./connection.js";
import {isObject} from "./json.js";
import {efforts, type Effort, type Message, type ModelRequest} from "./model.js";
import type {OtherForm} from "./taken-form.js";

const minBudget = 1024; // thinking tokens; the API refuses less

/** The body of a message. With thinking the temperature is left out: the API takes none beside it. */
export function toAnthropicBody(
  request: ModelRequest,
  {model, extraBody}: Connection
): MessageCreateParamsNonStreaming {
  const {messages, system, temperature, topP, maxTokens, stop = [], thinking = 0, effort} = request;
  const asked = thinking === 0 && effort !== undefined ? budgets[effort] : thinking;
  const budget = asked === 0 ? 0 : Math.max(minBudget, asked);
  return {
    model,
    messages: messages.map(toParam),
    max_tokens: maxTokens > budget ? maxTokens : budget + maxTokens,
    ...(system === undefined ? {} : {system}),
    ...(temperature === undefined || budget > 0 || isIdle(temperature, topP) ? {} : {temperature}),
    ...(topP === undefined ? {} : {top_p: topP}),
    ...(stop.length === 0 ? {} : {stop_sequences: stop}),
    ...(budget === 0 ? {} : {thinking: {type: "enabled", budget_tokens: budget}}),
    ...extraBody
  };
}

/** Newer models take no budget: they think as much as they see fit, by an effort. */
export function otherAnthropicForm(wireKey: string, body: Record<string, unknown>): ReturnType<OtherForm> {
  const {thinking, output_config: output} = body;
  if (wireKey !== "thinking" || !isObject(thinking) || thinking.type !== "enabled") return null;
  const budget = Number(thinking.budget_tokens);
  const effort = efforts.find((each) => budget <= budgets[each]) ?? "high";
  return {
    body: {...body, thinking: {type: "adaptive"}, output_config: {effort, ...(isObject(output) ? output : {})}},
    words: `thinking sent as adaptive with effort ${effort}`
  };
}

/** Thinking tokens for each effort: the API takes a number. */
const budgets: Record<Effort, number> = {low: 2000, medium: 8000, high: 16_000};

/** The constant beginning of a message becomes a block of its own, marked for the cache. */
function toParam({role, content, constant = 0}: Message): MessageParam {
  if (constant === 0) return {role, content};
  const [shared, own] = [content.slice(0, constant), content.slice(constant)];
  const marked = {type: "text", text: shared, cache_control: {type: "ephemeral"}} as const;
  return {role, content: own === "" ? [marked] : [marked, {type: "text", text: own}]};
}

/** Newer models refuse temperature beside top_p; 1 is the API's own default, so leaving it out changes nothing. */
const isIdle = (temperature: number, topP: number | undefined): boolean => temperature === 1 && topP !== undefined;
