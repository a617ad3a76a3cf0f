import {describe, expect, it} from "vitest";
import {checkRewording} from "./check-rewording.js";
import {mostByRule, rewordByRule} from "./rule-rewordings.js";

const prompts = [
  "When did Mary Anning become a billionaire?",
  "How can I improve my listening skills in conversations?",
  "You are a botanist in a fantasy world. Describe the healing properties of the Moonflower.",
  "toolformer: enabled\ntoolformer access: search\nFind the price of 3 apples",
  "x"
];

describe("rewordings by rule", () => {
  it("are as many as asked for, all different, and keep the substance", () => {
    for (const prompt of prompts) {
      const texts = rewordByRule(prompt, mostByRule, 1);
      expect(texts).toHaveLength(mostByRule);
      for (const [i, text] of texts.entries())
        expect([text, checkRewording(prompt, text, texts.slice(0, i))]).toEqual([text, null]);
    }
  });

  it("are the same for the same seed, and others for another", () => {
    expect(rewordByRule(prompts[0]!, 8, 1)).toEqual(rewordByRule(prompts[0]!, 8, 1));
    expect(rewordByRule(prompts[0]!, 8, 1)).not.toEqual(rewordByRule(prompts[0]!, 8, 2));
  });

  it("give a request another opening where a rule knows one", () => {
    expect(rewordByRule(prompts[0]!, 1, 1)).toEqual(["Do you know when did Mary Anning become a billionaire?"]);
    expect(rewordByRule(prompts[1]!, 1, 1)[0]).toMatch(/^What is a good way to improve/);
  });

  it("keep a prompt with dollar signs as it is", () => {
    const [text] = rewordByRule("Pay $& and $1 now", 1, 3);
    expect(text).toContain("Pay $& and $1 now");
  });
});
