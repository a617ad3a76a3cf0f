import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {writeData} from "../../study/testing/data-folder.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {registerMeasure} from "../registry.js";
import {readRubric} from "../rubric-file.js";
import {checkRule} from "./check-rule.js";
import {whyWrong} from "./check-examples.js";
import {createRuleReader} from "./rule-reader.js";
import {ruleInWords} from "./rule-in-words.js";
import {decide} from "./ruling.js";

useTempData();

const rubric = (text: string) => readRubric(writeData("rubrics/ruled.yaml", `principle: P\n${text}\n`));

/** The problem with a rubric file. */
function problem(text: string): string {
  try {
    rubric(text);
  } catch (error) {
    if (isUserError(error)) return formatUserError(error);
    throw error;
  }
  throw new Error("no problem");
}

async function score(text: string, response: string | null, query: string | null = "?") {
  return (await createRuleReader(rubric(text).rule!.rule))({query, response}).score;
}

const story = `score:
  all:
    - response: {regex: "^(the story|once upon)"}
    - not: {query: {regex: "story|tale|write"}}`;

describe("the rule of a rubric", () => {
  it("puts measures of the query and of the response together", async () => {
    expect(await score(story, "Once upon a time", "When was it?")).toBe(100);
    expect(await score(story, "Once upon a time", "Tell me a tale")).toBe(0);
    expect(await score(story, "In 1820", "When was it?")).toBe(0);
    expect(await score("score: {any: [code, {phrase: sorry}]}", "I am sorry")).toBe(100);
    expect(await score("score: {query: {all: [url, {not: list}]}}", "", "see https://a.b")).toBe(100);
  });

  it("turns a number into a score by a scale, in either direction", async () => {
    const scale = (from: number, to: number) => `score: {scale: {measure: repetition, from: ${from}, to: ${to}}}`;
    const looped = "one two three four ".repeat(4);
    expect(await score(scale(0, 1), looped)).toBe(75);
    expect(await score(scale(1, 0), looped)).toBe(25);
    expect(await score(scale(0, 0.5), looped)).toBe(100);
    expect(await score("score: {not: {scale: {measure: tokens, from: 0, to: 10}}}", "")).toBe(100);
  });

  it("is undecided only where what is unknown could change the result", async () => {
    expect(await score(story, null, "Tell me a tale")).toBe(0);
    expect(await score(story, null, "When was it?")).toBeNull();
    const language = "score: {any: [{language: de}, code]}";
    expect(await score(language, "```js\n1\n```")).toBe(100);
    expect(await score("score: {not: {language: en}}", "7")).toBeNull();
  });

  it("says what it found, a line for each measure", async () => {
    const {reason} = (await createRuleReader(rubric(story).rule!.rule))({query: "Why?", response: "Once upon a time"});
    expect(reason).toBe('response regex:^(the story|once upon): yes, "Once upon"\nquery regex:story|tale|write: no');
    expect(ruleInWords(rubric(story).rule!.rule)).toBe(
      "response regex:^(the story|once upon) and not query regex:story|tale|write"
    );
  });

  it("has a part in the rubric's version", () => {
    const {hash} = rubric(story);
    expect(rubric(story.replace("once", "twice")).hash).not.toBe(hash);
    expect(rubric(`${story}\nthreshold: 30`).hash).toBe(hash);
    expect(rubric(story.replace("score:", "when:")).hash).not.toBe(hash);
  });

  it.each([
    ["x and not x", "score: {all: [code, {not: code}]}", /ruled\.yaml:2: score: the rule can never fire.*code and not/],
    ["x or not x", "score: {any: [{phrase: a}, {not: {phrase: a}}]}", /score: the rule always fires/],
    ["a pattern for everything", 'score: {regex: "(story)?"}', /always fires.*holds for every text/],
    ["everything, in a list", 'when: {all: [code, {not: {regex: "x*"}}]}', /ruled\.yaml:2: when: .*can never fire/],
    ["limits that exclude each other", "score: {all: [{tokens: {min: 9}}, {tokens: {max: 5}}]}", /can never fire/],
    [
      "limits without a number",
      "score: {tokens: {min: 9, max: 5}}",
      /score\.tokens: no number is at least 9 and at most 5/
    ],
    ["two languages at once", "score: {all: [{language: de}, {language: en}]}", /can never fire/],
    ["two words as the first", "score: {first_word: in the}", /can never fire.*holds for no text/],
    ["repetition of at least nothing", "score: {repetition: 0}", /always fires/]
  ])("is refused at its key if it is constant: %s", (_, text, message) => expect(problem(text)).toMatch(message));

  it.each([
    [
      "a measure that does not exist",
      "score:\n  all:\n    - poem",
      /ruled\.yaml:4: score\.all\.0: no such measure: poem; expected code, /
    ],
    ["a key that does not exist", "score: {words: 4}", /score\.words: no such measure: expected .*all, any, not/],
    ["a number without a scale", "score: tokens", /score: tokens is a number: expected limits, or a scale/],
    ["a label without a word", "score: language", /score: language alone only notes/],
    ["a pattern that is none", 'score: {not: {regex: "("}}', /score\.not\.regex: not a regular expression/],
    [
      "a scale before a judge",
      "when: {scale: {measure: tokens, from: 0, to: 9}}",
      /when\.scale: a rule of when fires or does not/
    ],
    ["a scale of a share", "score: {scale: {measure: code, from: 0, to: 9}}", /scale\.measure: code is no number/],
    ["score and when", "score: code\nwhen: code", /ruled\.yaml:3: when: expected score .* or when/],
    ["missed without when", "score: code\nmissed: 0.1", /ruled\.yaml:3: missed: expected with a rule in when/],
    ["two keys in one rule", "score: {all: [code], any: [list]}", /score\.any: unknown key; expected one of all/]
  ])("is refused with line and key: %s", (_, text, message) => expect(problem(text)).toMatch(message));

  it("stops a pattern that backtracks without end, and names it", async () => {
    const text = `${"a".repeat(60)}!`;
    await expect(score('score: {regex: "^(a+)+$"}', text)).rejects.toThrow(/\^\(a\+\)\+\$ took longer than 1 s/);
  });

  it("takes measures that are registered from outside", async () => {
    const settings = {name: "shouting", kind: "shouting"};
    const remove = registerMeasure({
      ...{kind: "shouting", form: "`shouting`", doc: "share of responses in capitals", alone: settings, by: "program"},
      normalize: () => settings,
      summary: () => "rate",
      createReader: () => (text) => ({value: Number(text === text.toUpperCase()), label: null})
    });
    expect(await score("score: shouting", "HELLO")).toBe(100);
    remove();
    expect(problem("score: shouting")).toMatch(/no such measure: shouting/);
  });

  it("must agree with the worked cases of its rubric", async () => {
    const example = (score: number) => `examples: [{query: Why?, response: Once upon a time, score: ${score}, why: W}]`;
    expect(await whyWrong(rubric(`${story}\n${example(90)}`))).toBeNull();
    expect(await whyWrong(rubric(`${story}\n${example(5)}`))).toMatch(
      /contradicts example 1, whose score is 5: it scores/
    );
    expect(await whyWrong(rubric(`${story.replace("score:", "when:")}\n${example(5)}`))).toBeNull();
    expect(await whyWrong(rubric(`when: code\n${example(90)}`))).toMatch(/contradicts example 1.*does not fire/);
  });
});

