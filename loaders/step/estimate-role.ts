import {providerOf} from "../model/provider.js";
import type {Prices} from "../model/prices.js";
import {isFreeModel, type RoleSpec} from "./role.js";

/** A low, a likely and a high value. */
export type Range = [low: number, likely: number, high: number];

/** What one role needs in one step. */
export interface RoleEstimate {
  step: string; // of a study, or a stage of an index
  role: string;
  model: string; // provider:model
  calls: Range;
  inputTokens: Range;
  outputTokens: Range;
  batched: boolean; // asked through the provider's batch API, at its price
  cost: Range | null; // US dollars; null when the price is unknown
  price: string | null; // its source and its date; null when it is unknown
}

/** The calls that a step plans for one role. */
export interface PlannedCalls {
  step: string; // of a study, or a stage of an index
  role: string;
  spec: Pick<RoleSpec, "model">;
  calls: Range;
  input: Range; // tokens of one prompt, by o200k
  output: Range; // tokens of one answer
  batched?: boolean; // whether they can wait for a batch, if the provider has batches (askMany)
}

const margin: Range = [0.8, 1, 1.3]; // on input tokens: other tokenizers count up to a third more

/** Tokens and cost of planned calls. Calls in a batch cost the share of the price that the price list gives. */
export function estimateRole(
  {step, role, spec: {model}, calls, input, output, batched = false}: PlannedCalls,
  prices: Prices
): RoleEstimate {
  const inputTokens = calls.map((n, i) => Math.round(n * input[i]! * margin[i]!)) as Range;
  const outputTokens = calls.map((n, i) => Math.round(n * output[i]!)) as Range;
  const price = isFreeModel(model) ? null : prices.find(model);
  const inBatches = batched && providerOf(model).batches;
  const share = inBatches ? (price?.batch ?? 1) : 1;
  const costAt = (i: number, {input, output}: {input: number; output: number}): number =>
    ((inputTokens[i]! * input + outputTokens[i]! * output) * share) / 1e6;
  const cost = isFreeModel(model) ? [0, 0, 0] : price && [0, 1, 2].map((i) => costAt(i, price));
  return {
    step,
    role,
    model,
    calls,
    inputTokens,
    outputTokens,
    batched: inBatches,
    cost: cost as Range | null,
    price: price && `${price.source}, ${price.date}`
  };
}
