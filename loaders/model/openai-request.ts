import type {ChatCompletionCreateParamsNonStreaming} from "openai/resources/chat/completions";
import type {Connection} from "./connection.js";
import type {Effort, ModelRequest} from "./model.js";
import type {OtherForm} from "./taken-form.js";

/** How thinking is asked for: low, medium or high (`effort`), a budget in tokens (`budget`), a template's switch. */
export type ThinkingForm = "effort" | "budget" | "template";

/** What servers that speak OpenAI's chat completions differ in. */
export interface OpenAiTraits {
  limitParameter: "max_tokens" | "max_completion_tokens";
  takesSeed: boolean;
  thinking: ThinkingForm;
  temperatureWhileThinking: boolean; // false: the API refuses one
}

const maxSeed = 2 ** 31; // some servers read a signed number of 32 bits

/** The body of a chat completion. What a request leaves out is left to the provider. */
export function toOpenAiBody(
  request: ModelRequest,
  {model, extraBody}: Connection,
  traits: OpenAiTraits
): ChatCompletionCreateParamsNonStreaming {
  const {
    messages,
    system,
    temperature,
    topP,
    maxTokens,
    stop = [],
    thinking = 0,
    effort,
    seed,
    leaveOut = []
  } = request;
  const thinks = thinking > 0 || effort !== undefined;
  const keepsTemperature = !thinks || traits.temperatureWhileThinking;
  return {
    model,
    messages: [
      ...(system === undefined ? [] : [{role: "system", content: system} as const]),
      ...messages.map(({role, content}) => ({role, content}))
    ],
    ...(leaveOut.includes("max_tokens") ? {} : {[traits.limitParameter]: maxTokens}),
    ...(temperature !== undefined && keepsTemperature ? {temperature} : {}),
    ...(topP === undefined ? {} : {top_p: topP}),
    ...(stop.length === 0 ? {} : {stop}),
    ...(seed !== undefined && traits.takesSeed && !leaveOut.includes("seed") ? {seed: seed % maxSeed} : {}),
    ...(thinks ? askForThinking(thinking, effort, traits.thinking) : {}),
    ...extraBody
  };
}

function askForThinking(budget: number, effort: Effort | undefined, form: ThinkingForm): object {
  if (form === "budget") return {reasoning: effort === undefined ? {max_tokens: budget} : {effort}};
  if (form === "template") return {chat_template_kwargs: {enable_thinking: true}};
  return {reasoning_effort: effort ?? toEffort(budget)};
}

/** The limit has two names: newer models take the longer one alone, older servers the shorter. */
export function otherOpenAiForm(wireKey: string, body: Record<string, unknown>): ReturnType<OtherForm> {
  const other = otherLimits[wireKey];
  if (other === undefined) return null;
  const {[wireKey]: limit, ...rest} = body;
  return {body: {...rest, [other]: limit}, words: `${wireKey} sent as ${other}`};
}

const otherLimits: Partial<Record<string, string>> = {
  max_tokens: "max_completion_tokens",
  max_completion_tokens: "max_tokens"
};

const toEffort = (budget: number): Effort => (budget < 2000 ? "low" : budget < 8000 ? "medium" : "high");
