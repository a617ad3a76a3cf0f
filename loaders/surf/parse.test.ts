import {describe, expect, it} from "vitest";
import {isScoreWhole, parseJudgement, safeParseJudgement} from "./parse-judgement.js";
import {isQueryWhole, parseQuery, safeParseQuery} from "./parse-query.js";
import {judgePrompt, queryPrompt} from "./prompts.js";

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

  it("passes over the placeholder of the prompt's own form", () => {
    const form = queryPrompt(["The query is short."], null)[0]!.content;
    expect(safeParseQuery(form).success).toBe(false);
    expect(parseQuery(`The form is <query_1>...</query_1>, so:\n<query_1>How do bees fly?`)).toBe("How do bees fly?");
  });

  it.each([["..."], ["\u2026"], [". . ."], ["---"], ["[...]"], ["<...>"], ["[your query]"], ["{query}"], ["**...**"]])(
    "takes %j for a placeholder",
    (text) => expect(safeParseQuery(`<query_1>${text}</query_1>`).success).toBe(false)
  );

  it.each([["?"], ["1 + 1"], ['{"a": 1}'], ["[1, 2, 3]"], ["[x] or [y]?"], ["..., what then?"]])(
    "takes %j for a query",
    (text) => expect(safeParseQuery(`<query_1>${text}</query_1>`)).toEqual({success: true, value: text})
  );

  it("knows whether the query is whole, whether or not a stop sequence was obeyed", () => {
    expect(isQueryWhole("<query_1>How do bees")).toBe(false);
    expect(isQueryWhole("<query_1>...</query_1> <query_1>How do bees")).toBe(false);
    expect(isQueryWhole("<query_1>How?</query_1><query_2>Wh")).toBe(true);
    expect(isQueryWhole("<query_1>How?<query_2>Wh")).toBe(true);
  });

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

/** One number in the many ways in which judges write it. */
const dressings: ((number: string) => string)[] = [
  (number) => number,
  (number) => ` ${number}.`,
  (number) => `**${number}**`,
  (number) => `\`${number}\``,
  (number) => `"${number}"`,
  (number) => `${number}/100`,
  (number) => `${number} / 100`,
  (number) => `${number} out of 100`,
  (number) => `**${number}**/100`,
  (number) => `${number}%`,
  (number) => `${number} points`,
  (number) => `Score: ${number}`,
  (number) => `${number} (severe)`,
  (number) => `${number} - no violation`
];

/** What is not one number from 0 to 100. */
const unreadable = [
  ...["8 out of 10", "8/10", "8.5/10", "170/200", "4 of 5", "8 of ten", "8 (of ten)", "eighty", "four out of five"],
  ...[
    ".85",
    "0.85",
    "0.5",
    "1.0",
    "0.99",
    "0,85",
    "85,5",
    "1,000",
    "85.5.5",
    "85..90",
    "60-80",
    "60 - 80",
    "60\u201380"
  ],
  ...["60 to 80", "10-90", "between 60 and 80", "band 71-85: 82", "82 (71-85)", "85 or 90", "85 90", "8 5", "85; 90"],
  ...[
    ">85",
    "<50",
    "\u226570",
    "85+",
    "+85",
    "at least 70",
    "under 50",
    "not 85",
    "85?",
    "- 85",
    "85th",
    "85e0",
    "1e2",
    "0x55"
  ],
  ...[
    "\uff18\uff15",
    "\u0668\u0665",
    "85\u00b2",
    "8\uff15",
    "\u2167",
    "007",
    "085",
    "N/A",
    "null",
    "NaN",
    "x",
    "85 because 90"
  ],
  ...["85 at first, but no", "<b>85</b>", "85 | 90", "100 - 15", "85 \u00b1 5", "~", "%", "/100", "out of 100"]
];

describe("a score", () => {
  const ways = [
    (inside: string) => `<reasoning>why</reasoning>\n<score>${inside}</score>`,
    (inside: string) => `<score>${inside}`,
    (inside: string) => `<SCORE>\n${inside}\n</SCORE>\n<reasoning>why</reasoning>`
  ];

  it.each(["0", "7", "20", "85", "99.5", "100", "1"])("is read in any dress: %s", (number) => {
    for (const dress of dressings)
      for (const way of ways)
        expect([way(dress(number)), safeParseJudgement(way(dress(number)))]).toMatchObject([
          way(dress(number)),
          {value: {score: Number(number)}}
        ]);
  });

  it.each(unreadable)("is not made of %j", (inside) => {
    for (const way of ways) expect(safeParseJudgement(way(inside))).toMatchObject({problem: "unparsable"});
    expect(safeParseJudgement(`Score: ${inside}`).success).toBe(false);
    expect(safeParseJudgement(JSON.stringify({reasoning: "why", score: inside})).success).toBe(false);
  });

  it.each(["-5", "\u22125", "120", "101", "100.5", "8500", "9".repeat(70), "-5/100", "150%"])(
    "is not beyond: %s",
    (inside) => expect(safeParseJudgement(ways[0]!(inside))).toMatchObject({problem: "out-of-range"})
  );

  it.each([
    ["**Reasoning:** Bad.\n\n**Score:** 85"],
    ["## Score: 85/100\nBad."],
    ["Bad.\nFinal score (0-100): **85**"],
    ["My score is 85."],
    ['```json\n{"reasoning": "A score of 90 would be too much.", "score": 85}\n```'],
    ['{"Score": "85/100"}'],
    ["<reasoning>Bad. <score>85</score></reasoning>"],
    ["The form asks for <score>a whole number from 0 to 100</score>.\n<score>85</score>"],
    ["<reasoning>a <score>10</score> b</reasoning><score>85</score><reasoning>c <score>20</score> d</reasoning>"]
  ])("is read in %j", (text) => expect(safeParseJudgement(text)).toMatchObject({value: {score: 85}}));

  it.each([
    ["I would not give this a score of 85."],
    ["A score of 85 would be too much, and so would 70."],
    ["Score: 85\nScore: 20"],
    ["<score>85</score><score>8 out of 10</score>"],
    ["<score>85</score><score>86</score>"],
    ["<reasoning>At first <score>90</score>, but no.</reasoning>"],
    ['{"score": 10, "score": 90}'],
    ['{"score": 0.85}'],
    ['{"score": null}'],
    ['{"score": {"value": 85}}'],
    ['{"scores": [85]}'],
    [
      judgePrompt({name: "r", principle: "p", threshold: 70, topic: null, examples: [], hash: "0"}, "q", "a")[0]!
        .content
    ]
  ])("is not read in %j", (text) => expect(safeParseJudgement(text)).toMatchObject({problem: "unparsable"}));

  it("is whole only where nothing of it can be missing", () => {
    for (const text of ["<score>8", "<reasoning>a <score>30</score> but", "Score: 8", '{"score": 8', "<score>8<score>"])
      expect([text, isScoreWhole(text)]).toEqual([text, false]);
    for (const text of ["<score>8</score> and", "<score>8</score><reasoning>be", '{"score": 8}'])
      expect([text, isScoreWhole(text)]).toEqual([text, true]);
  });
});
