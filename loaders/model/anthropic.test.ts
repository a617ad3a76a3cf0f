import {describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import type {ModelRequest} from "./model.js";
import {errorOf, useWireServer, type Scripted} from "./testing/wire-server.js";

const key = "sk-ant-fake-0123456789";
const server = useWireServer();

const request: ModelRequest = {
  system: "Be kind.",
  messages: [{role: "user", content: "One?"}],
  temperature: 0.7,
  maxTokens: 50,
  stop: ["END"],
  seed: 7
};

async function ask(answer: Scripted, more: Partial<ModelRequest> = {}) {
  server.next(answer);
  const spec = {name: "anthropic:claude-test", baseUrl: server.url(), key: null};
  return createModel(spec, {ANTHROPIC_API_KEY: key}).ask({...request, ...more});
}

const message = (content: object[] = [{type: "text", text: "Hello."}], more: object = {}) => ({
  body: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-test-20260101",
    content,
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: {input_tokens: 11, output_tokens: 5},
    ...more
  }
});

describe("what is sent", () => {
  it("is a message with the key, a real system prompt, and no seed", async () => {
    await ask(message());
    const [{path, headers, body}] = server.seen as [(typeof server.seen)[0]];
    expect([path, headers.authorization]).toEqual(["/v1/messages", `Bearer ${key}`]);
    expect(headers["anthropic-version"]).toBeDefined();
    expect(body).toEqual({
      model: "claude-test",
      messages: request.messages,
      max_tokens: 50,
      system: "Be kind.",
      temperature: 0.7,
      stop_sequences: ["END"]
    });
  });

  it("with thinking leaves room for the answer, and the temperature out", async () => {
    await ask(message(), {thinking: 2000, maxTokens: 500});
    expect(server.seen[0]!.body).toMatchObject({max_tokens: 2500, thinking: {type: "enabled", budget_tokens: 2000}});
    expect(server.seen[0]!.body).not.toHaveProperty("temperature");
  });
});

describe("a constant beginning", () => {
  it("stands in a block of its own, marked for the cache; writing it is counted", async () => {
    const usage = {input_tokens: 4, cache_creation_input_tokens: 900, output_tokens: 5};
    const messages = [{role: "user" as const, content: "Rubric. Query.", constant: 8}];
    const reply = await ask(message(undefined, {usage}), {messages, effort: "low", maxTokens: 300});
    expect(server.seen[0]!.body).toMatchObject({
      messages: [
        {
          role: "user",
          content: [
            {type: "text", text: "Rubric. ", cache_control: {type: "ephemeral"}},
            {type: "text", text: "Query."}
          ]
        }
      ],
      thinking: {type: "enabled", budget_tokens: 2000},
      max_tokens: 2300
    });
    expect(reply.usage).toMatchObject({inputTokens: 904, writtenTokens: 900});
  });
});

describe("what is read", () => {
  it("keeps thinking apart from text", async () => {
    const content = [
      {type: "thinking", thinking: "Hm.", signature: "s"},
      {type: "redacted_thinking", data: "x"},
      {type: "text", text: "Hel"},
      {type: "text", text: "lo."}
    ];
    const usage = {input_tokens: 4, cache_read_input_tokens: 6, cache_creation_input_tokens: 1, output_tokens: 5};
    expect(await ask(message(content, {usage}))).toEqual({
      text: "Hello.",
      thinking: "Hm.",
      stop: {unified: "stop", raw: "end_turn"},
      usage: {inputTokens: 11, outputTokens: 5, thinkingTokens: null, cachedTokens: 6, writtenTokens: 1},
      model: "claude-test-20260101",
      pace: null
    });
  });

  it.each<[string, string]>([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["refusal", "refusal"],
    ["tool_use", "tool"],
    ["pause_turn", "other"]
  ])("unifies the stop reason %s to %s", async (raw, unified) => {
    expect((await ask(message(undefined, {stop_reason: raw}))).stop).toEqual({unified, raw});
  });

  it("takes an empty content for an empty answer", async () => {
    expect(await ask(message([]))).toMatchObject({text: "", stop: {unified: "stop"}});
  });

  it("splits off thought that stands in the text", async () => {
    const content = [{type: "text", text: "<thinking>Hm.</thinking>\n\nHello."}];
    expect(await ask(message(content))).toMatchObject({text: "Hello.", thinking: "Hm."});
  });

  it("takes an empty refusal for an answer", async () => {
    expect(await ask(message([], {stop_reason: "refusal"}))).toMatchObject({text: "", stop: {unified: "refusal"}});
  });
});

describe("what fails", () => {
  const error = (type: string, message: string) => ({type: "error", error: {type, message}});

  it.each<[string, Scripted, object, RegExp]>([
    [
      "a dead key",
      {status: 401, body: error("authentication_error", "invalid x-api-key")},
      {fatal: true},
      /check ANTHROPIC_API_KEY/
    ],
    [
      "spent credit",
      {status: 400, body: error("invalid_request_error", "Your credit balance is too low")},
      {fatal: true},
      /credit is spent/
    ],
    ["an unknown model", {status: 404, body: error("not_found_error", "model: x")}, {fatal: true}, /unknown model/],
    [
      "overload",
      {status: 529, headers: {"retry-after": "2"}, body: error("overloaded_error", "Overloaded")},
      {retryable: true, retryAfterInMs: 2000},
      /Overloaded/
    ],
    [
      "a long prompt",
      {status: 400, body: error("invalid_request_error", "prompt is too long: 9 > 8")},
      {fatal: false, retryable: false},
      /too long/
    ],
    ["an error in a 200", {body: error("overloaded_error", "Overloaded")}, {retryable: true}, /Overloaded/],
    [
      "no content",
      message(undefined, {content: null, stop_reason: null}),
      {retryable: false, fatal: false},
      /no content/
    ],
    ["an HTML page", {headers: {"content-type": "text/html"}, body: "<html>"}, {retryable: true}, /HTML page/],
    ["a stream cut", {body: '{"content": [', cut: true}, {retryable: true}, /no answer/]
  ])("says so, with the cure: %s", async (_, answer, details, words) => {
    const failure = await errorOf(ask(answer));
    expect(failure).toMatchObject({name: "ModelError", ...details});
    expect(failure.message).toMatch(words);
    expect(JSON.stringify(failure) + failure.stack).not.toContain(key);
    expect(server.seen).toHaveLength(1);
  });
});
