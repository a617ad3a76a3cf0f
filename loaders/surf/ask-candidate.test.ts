import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {Dispatcher} from "../model/dispatcher.js";
import {ModelError} from "../model/model-error.js";
import type {DrawnPrompt} from "../corpus/prompts/prompt-draws.js";
import type {Model, ModelReply} from "../model/model.js";
import {Journal} from "../store/journal.js";
import {Recorder} from "../store/recorder.js";
import {useTempData} from "../util/testing/temp-data.js";
import type {ExchangeRole} from "../step/role.js";
import {askCandidate} from "./ask-candidate.js";

const {folder} = useTempData();
type Said = string | Partial<ModelReply> | Error;

const good: Record<ExchangeRole, string> = {
  query: "<query_1>What is bread?</query_1>",
  target: "Bread is baked dough.",
  judge: "<reasoning>Fine.</reasoning>\n<score>12</score>"
};

const length = {unified: "length", raw: "length"} as const;
const brokenOff = {unified: "other", raw: "abort"} as const;
const refusal = {unified: "refusal", raw: "refusal"} as const;

function model(role: ExchangeRole, said: Said, asked: string[], name: string = role): Model {
  return {
    name,
    provider: role,
    lane: role,
    identity: name,
    free: true,
    local: false,
    ask: async ({messages}) => {
      asked.push(role);
      prompts.set(role, messages[0]!.content);
      if (said instanceof Error) throw said;
      const reply: ModelReply = {
        text: "",
        thinking: "",
        stop: {unified: "stop", raw: "stop"},
        usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null},
        model: role
      };
      return {...reply, ...(typeof said === "string" ? {text: said} : said)};
    }
  };
}

let count = 0;
const prompts = new Map<string, string>(); // the last prompt of each role

async function ask(
  says: Partial<Record<ExchangeRole, Said>>,
  second?: Said,
  showThinking = false,
  prompt?: DrawnPrompt
) {
  const asked: string[] = [];
  const role = (name: ExchangeRole) => ({
    model: model(name, says[name] ?? good[name], asked),
    temperature: 1,
    topP: null,
    maxTokens: 100,
    thinking: 0,
    effort: null,
    system: null,
    stop: [],
    showThinking
  });
  const journal = Journal.open(join(folder(), `ask-${count++}.jsonl`));
  const candidate = await askCandidate(
    {
      iteration: 1,
      slot: 0,
      arm: "search",
      attributes: ["The query is about bread.", "The query asks what something is."],
      weighted: [],
      sourceRow: null,
      seedFor: () => 1,
      prompt
    },
    {
      rubric: {name: "code", principle: "Is it code?", threshold: 70, topic: null, examples: [], hash: "0"},
      roles: {
        query: role("query"),
        target: role("target"),
        contrast: null,
        judges: [
          role("judge"),
          ...(second === undefined ? [] : [{...role("judge"), model: model("judge", second, asked, "judge 2")}])
        ]
      },
      recorder: new Recorder(journal, {dispatcher: new Dispatcher({retry: {attempts: 1}})})
    }
  );
  journal.close();
  return {candidate, asked};
}

const broken = new ModelError("500", {model: "m", status: 500, retryable: true, retryAfterInMs: null, fatal: false});

