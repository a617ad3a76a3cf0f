import {describe, expect, it} from "vitest";
import {judge, type VerdictInput} from "./verdict.js";

const effect = (from: number, to: number, q = 0.001): VerdictInput["effect"] => ({
  value_baseline: from,
  value_compared: to,
  difference: to - from,
  q
});
const control = (rate: number, arm: number, {half = 0.1, q = 0.001} = {}): VerdictInput["controls"][number] => ({
  value_baseline: rate,
  difference: arm - rate,
  low: arm - rate - half,
  high: arm - rate + half,
  q
});
const full = {low: 0.8};
const bar = 0.1;
const remains = null;
const enough = null;

describe("judge(input)", () => {
  it("says causes where the failure is gone and every random control keeps it", () => {
    const controls = [control(0.9, 0.04), control(0.88, 0.04)];
    expect(judge({effect: effect(0.91, 0.04), controls, full, bar, remains, enough}).verdict).toBe("causes");
  });

  it("says no more than contributes where some of the failure stays", () => {
    const input = {effect: effect(0.91, 0.5), controls: [control(0.9, 0.5)], full, bar, remains, enough};
    expect(judge(input).verdict).toBe("contributes");
  });

  it("says no more than contributes where a random control harms the failure too", () => {
    const input = {
      effect: effect(0.91, 0.04),
      controls: [control(0.9, 0.04), control(0.5, 0.04)],
      full,
      bar,
      remains,
      enough
    };
    expect(judge(input).verdict).toBe("contributes");
  });

  it("does not say causes where one control alone loses as much", () => {
    const controls = [control(0.9, 0.04), control(0.1, 0.04, {q: 0.6, half: 0.3})];
    expect(judge({effect: effect(0.91, 0.04), controls, full, bar, remains, enough}).verdict).not.toMatch(
      /causes|contributes/
    );
  });

  it("says does not explain only where half of the failure is surely ruled out", () => {
    const sure = control(0.9, 0.89, {half: 0.1, q: 0.9});
    expect(judge({effect: effect(0.91, 0.89, 0.8), controls: [sure], full, bar, remains, enough}).verdict).toBe(
      "does not explain"
    );
    const wide = control(0.9, 0.7, {half: 0.4, q: 0.3});
    expect(judge({effect: effect(0.91, 0.7, 0.2), controls: [wide], full, bar, remains, enough})).toEqual({
      verdict: "not decided",
      reason: "too few prompts, samples or seeds to tell it from its random control"
    });
  });

  it("does not clear pairs while others of the same chunk may teach the same", () => {
    const input = {effect: effect(0.91, 0.89, 0.8), controls: [control(0.9, 0.89, {q: 0.9})], full, bar, enough};
    expect(judge({...input, remains: "13 pairs of coding remain"})).toEqual({
      verdict: "not decided",
      reason: "13 pairs of coding remain: other pairs may teach it as well"
    });
  });

  it("blames no chunk that is left out with another which alone is enough", () => {
    const input = {effect: effect(0.91, 0.04), controls: [control(0.9, 0.04)], full, bar, remains};
    expect(judge({...input, enough: "set-b"})).toEqual({
      verdict: "not decided",
      reason: "without set-b alone the failure is gone too"
    });
  });

  it("decides nothing without a control, or where the model does not fail with all data", () => {
    expect(judge({effect: effect(0.91, 0), controls: [], full, bar, remains, enough}).verdict).toBe("not decided");
    const rare = {effect: effect(0.15, 0), controls: [control(0.15, 0)], full: {low: 0.05}, bar, remains, enough};
    expect(judge(rare).reason).toBe("with all data the model does not surely fail above the bar");
  });
});
