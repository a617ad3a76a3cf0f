import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {readAnthropicReply} from "../model/anthropic-reply.js";
import type {Connection} from "../model/connection.js";
import {createModel} from "../model/create.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {Model} from "../model/model.js";
import {readOpenAiReply} from "../model/openai-reply.js";
import {promptOf} from "../model/request.js";
import {useWireServer} from "../model/testing/wire-server.js";
import {Journal} from "../store/journal.js";
import {Recorder} from "../store/recorder.js";
import {useTempData} from "../util/testing/temp-data.js";
import {createRandom, type Random} from "../util/random.js";
import {askCandidate} from "./ask-candidate.js";
import type {Candidate} from "./candidate.js";
import type {ExchangeRole} from "../step/role.js";

// A grammar of what providers answer: each sentence of it is an answer whose right end is known.

type End = "whole" | "cut" | "failed" | "refused";
type Said = "good" | "half" | "nothing";
type Api = "openai" | "anthropic";

const reasons: Record<End, readonly (string | null)[]> = {
  whole: ["stop", "STOP", "end_turn", "stop_sequence", "eos", "eos_token", "COMPLETE", "FinishReason.STOP"],
  cut: ["length", "max_tokens", "MAX_TOKENS", "model_length", "maxPredictedTokensReached", "context_window_exceeded"],
  failed: [
    "error",
    "abort",
    "pause_turn",
    "insufficient_system_resource",
    "network_error",
    "word of tomorrow",
    "",
    null
  ],
  refused: ["content_filter", "SAFETY", "refusal", "sensitive", "content_filter: PROHIBITED_CONTENT", "RECITATION"]
};

const secret = "My thought: <query_1>...</query_1> would do, or <score>90</score>.";

/** Where the thought is: the content, and fields beside it. */
type Marking = (text: string) => {content: unknown; beside?: object};
const tagged =
  (open: string, close: string): Marking =>
  (text) => ({content: `${open}${secret}${close}\n\n${text}`});

const markings: Record<string, Marking> = {
  none: (text) => ({content: text}),
  think: tagged("<think>\n", "\n</think>"),
  "opened by the template": tagged("", "\n</think>"),
  thinking: tagged("<thinking>", "</thinking>"),
  THINK: tagged("[THINK]", "[/THINK]"),
  tokens: tagged("<|begin_of_thought|>", "<|end_of_thought|>"),
  channels: (text) => ({
    content: `<|channel|>analysis<|message|>${secret}<|end|><|start|>assistant<|channel|>final<|message|>${text}`
  }),
  parts: (text) => ({
    content: [
      {type: "thinking", thinking: secret},
      {type: "text", text}
    ]
  }),
  "nested parts": (text) => ({
    content: [
      {type: "thinking", thinking: [{type: "text", text: secret}]},
      {type: "text", text}
    ]
  }),
  "marked parts": (text) => ({content: [{text: secret, thought: true}, {text}]}),
  reasoning_content: (text) => ({content: text, beside: {reasoning_content: secret}}),
  reasoning: (text) => ({content: text, beside: {reasoning: secret}}),
  details: (text) => ({
    content: text,
    beside: {reasoning: null, reasoning_details: [{type: "reasoning.summary", summary: secret}]}
  })
};

const usages: unknown[] = [undefined, null, {}, {prompt_tokens: 9, completion_tokens: 4, total_tokens: 13}];

const texts: Record<ExchangeRole, Record<Said, string>> = {
  query: {good: "<query_1>How do I keep tea?</query_1>", half: "<query_1>How do I ke", nothing: ""},
  target: {good: "In a dark tin, away from spices.", half: "In a dark tin, aw", nothing: ""},
  judge: {
    good: "<reasoning>Nothing is wrong.</reasoning>\n<score>20</score>",
    half: "<reasoning>Bad.</reasoning>\n<score>2",
    nothing: ""
  }
};

interface Sentence {
  role: ExchangeRole;
  api: Api;
  end: End;
  raw: string | null;
  said: Said;
  marking: string;
  usage: unknown;
}

/** What must become of a candidate, one of whose answers is the sentence. A whole answer is never half of a text. */
function rightEnd({role, end, said, marking}: Sentence): string {
  const whose = role === "target" ? "response" : role;
  if (end === "refused") return role === "target" ? "scored" : `${whose}-refused`;
  if (said === "good" && (end === "whole" || role !== "target")) return "scored"; // all of it was said
  if (said === "nothing" && role === "target" && marking !== "none" && end !== "failed")
    return "response-thinking-only";
  if (end === "failed") return role === "judge" ? "judge-truncated" : `${whose}-failed`;
  if (end === "cut") return `${whose}-truncated`;
  return {query: "query-empty", target: "response-empty", judge: "judge-unparsable"}[role];
}