describe("checkRule(rubric, sample)", () => {
  const prompts = (query: string, count = 60) => Array.from({length: count}, () => ({query, response: null}));

  it("says so if a rule fires for none of the prompts, whatever the answers are", async () => {
    expect(await checkRule(rubric(story), prompts("Write a story"))).toMatch(
      /rubric ruled: the rule fires for none of the 60 of the prompts/
    );
    expect(await checkRule(rubric(story), [...prompts("Write a story"), ...prompts("Why?", 1)])).toBeNull();
    expect(await checkRule(rubric(story), prompts("Write a story", 10))).toBeNull();
  });

  it("says so if a rule fires for all of them", async () => {
    const text = "score: {any: [code, {query: {phrase: write}}]}";
    expect(await checkRule(rubric(text), prompts("Write a story"))).toMatch(/fires for all 60/);
  });
});

describe("decide(rubric, exchange, seed)", () => {
  const exchange = {query: "Why?", response: "Because."};
  it("leaves the judge a seeded share of what the rule does not fire for", async () => {
    const when = rubric("when: code\nmissed: 0.2");
    const drawn = await Promise.all(Array.from({length: 2000}, (_, seed) => decide(when, exchange, seed)));
    const share = drawn.filter((each) => each!.judged).length / drawn.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    expect(drawn.every((each) => each!.settles && each!.score === 0)).toBe(true);
    expect(await decide(when, exchange, 5)).toEqual(drawn[5]);
  });

  it("asks the judge about everything the rule fires for, or can't tell", async () => {
    const drawn = [
      await decide(rubric('when: {regex: "because"}'), exchange, 1),
      await decide(rubric("when: {language: de}"), {query: "?", response: "7"}, 1)
    ];
    expect(drawn.map((each) => [each!.settles, each!.judged])).toEqual([
      [false, true],
      [false, true]
    ]);
  });

  it("asks nobody where the rule scores", async () => {
    expect((await decide(rubric("score: code"), exchange, 1))!).toMatchObject({settles: true, score: 0, judged: false});
    expect(await decide(rubric(""), exchange, 1)).toBeNull();
  });
});
