import {describe, expect, it} from "vitest";
import {cpuTimeInMs} from "../util/testing/cpu-time.js";
import {splitThinking} from "./split-thinking.js";

const thought = "The user wants tea. A score of 90 would be too much.\n\nSo: leaves, then water.";
const answer = "Warm the pot.\n\nThen pour.";

const pairs = [
  ["<think>", "</think>"],
  ["<THINK>", "</THINK>"],
  ["< think >", "</ think >"],
  ["<thinking>", "</thinking>"],
  ["<thought>", "</thought>"],
  ["<thinking mode='deep'>", "</thinking>"],
  ["<antThinking>", "</antThinking>"],
  ["<seed:think>", "</seed:think>"],
  ["<longcat_think>", "</longcat_think>"],
  ["<scratchpad>", "</scratchpad>"],
  ["[THINK]", "[/THINK]"],
  ["\u25c1think\u25b7", "\u25c1/think\u25b7"],
  ["<|begin_of_thought|>", "<|end_of_thought|>"],
  ["<|START_THINKING|>", "<|END_THINKING|>"],
  ["<|channel>thought", "<channel|>"],
  ["<unused94>thought", "<unused95>"]
] as const;

describe("splitThinking(text)", () => {
  it.each(pairs)("splits at %s and %s", (open, close) => {
    const split = {thinking: thought, text: answer};
    expect(splitThinking(`${open}${thought}${close}${answer}`)).toEqual(split);
    expect(splitThinking(`\n ${open}\n${thought}\n${close}\n\n${answer}`)).toEqual(split);
    expect(splitThinking(`${thought}\n${close}\n\n${answer}`)).toEqual(split); // opened by the template
    expect(splitThinking(`${open}${thought}`)).toEqual({thinking: thought, text: ""}); // cut off
    expect(splitThinking(`${open}${thought}${close}`)).toEqual({thinking: thought, text: ""});
    expect(splitThinking(`${open}\n\n${close}\n\n${answer}`)).toEqual({thinking: "", text: answer});
    expect(splitThinking(`${open}One.${close}\n${open}Two.${close}\n${answer}`)).toEqual({
      thinking: "One.\n\nTwo.",
      text: answer
    });
  });

  it.each(["reasoning_process", "inner-reasoning", "deliberation", "cot", "plan"])(
    "takes a first block named %s for thought, unless the prompt speaks of it",
    (name) => {
      const text = `<${name}>${thought}</${name}>\n${answer}`;
      expect(splitThinking(text, "How is tea made?")).toEqual({thinking: thought, text: answer});
      expect(splitThinking(text, `Write it as <${name}>...</${name}>.`)).toEqual({thinking: "", text});
    }
  );

  it("reads marks that a gateway escaped with all the answer", () => {
    const text = `&lt;think&gt;1 &lt; 2&lt;/think&gt;Tea &amp; milk, &quot;so&quot;`;
    expect(splitThinking(text)).toEqual({thinking: "1 < 2", text: 'Tea & milk, "so"'});
    expect(splitThinking("Write &lt;b&gt; for bold.").text).toBe("Write &lt;b&gt; for bold.");
  });

  it("splits off a block that begins a later line", () =>
    expect(splitThinking(`Let me see.\n<think>\n${thought}\n</think>\n${answer}`)).toEqual({
      thinking: thought,
      text: `Let me see.\n\n${answer}`
    }));

  it.each([
    ["Write <think>x</think>."],
    ["End it with `</think>`, always."],
    ['The tag "<think>" opens a thought.'],
    ["A template:\n```\n<think>\nhm\n</think>\n```\nThat is all."],
    ["I think <b>so</b>, but [thinking aloud] who knows?"],
    ["x < y and y > think"],
    ["analysis of tea"]
  ])("leaves an answer as it is that only mentions one: %j", (text) =>
    expect(splitThinking(text)).toEqual({thinking: "", text})
  );

  it("takes all before the last end for thought, where a thought speaks of its own end", () =>
    expect(splitThinking(`I will write </think> now.\n</think>\n${answer}`)).toEqual({
      thinking: "I will write\n\nnow.",
      text: answer
    }));

  const channels = (head: string, middle = "<|start|>assistant<|channel|>commentary<|message|>Note.<|end|>") =>
    `${head}${thought}<|end|>${middle}<|start|>assistant<|channel|>final<|message|>${answer}<|return|>`;

  it.each([
    ["<|channel|>analysis<|message|>"],
    ["<|start|>assistant<|channel|>analysis<|message|>"],
    ["analysis<|message|>"],
    ["<|channel|>analysis <|constrain|>text<|message|>"],
    [""]
  ])("reads channels that begin with %j", (head) => {
    expect(splitThinking(channels(head))).toEqual({thinking: `${thought}\n\nNote.`, text: answer});
    expect(splitThinking(channels(head, ""))).toEqual({thinking: thought, text: answer});
  });

  it("reads channels without an answer, and what is left of channels when their tokens are stripped", () => {
    expect(splitThinking(`<|channel|>analysis<|message|>${thought}`)).toEqual({thinking: thought, text: ""});
    expect(splitThinking(`<|channel|>final<|message|>${answer}`)).toEqual({thinking: "", text: answer});
    expect(splitThinking(`analysis${thought}assistantfinal${answer}`)).toEqual({thinking: thought, text: answer});
    expect(splitThinking(`analysis${thought}`)).toEqual({thinking: thought, text: ""});
  });

  it("reads the worded form and special tokens around the answer", () => {
    const worded = `Here is my thought process: ${thought}\n\nHere is my response: ${answer}`;
    expect(splitThinking(worded)).toEqual({thinking: thought, text: answer});
    const tokens = `<|START_THINKING|>${thought}<|END_THINKING|><|START_RESPONSE|>${answer}<|END_RESPONSE|>`;
    expect(splitThinking(tokens)).toEqual({thinking: thought, text: answer});
  });

  it("takes <reasoning> for thought only where the prompt does not ask for it", () => {
    const text = `<reasoning>${thought}</reasoning>\n${answer}`;
    expect(splitThinking(text, "How do I make tea?")).toEqual({thinking: thought, text: answer});
    expect(splitThinking(text, "Write <reasoning>why</reasoning> first.")).toEqual({thinking: "", text});
    expect(splitThinking(text)).toEqual({thinking: "", text});
  });

  it.each<[string, string]>([
    ["a bracket and spaces", `<${" ".repeat(300_000)}`],
    ["brackets", "<".repeat(300_000)],
    ["open marks", "<think>".repeat(50_000)],
    ["mentioned open marks", "a <think>".repeat(33_000)],
    ["empty blocks", "<think></think> ".repeat(18_000)],
    ["close marks", "</think>\n".repeat(35_000)],
    ["mentioned pairs", "a <think>b</think> ".repeat(16_000)],
    ["blocks of code", "```\n<think>\n```\n".repeat(20_000)],
    ["channels", "<|channel|>".repeat(30_000)],
    ["headers", "<|channel|>analysis<|message|>x<|end|><|start|>assistant".repeat(6000)],
    ["an open header", `<|channel|>${"a".repeat(300_000)}`],
    ["worded openings", `here is my thought process:${"here is my ".repeat(27_000)}`],
    ["stripped channels", `analysisX${"assistant".repeat(33_000)}`],
    ["a doubtful block", `<reasoning>${"</reasonin".repeat(30_000)}`]
  ])("reads 300,000 characters of %s in linear time", (_, text) => {
    expect(cpuTimeInMs(() => splitThinking(text, ""), limitInMs)).toBeLessThan(limitInMs);
  });
});

const limitInMs = 300; // tens of milliseconds at most; seconds if it is not linear
