import {maxCount, toCount} from "./json.js";
import type {ModelRequest, Usage} from "./model.js";
import {mostTokensOf} from "./price.js";

/**
 * The tokens that a provider reports, each null where it can't be true: no whole number from 0 to 2^31 - 1, more than the
 * request could take, or a part that is larger than the whole. `request` is null where it is not known any more.
 */
export function checkUsage(usage: Usage, request: ModelRequest | null): Usage {
  const most = request === null ? {inputTokens: maxCount, outputTokens: maxCount} : mostTokensOf(request);
  const inputTokens = countUpTo(most.inputTokens, usage.inputTokens);
  const outputTokens = countUpTo(most.outputTokens, usage.outputTokens);
  return {
    inputTokens,
    outputTokens,
    thinkingTokens: countUpTo(outputTokens ?? maxCount, usage.thinkingTokens),
    cachedTokens: countUpTo(inputTokens ?? maxCount, usage.cachedTokens),
    ...(usage.writtenTokens != null && {writtenTokens: countUpTo(inputTokens ?? maxCount, usage.writtenTokens)})
  };
}

function countUpTo(most: number, value: unknown): number | null {
  const count = toCount(value);
  return count === null || count > most ? null : count;
}
