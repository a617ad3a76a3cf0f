import type {MessageCreateParamsNonStreaming} from "@anthropic-ai/sdk/resources/messages";
import type {Connection} from "./connection.js";
import type {ModelRequest} from "./model.js";

const leastBudget = 1024; // thinking tokens; the API refuses less

/** The body of a message. With thinking the temperature is left out: the API takes none beside it. */
export function toAnthropicBody(request: ModelRequest, {model}: Connection): MessageCreateParamsNonStreaming {
  const {messages, system, temperature, topP, maxTokens, stop = [], thinking = 0} = request;
  const budget = thinking === 0 ? 0 : Math.max(leastBudget, thinking);
  return {
    model,
    messages,
    max_tokens: maxTokens > budget ? maxTokens : budget + maxTokens,
    ...(system === undefined ? {} : {system}),
    ...(temperature === undefined || budget > 0 || isIdle(temperature, topP) ? {} : {temperature}),
    ...(topP === undefined ? {} : {top_p: topP}),
    ...(stop.length === 0 ? {} : {stop_sequences: stop}),
    ...(budget === 0 ? {} : {thinking: {type: "enabled", budget_tokens: budget}})
  };
}

/** Newer models refuse temperature beside top_p; 1 is the API's own default, so leaving it out changes nothing. */
const isIdle = (temperature: number, topP: number | undefined): boolean => temperature === 1 && topP !== undefined;