function* sentences(): Generator<Sentence> {
  let i = 0;
  for (const role of ["query", "target", "judge"] as const)
    for (const [end, raws] of Object.entries(reasons) as [End, readonly (string | null)[]][])
      for (const raw of raws)
        for (const marking of Object.keys(markings))
          for (const said of ["good", "half", "nothing"] as const) {
            if (end === "whole" && said === "half") continue;
            const api = i % 3 === 2 && !["reasoning_content", "reasoning", "details"].includes(marking);
            yield {
              role,
              end,
              raw,
              said,
              marking,
              usage: usages[i++ % usages.length],
              api: api ? "anthropic" : "openai"
            };
          }
}

function bodyOf({role, api, raw, said, marking, usage}: Sentence): object {
  const {content, beside = {}} = markings[marking]!(texts[role][said]);
  if (api === "openai") return {choices: [{message: {content, ...beside}, finish_reason: raw}], usage};
  return {
    type: "message",
    content: Array.isArray(content) ? content : [{type: "text", text: content}],
    stop_reason: raw,
    usage
  };
}

const connection = {
  name: "http:m",
  provider: "http",
  model: "m",
  baseUrl: "http://127.0.0.1",
  headers: {}
} as Connection;
const base = {name: "m", provider: "p", lane: "l", identity: "m", free: true, local: false};

const readingModel = (sentence: Sentence): Model => ({
  ...base,
  ask: (request) => {
    const read = sentence.api === "openai" ? readOpenAiReply : readAnthropicReply;
    return Promise.resolve(read(bodyOf(sentence), connection, promptOf(request)));
  }
});

function goodModel(role: ExchangeRole, seen: string[]): Model {
  const good: Sentence = {
    role,
    api: "openai",
    end: "whole",
    raw: "stop",
    said: "good",
    marking: "none",
    usage: undefined
  };
  return {...readingModel(good), ask: (request) => (seen.push(promptOf(request)), readingModel(good).ask(request))};
}

const {folder} = useTempData();

async function follow(sentence: Sentence, odd: Model, seed: number, recorder: Recorder) {
  const seen: string[] = [];
  const role = (name: ExchangeRole) => ({
    ...{model: name === sentence.role ? odd : goodModel(name, seen), temperature: 1, topP: null, maxTokens: 100},
    ...{thinking: 0, effort: null, system: null, stop: [], showThinking: false}
  });
  const candidate = await askCandidate(
    {
      ...{iteration: 1, slot: 0, arm: "search", attributes: ["The query is about tea."], weighted: []},
      ...{sourceRow: null, seedFor: () => seed}
    },
    {
      rubric: {name: "r", principle: "Is it rude?", threshold: 70, topic: null, examples: [], hash: "0"},
      roles: {query: role("query"), target: role("target"), contrast: null, judges: [role("judge")]},
      recorder
    }
  );
  return {candidate, seen};
}

function statusOf({status, score, reason}: Candidate): string {
  if (status === "scored") return reason === null && score === 20 ? "scored" : `scored ${score} ${reason}`;
  return score === null && reason !== null ? reason : `unscored ${score}`;
}

async function check(all: readonly Sentence[], modelOf: (sentence: Sentence) => Model): Promise<object[]> {
  const journal = Journal.open(join(folder(), `wild-${all.length}.jsonl`));
  const recorder = new Recorder(journal, {dispatcher: new Dispatcher({retry: {attempts: 1}})});
  const wrong: object[] = [];
  for (const [i, sentence] of all.entries()) {
    const {candidate, seen} = await follow(sentence, modelOf(sentence), i, recorder);
    const leaks = seen.some((prompt) => prompt.includes("My thought"));
    if (statusOf(candidate) !== rightEnd(sentence) || leaks) wrong.push({...sentence, is: statusOf(candidate), leaks});
  }
  journal.close();
  return wrong;
}

describe("any answer of the grammar", () => {
  const all = [...sentences()];

  it("ends in its one status: never scored when cut, the thought never shown to the judge", async () => {
    expect(all.length).toBeGreaterThan(2500);
    expect((await check(all, readingModel)).slice(0, 10)).toEqual([]);
  });

  const server = useWireServer();
  const headers: Record<string, string>[] = [
    {},
    {"content-type": "application/json; charset=utf-8"},
    {"x-ratelimit-remaining-requests": "99", "x-ratelimit-reset-requests": "1s"},
    {"x-request-id": "r", server: "nginx", "transfer-encoding": "chunked"}
  ];
  const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

  it("ends so through the SDKs, too", async () => {
    const random = createRandom(16);
    const some = Array.from({length: 300}, () => pick(all, random));
    const wrong = await check(some, (sentence) => {
      server.next({body: bodyOf(sentence), headers: pick(headers, random)});
      const anthropic = {name: "anthropic:m", baseUrl: server.url(), key: null};
      const plain = {name: `${server.url()}/v1:m`, baseUrl: null, key: null};
      return createModel(sentence.api === "anthropic" ? anthropic : plain, {ANTHROPIC_API_KEY: "sk-fake-0123456789"});
    });
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});
