import {describe, expect, it} from "vitest";
import {registeredSteps, stepsInTurn, type Steps} from "./steps.js";

function* work(count: number, milliseconds: number): Steps<number> {
  for (let i = 0; i < count; i++) {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
    yield;
  }
  return count;
}

describe("stepsInTurn(steps)", () => {
  it("gives what all steps give, and lets timers go on meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    expect(await stepsInTurn(work(20, 3))).toBe(20);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });

  it("rejects with what a step throws", async () => {
    const failing = function* (): Steps<void> {
      yield;
      throw new Error("cut short");
    };
    await expect(stepsInTurn(failing())).rejects.toThrow("cut short");
  });
});

describe("registeredSteps(steps)", () => {
  it("gives what all steps give", () => expect(registeredSteps(work(3, 0))).toBe(3));
});
