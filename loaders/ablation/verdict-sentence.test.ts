import {describe, expect, it} from "vitest";
import type {Effect} from "./effects.js";
import {verdictSentence} from "./verdict-sentence.js";

const row = {
  ...{finding: "code-1", arm: 1, verdict: "causes", reason: null, dropped: 212, added: 0, share: 0.007},
  ...{rate_full: 0.91, rate_arm: 0.06, rate_control: 0.9, control: 2, changed: 0, others: 1}
};
const collateral = (more: Partial<Effect> = {}): Effect =>
  ({
    ...{purpose: "collateral", finding: null, measure: "rubric:code", value_baseline: 0.02, value_compared: 0.04},
    ...{detectable: 0.1, ...more}
  }) as Effect;
const sentence = (others: Effect[], changed: Effect[] = [], parts: {chunks: string[]; rate: number}[] = []): string =>
  verdictSentence(row, {state: {arms: []}, controls: [], others, changed, parts});
const start =
  "Removing these 212 training pairs (0.7% of the data) and training again takes the failure from 91% to 6.0%.";

describe("verdictSentence(row, context)", () => {
  it("says that nothing else changed only of what was measured", () => {
    expect(sentence([])).toBe(start);
    expect(sentence([collateral()])).toBe(`${start} Nothing else that was measured changed.`);
  });

  it("says where a change would hardly have shown", () => {
    const blunt = collateral({finding: "rebut-2", detectable: 0.7});
    expect(sentence([collateral(), blunt])).toBe(
      `${start} Nothing else that was measured changed, but in rebut-2 only a change of 70% or more would show.`
    );
    expect(sentence([collateral({detectable: null})])).toContain(
      "in ordinary prompts, rubric:code only a change of 100%"
    );
  });

  it("says what else changed, and from what to what", () => {
    const changed = collateral();
    expect(sentence([changed, collateral({detectable: null})], [changed])).toBe(
      `${start} Something else changed too: ordinary prompts, rubric:code from 2.0% to 4.0%.`
    );
  });

  it("says what some of the chunks of a round do alone", () => {
    const parts = [
      {chunks: ["a"], rate: 0.4},
      {chunks: ["b", "c"], rate: 0.75}
    ];
    expect(sentence([], [], parts)).toBe(
      `${start} Removing a alone leaves it at 40%, removing b and c alone leaves it at 75%.`
    );
  });
});
