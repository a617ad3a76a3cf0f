import {describe, expect, it} from "vitest";
import {estimateRole, type PlannedCalls} from "./estimate-role.js";
import {readPrices} from "../model/prices.js";
import type {RoleSpec} from "./role.js";

const planned = (model: string, batched: boolean): PlannedCalls => ({
  step: "probe",
  role: "judge",
  spec: {model} as RoleSpec,
  calls: [500, 1000, 1000],
  input: [900, 1000, 1100],
  output: [50, 100, 200],
  batched
});
const estimate = (model: string, batched: boolean) => estimateRole(planned(model, batched), readPrices());

describe("estimateRole(planned, prices)", () => {
  it("counts tokens, with a margin for other tokenizers, and prices them", () => {
    const {inputTokens, outputTokens, cost, price} = estimate("anthropic:claude-haiku-4-5", false);
    expect([inputTokens, outputTokens]).toEqual([
      [360_000, 1_000_000, 1_430_000],
      [25_000, 100_000, 200_000]
    ]);
    expect(cost![1]).toBeCloseTo(1 + 0.5, 6);
    expect(price).toMatch(/^https:.*, \d{4}-\d\d-\d\d$/);
  });

  it.each(["anthropic:claude-haiku-4-5", "openai:gpt-4o-mini"])("takes half the price for batches of %s", (model) => {
    const [alone, batched] = [estimate(model, false), estimate(model, true)];
    expect([alone.batched, batched.batched]).toEqual([false, true]);
    expect(batched.cost![2]).toBeCloseTo(alone.cost![2] / 2, 9);
  });

  it("takes the full price without batches, nothing for the lab, and does not guess an unknown price", () => {
    expect(estimate("lab:judge", true)).toMatchObject({batched: false, cost: [0, 0, 0]});
    expect(estimate("openrouter:a/b", true)).toMatchObject({batched: false, cost: null, price: null});
  });
});