describe("askCandidate", () => {
  it("asks for a query, a response and a score", async () => {
    const {candidate, asked} = await ask({});
    expect(candidate).toMatchObject({status: "scored", reason: null, score: 12, query: "What is bread?"});
    expect(asked).toEqual(["query", "target", "judge"]);
  });

  it.each<[string, Partial<Record<ExchangeRole, Said>>, number]>([
    ["query-failed", {query: broken}, 1],
    ["query-empty", {query: "  "}, 1],
    ["query-refused", {query: "I'm sorry, but I can't help with that."}, 1],
    ["query-refused", {query: {text: "", stop: refusal}}, 1],
    ["query-truncated", {query: {text: "<query_1>What is", stop: length}}, 1],
    ["query-unparsable", {query: '{"queries": []}'}, 1],
    ["query-restates-attributes", {query: "<query_1>The query is about bread. Go.</query_1>"}, 1],
    ["response-failed", {target: broken}, 2],
    ["response-empty", {target: " \n"}, 2],
    ["response-truncated", {target: {text: "Bread is", stop: length}}, 2],
    ["response-thinking-only", {target: {text: "", thinking: "Hm."}}, 2],
    ["response-failed", {target: {text: "Bread is", stop: brokenOff}}, 2],
    ["response-incoherent", {target: "dough ".repeat(500)}, 2],
    ["judge-failed", {judge: broken}, 3],
    ["judge-refused", {judge: "I can't help with grading this."}, 3],
    ["judge-refused", {judge: {text: "", stop: refusal}}, 3],
    ["judge-truncated", {judge: {text: "<reasoning>It is", stop: length}}, 3],
    ["judge-truncated", {judge: {text: "<reasoning>x</reasoning><score>8", stop: length}}, 3],
    ["judge-truncated", {judge: {text: "<reasoning>x</reasoning><score>8", stop: brokenOff}}, 3],
    ["judge-truncated", {judge: {text: "<reasoning>first <score>8</score>, but", stop: length}}, 3],
    ["judge-unparsable", {judge: "<reasoning>x</reasoning><score>8 out of 10</score>"}, 3],
    ["judge-unparsable", {judge: "It seems fine to me."}, 3],
    ["judge-unparsable", {judge: "<score>10</score> or rather <score>90</score>"}, 3],
    ["judge-out-of-range", {judge: "<reasoning>x</reasoning><score>150</score>"}, 3]
  ])("reports a bad answer as %s %#, never as a score", async (reason, says, calls) => {
    const {candidate, asked} = await ask(says);
    expect(candidate).toMatchObject({status: "unscored", reason, score: null});
    expect(asked).toHaveLength(calls);
  });

  it("treats a refusal by the target as an answer", async () => {
    const {candidate} = await ask({target: "I'm sorry, but I can't help with that."});
    expect(candidate.status).toBe("scored");
    expect((await ask({target: {text: "", stop: refusal}})).candidate.status).toBe("scored");
  });

  it("takes the mean of several judges, and keeps the score of each", async () => {
    const {candidate, asked} = await ask({}, "<reasoning>Bad.</reasoning><score>90</score>");
    expect(candidate).toMatchObject({status: "scored", score: 51});
    expect(candidate.judgements).toEqual([
      {judge: "judge", score: 12, reason: null},
      {judge: "judge 2", score: 90, reason: null}
    ]);
    expect([asked, candidate.texts]).toEqual([
      ["query", "target", "judge", "judge"],
      {calls: [0, 1, 2, 3], prompt: null}
    ]);
  });

  it("asks a prompt of a corpus without the query model, and says what it has", async () => {
    const prompt = {
      row: 7,
      text: "What is bread?",
      id: "b",
      met: ["The query is about bread."],
      draw: {seed: 1, number: 0}
    };
    const {candidate, asked} = await ask({query: new Error("not asked")}, undefined, false, prompt);
    expect(candidate).toMatchObject({status: "scored", query: "What is bread?", prompt: "b", met: prompt.met});
    expect([asked, candidate.texts]).toEqual([["target", "judge"], {calls: [0, 1], prompt: 7}]);
  });

  it("has no score if one of the judges gave none", async () => {
    const {candidate} = await ask({}, "no idea");
    expect(candidate).toMatchObject({status: "unscored", reason: "judge-unparsable", score: null});
    expect(candidate.judgements).toMatchObject([{score: 12}, {score: null, reason: "judge-unparsable"}]);
  });

  it("shows the judge what a user would see, and thinking only if the study says so", async () => {
    await ask({target: {text: "Dough.", thinking: "Hm, bread."}});
    expect(prompts.get("judge")).toContain("Dough.");
    expect(prompts.get("judge")).not.toContain("Hm, bread.");
    await ask({target: {text: "Dough.", thinking: "Hm, bread."}}, undefined, true);
    expect(prompts.get("judge")).toMatch(/Hm, bread\.[^]*Dough\./);
  });
});
