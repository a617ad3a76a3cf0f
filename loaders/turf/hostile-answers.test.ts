import {describe, expect, it} from "vitest";
import {answerMeasure} from "../measure/answer.js";
import type {Reader} from "../measure/measure.js";
import {parseRewordings} from "../probe/perturb-prompts.js";
import {gateResponse, isRefusal} from "../surf/gate.js";
import {isScoreWhole, safeParseJudgement} from "../surf/parse-judgement.js";
import {isQueryWhole, safeParseQuery} from "../surf/parse-query.js";
import {cpuTimeInMs} from "../util/testing/cpu-time.js";
import {safeParseSummary, safeParseYesNo} from "./index/summary-prompt.js";
import {safeParseAttributes} from "./parse-attributes.js";
import {safeParseCrux} from "./trace/crux-prompt.js";

describe("parsers of what models say", () => {
  const spaces = " ".repeat(300_000);
  const hostile: Record<string, string> = {
    "a bracket and spaces": `<${spaces}`,
    "a slashed bracket and spaces": `</${spaces}`,
    spaces: `x${spaces}x`,
    brackets: "<".repeat(300_000),
    "open reasons": "<reasoning>".repeat(30_000),
    "reasons and scores": "<reasoning></reasoning><score>1</score>".repeat(8000),
    "open scores": "<score>".repeat(40_000),
    scores: "<score>1".repeat(40_000),
    "words of scores": "score is ".repeat(33_000),
    "lines of scores": "score: x\n".repeat(33_000),
    "stars around scores": `score ${"*".repeat(300_000)}`,
    digits: `<score>${"1".repeat(300_000)}`,
    braces: "{".repeat(300_000),
    "scores in JSON": `{${'"score":1,'.repeat(30_000)}"a":1}`,
    queries: "<query_1>".repeat(33_000),
    placeholders: "<query_1>...</query_1>".repeat(14_000),
    dots: `<query_1>${".".repeat(300_000)}x`,
    quotes: `"${'" '.repeat(150_000)}`,
    rewordings: "<rewording_1>".repeat(23_000),
    "open tags of all kinds": "<summary><crux><answer>".repeat(13_000),
    marks: `- ${"', ".repeat(100_000)}x`,
    excuses: `I'm sorry, ${"but ".repeat(75_000)}`,
    punctuation: "!?.,".repeat(75_000)
  };
  if (answerMeasure.by !== "program") throw new Error("expected a measure by a program");
  const readAnswer = answerMeasure.createReader({name: "a", kind: "answer", match: "exact"}) as Reader;
  const parsers: Record<string, (text: string) => unknown> = {
    judgement: safeParseJudgement,
    "whole score": isScoreWhole,
    query: safeParseQuery,
    "whole query": isQueryWhole,
    rewordings: parseRewordings,
    attributes: (text) => safeParseAttributes("query", text),
    summary: safeParseSummary,
    crux: (text) => safeParseCrux(text, 5),
    "yes or no": safeParseYesNo,
    answer: (text) => readAnswer(text, "tea"),
    refusal: isRefusal,
    response: (text) =>
      gateResponse({
        ...{text, thinking: "", stop: {unified: "stop", raw: "stop"}, model: "m"},
        usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null}
      })
  };
  const limitInMs = 300; // tens of milliseconds at most; seconds if it is not linear

  it.each(Object.keys(hostile))("read 300,000 characters in linear time: %s", (kind) => {
    const slow = Object.entries(parsers).flatMap(([name, parse]) => {
      const took = cpuTimeInMs(() => parse(hostile[kind]!), limitInMs);
      return took > limitInMs ? [`${name}: ${took.toFixed(0)} ms`] : [];
    });
    expect(slow).toEqual([]);
  });
});
