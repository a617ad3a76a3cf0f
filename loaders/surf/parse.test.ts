import {describe, expect, it} from "vitest";
import {parseJudgement, safeParseJudgement} from "./parse-judgement.js";
import {parseQuery, safeParseQuery} from "./parse-query.js";

describe("safeParseQuery(text)", () => {
  it.each([
    ["<query_1>How do bees fly?</query_1><query_2>x</query_2>", "How do bees fly?"],
    ["<query_1>\nHow do bees fly?\n", "How do bees fly?"],
    ["Here you are:\n<QUERY_1> How do bees fly? <query_2>x", "How do bees fly?"],
    ["< query 1 >How do bees fly?</ query 1 >", "How do bees fly?"],
    ["How do bees fly?</query_1>", "How do bees fly?"],
    ['<query_1>"How do bees fly?"</query_1>', "How do bees fly?"],
    ['<query_1>"Yes" or "no"</query_1>', '"Yes" or "no"'],
    ["<query_1>Use <b>bold</b> & <script>x</script></query_1>", "Use <b>bold</b> & <script>x</script>"]
  ])("reads %j", (text, query) => expect(safeParseQuery(text)).toEqual({success: true, value: query}));

  it.each([["How do bees fly?"], [""], ["<query_1></query_1>"], ["<query_1>  "]])("finds no query in %j", (text) => {
    expect(safeParseQuery(text).success).toBe(false);
    expect(() => parseQuery(text)).toThrow(/query_1/);
  });
});

describe("safeParseJudgement(text)", () => {
  it.each([
    ["<reasoning>why</reasoning><score>85</score>", 85, "why"],
    ["<score>85</score><reasoning>why</reasoning>", 85, "why"],
    ["<Reasoning>why</Reasoning>\n<SCORE> **85** ", 85, "why"],
    ["<reasoning>why <score>85/100</score>", 85, "why"],
    [
      "<reasoning>a draft said <score>30</score></reasoning><score>85.5</score>",
      85.5,
      "a draft said <score>30</score>"
    ],
    ["<score>85</score> as said: <score>85</score>", 85, "as said:"],
    ["Score: 85/100", 85, "Score: 85/100"],
    ["The score is 0.", 0, "The score is 0."]
  ])("reads %j", (text, score, reasoning) =>
    expect(safeParseJudgement(text)).toEqual({success: true, value: {score, reasoning}})
  );

  it.each([
    ["no number here", "unparsable"],
    ["", "unparsable"],
    ["<score>eighty</score>", "unparsable"],
    ["<score>8/10</score>", "unparsable"],
    ["<score>10</score><score>90</score>", "unparsable"],
    ["<score>120</score>", "out-of-range"],
    ["<score>-5</score>", "out-of-range"]
  ])("finds no score in %j", (text, problem) => {
    expect(safeParseJudgement(text)).toMatchObject({success: false, problem});
    expect(() => parseJudgement(text)).toThrow(/score/);
  });
});
