import type {ModelRequest, Usage} from "./model.js";

/** US dollars per million tokens. */
export interface Price {
  input: number;
  output: number; // thinking included
  cached: number | null; // input read from the provider's cache; null: as input
  batch?: number; // share of the price for requests in a batch (default 1)
}

const perToken = 1e-6;

/** What a call cost, in US dollars; null when the provider does not say how many tokens it took. */
export function costOf(usage: Usage, {input, output, cached}: Price): number | null {
  const {inputTokens, outputTokens, cachedTokens, writtenTokens} = usage;
  if (inputTokens === null || outputTokens === null) return null;
  const fromCache = Math.min(cachedTokens ?? 0, inputTokens);
  const forInput = (inputTokens - fromCache) * input + fromCache * (cached ?? input);
  const forWriting = (writtenTokens ?? 0) * input * writingCostsExtra;
  return (forInput + forWriting + outputTokens * output) * perToken;
}

const writingCostsExtra = 0.25; // of the price of input: Anthropic's five-minute cache

const minBytesPerToken = 2; // no tokenizer makes more tokens of ordinary text
const tokensPerMessage = 20; // roles and separators

/** The maximum cost of embedding texts: they may tokenize badly. */
export const worstCostOfTexts = (texts: readonly string[], {input}: Price): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text) / minBytesPerToken + 2, 0) * input * perToken;

/** The maximum cost of a call: every output token it may use, and an input that tokenizes badly. */
export function worstCostOf(request: ModelRequest, {input, output}: Price): number {
  const {inputTokens, outputTokens} = worstTokensOf(request);
  return (inputTokens * input * (1 + writingCostsExtra) + outputTokens * output) * perToken;
}

const bytesOf = ({messages, system = ""}: ModelRequest): number =>
  Buffer.byteLength(system) + messages.reduce((sum, {content}) => sum + Buffer.byteLength(content), 0);

function worstTokensOf(request: ModelRequest): {inputTokens: number; outputTokens: number} {
  const {messages, maxTokens, thinking = 0} = request;
  const inputTokens = bytesOf(request) / minBytesPerToken + tokensPerMessage * (messages.length + 1);
  return {inputTokens, outputTokens: thinking + maxTokens};
}

const unseenTokens = 20_000; // prompts that providers add; thinking beyond what was asked for

/** More tokens than this can't be true of a request: not even a token for each byte, and twice the output asked for. */
export function mostTokensOf(request: ModelRequest): {inputTokens: number; outputTokens: number} {
  const {inputTokens, outputTokens} = worstTokensOf(request);
  return {inputTokens: 2 * inputTokens + unseenTokens, outputTokens: 2 * outputTokens + unseenTokens};
}
