import type {ChatCompletionCreateParamsNonStreaming} from "openai/resources/chat/completions";
import type {Connection} from "./connection.js";
import type {ModelRequest} from "./model.js";

/** The body of a chat completion. What a request leaves out is left to the provider. */
export function toOpenAiBody(
  request: ModelRequest,
  {model, traits}: Connection
): ChatCompletionCreateParamsNonStreaming {
  const {messages, system, temperature, topP, maxTokens, stop = [], thinking = 0, seed} = request;
  const keepsTemperature = thinking === 0 || traits.temperatureWhileThinking;
  return {
    model,
    messages: [...(system === undefined ? [] : [{role: "system", content: system} as const]), ...messages],
    [traits.limitParameter]: maxTokens,
    ...(temperature !== undefined && keepsTemperature ? {temperature} : {}),
    ...(topP === undefined ? {} : {top_p: topP}),
    ...(stop.length === 0 ? {} : {stop}),
    ...(seed !== undefined && traits.takesSeed ? {seed} : {}),
    ...(thinking === 0 ? {} : askForThinking(thinking, traits.thinking))
  };
}

function askForThinking(budget: number, form: Connection["traits"]["thinking"]): object {
  if (form === "openrouter") return {reasoning: {max_tokens: budget}};
  if (form === "template") return {chat_template_kwargs: {enable_thinking: true}};
  return {reasoning_effort: toEffort(budget)};
}

const toEffort = (budget: number): "low" | "medium" | "high" =>
  budget < 2000 ? "low" : budget < 8000 ? "medium" : "high";
