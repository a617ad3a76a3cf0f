import {describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import {isModelError} from "./model-error.js";
import type {ModelRequest} from "./model.js";
import {errorOf, useWireServer, type Scripted} from "./testing/wire-server.js";

const key = "sk-fake-0123456789";
const environment = {OPENAI_API_KEY: key, OPENROUTER_API_KEY: key, GEMINI_API_KEY: key, XAI_API_KEY: key, MY_KEY: key};
const server = useWireServer();

const model = (name: string, keyName: string | null = null) =>
  createModel({name, baseUrl: name.startsWith("http") ? null : `${server.url()}/v1`, key: keyName}, environment);

const request: ModelRequest = {
  system: "Be kind.",
  messages: [
    {role: "user", content: "One?"},
    {role: "assistant", content: "Two."},
    {role: "user", content: "Three?"}
  ],
  temperature: 0.7,
  topP: 0.9,
  maxTokens: 50,
  stop: ["END"],
  seed: 7
};

const completion = (message: object = {content: "Hello."}, more: object = {}, finish: string | null = "stop") => ({
  body: {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-test-2026",
    choices: [{index: 0, finish_reason: finish, message: {role: "assistant", ...message}}],
    usage: {prompt_tokens: 11, completion_tokens: 5, total_tokens: 16},
    ...more
  }
});

describe("what is sent", () => {
  const base = {
    model: "m",
    messages: [{role: "system", content: "Be kind."}, ...request.messages],
    temperature: 0.7,
    top_p: 0.9,
    stop: ["END"]
  };

  it.each<[string, object]>([
    ["openai:m", {max_completion_tokens: 50}],
    ["openrouter:m", {max_tokens: 50, seed: 7}],
    ["gemini:m", {max_tokens: 50}],
    ["xai:m", {max_tokens: 50}],
    ["vllm:m", {max_tokens: 50, seed: 7}]
  ])("to %s is the body of its API", async (name, own) => {
    server.next(completion());
    await model(name).ask(request);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]!.path).toBe("/v1/chat/completions");
    expect(server.seen[0]!.body).toEqual({...base, ...own});
  });

  it.each<[string, object]>([
    ["openai:m", {reasoning_effort: "medium"}],
    ["gemini:m", {reasoning_effort: "medium"}],
    ["openrouter:m", {reasoning: {max_tokens: 4000}}],
    ["vllm:m", {chat_template_kwargs: {enable_thinking: true}}]
  ])("to %s asks for thinking in its way", async (name, own) => {
    server.next(completion());
    await model(name).ask({...request, thinking: 4000});
    expect(server.seen[0]!.body).toMatchObject(own);
    expect("temperature" in server.seen[0]!.body).toBe(name !== "openai:m");
  });

  it("asks for thinking by effort, pins a router's providers, and adds what the study adds", async () => {
    server.next(completion(), completion());
    await model("gemini:m").ask({...request, effort: "high"});
    const spec = {name: "openrouter:m", baseUrl: `${server.url()}/v1`, key: null, pin: ["Together"]};
    const extras = {body: {top_k: 5}, headers: {"x-team": "red", "x-token": "$MY_KEY"}};
    await createModel({...spec, ...extras}, environment).ask({...request, effort: "low"});
    expect(server.seen[0]!.body).toMatchObject({reasoning_effort: "high"});
    expect(server.seen[1]!.body).toMatchObject({
      reasoning: {effort: "low"},
      provider: {order: ["Together"], allow_fallbacks: false},
      top_k: 5
    });
    expect(server.seen[1]!.headers).toMatchObject({"x-team": "red", "x-token": key});
    expect(() => createModel({...spec, name: "openai:m"}, environment)).toThrow(/no router: pin is for openrouter/);
  });

  it("sends no mark of a constant beginning, where the API has none", async () => {
    server.next(completion());
    await model("vllm:m").ask({messages: [{role: "user", content: "Hi there", constant: 2}], maxTokens: 9});
    expect(server.seen[0]!.body.messages).toEqual([{role: "user", content: "Hi there"}]);
  });

  it("leaves out what the request leaves out", async () => {
    server.next(completion());
    await model("vllm:m").ask({messages: [{role: "user", content: "Hi"}], maxTokens: 9});
    expect(server.seen[0]!.body).toEqual({model: "m", messages: [{role: "user", content: "Hi"}], max_tokens: 9});
  });

  it("carries the key of the provider, the role's own, or none", async () => {
    server.next(completion(), completion(), completion());
    await model("openai:m").ask(request);
    await model("vllm:m", "MY_KEY").ask(request);
    await model(`${server.url()}/v1:org/model:free`).ask(request);
    expect(server.seen.map(({headers}) => headers.authorization)).toEqual([
      `Bearer ${key}`,
      `Bearer ${key}`,
      undefined
    ]);
    expect(server.seen[2]!.body.model).toBe("org/model:free");
  });
});

describe("what is read", () => {
  const ask = async (answer: Scripted) => {
    server.next(answer);
    return model("openai:m").ask(request);
  };

  it("is text, stop reason, usage and the model that answered", async () => {
    const details = {prompt_tokens_details: {cached_tokens: 3}, completion_tokens_details: {reasoning_tokens: 2}};
    const usage = {prompt_tokens: 11, completion_tokens: 5, total_tokens: 16, ...details};
    expect(await ask(completion({content: "Hello."}, {usage}))).toEqual({
      text: "Hello.",
      thinking: "",
      stop: {unified: "stop", raw: "stop"},
      usage: {inputTokens: 11, outputTokens: 5, thinkingTokens: 2, cachedTokens: 3},
      model: "gpt-test-2026",
      pace: null
    });
  });

  it.each<[string, object, string, string]>([
    ["reasoning_content", {content: "B", reasoning_content: "A"}, "A", "B"],
    ["reasoning", {content: "B", reasoning: "A"}, "A", "B"],
    ["think tags", {content: "<think>\nA\n</think>\n\nB"}, "A", "B"],
    ["think tags left open", {content: "<think>A and"}, "A and", ""],
    ["no content but thinking", {content: null, reasoning: "A"}, "A", ""],
    ["a tag inside the text", {content: "Write <think>x</think>."}, "", "Write <think>x</think>."],
    [
      "parts",
      {
        content: [
          {type: "text", text: "B"},
          {type: "text", text: "C"}
        ]
      },
      "",
      "BC"
    ]
  ])("keeps thinking apart from text: %s", async (_, message, thinking, text) => {
    expect(await ask(completion(message))).toMatchObject({thinking, text});
  });

  it.each<[string | null, string]>([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "refusal"],
    ["tool_calls", "tool"],
    ["eos_token", "stop"],
    ["abort", "other"],
    [null, "other"]
  ])("unifies the stop reason %s to %s", async (raw, unified) => {
    expect((await ask(completion({content: "x"}, {}, raw))).stop).toEqual({unified, raw});
  });

  it.each([
    ["text", {text: "Yes.", finish_reason: "stop"}],
    ["a delta", {delta: {content: "Yes."}, finish_reason: "stop"}]
  ])("is read where a choice holds %s instead of a message", async (_, choice) => {
    expect(await ask({body: {choices: [choice]}})).toMatchObject({text: "Yes.", stop: {unified: "stop"}});
  });

  it.each([null, false, "", 0, {}, []])("is no error where its field `error` says nothing: %j", async (error) => {
    expect((await ask(completion({content: "x"}, {error}))).text).toBe("x");
  });

  it("takes a refusal field for the text", async () => {
    expect(await ask(completion({content: null, refusal: "I can't."}))).toMatchObject({
      text: "I can't.",
      stop: {unified: "refusal"}
    });
  });

  it("does without usage, and counts thinking that only the total has", async () => {
    const none = {inputTokens: null, outputTokens: null, thinkingTokens: null, cachedTokens: null};
    expect((await ask(completion({content: "x"}, {usage: undefined}))).usage).toEqual(none);
    const usage = {prompt_tokens: 10, completion_tokens: 5, total_tokens: 40};
    expect((await ask(completion({content: "x"}, {usage}))).usage.outputTokens).toBe(30);
  });
});

describe("what fails", () => {
  const fail = async (answer: Scripted) => {
    server.next(answer);
    const error = await errorOf(model("openai:m").ask(request));
    expect(isModelError(error)).toBe(true);
    expect(error.message).not.toContain("\n");
    expect(server.seen).toHaveLength(1); // asks once: no retry of the SDK's own
    return error;
  };
  const error = (message: string, code: string | null = null) => ({
    error: {message, type: "x_error", param: null, code}
  });

  it.each<[string, Scripted, object, RegExp]>([
    [
      "a dead key",
      {status: 401, body: error("Incorrect API key", "invalid_api_key")},
      {status: 401, fatal: true},
      /check OPENAI_API_KEY/
    ],
    [
      "spent credit",
      {status: 429, body: error("You exceeded", "insufficient_quota")},
      {fatal: true},
      /credit is spent/
    ],
    [
      "an unknown model",
      {status: 404, body: error("no such model", "model_not_found")},
      {fatal: true},
      /unknown model/
    ],
    [
      "a bad parameter",
      {status: 400, body: error("bad top_k")},
      {fatal: false, retryable: false, refused: "change the role's parameters or the model"},
      /bad top_k/
    ],
    [
      "a flagged prompt",
      {status: 400, body: error("flagged", "content_policy_violation")},
      {fatal: false, retryable: false},
      /flagged$/
    ],
    ["a long prompt", {status: 400, body: error("too long", "context_length_exceeded")}, {fatal: false}, /too long/],
    [
      "a rate limit",
      {status: 429, headers: {"retry-after": "3"}, body: error("slow")},
      {retryable: true, retryAfterInMs: 3000},
      /slow/
    ],
    [
      "a rate limit in ms",
      {status: 429, headers: {"retry-after-ms": "250"}, body: error("slow")},
      {retryAfterInMs: 250},
      /slow/
    ],
    ["a server's error", {status: 500, body: error("oops")}, {status: 500, retryable: true, fatal: false}, /oops/],
    [
      "a proxy's page",
      {status: 502, headers: {"content-type": "text/html"}, body: "<html>Bad"},
      {retryable: true},
      /HTML page/
    ],
    ["another shape of error", {status: 503, body: {detail: [{msg: "loading"}]}}, {retryable: true}, /loading/],
    [
      "an HTML page with 200",
      {headers: {"content-type": "text/html"}, body: "<!doctype html>"},
      {status: 200, retryable: true},
      /HTML page.*check the address/
    ],
    ["an error in a 200", {body: error("upstream died")}, {retryable: true}, /upstream died/],
    [
      "a gateway's status in a 200",
      {body: {error: {message: "no key", code: 401}}},
      {status: 401, fatal: true},
      /no key/
    ],
    [
      "an error in the choice",
      {body: {choices: [{error: {message: "boom", code: 502}}]}},
      {status: 502, retryable: true},
      /boom/
    ],
    ["no choices", {body: {choices: []}}, {retryable: false, fatal: false}, /no choices: only this call fails/],
    ["no message", {body: {choices: [{}]}}, {retryable: false, fatal: false}, /no message/],
    ["an end without a message", {body: {choices: [{finish_reason: "stop"}]}}, {retryable: false}, /no message/],
    ["broken JSON", {body: '{"choices": [{'}, {retryable: true}, /not JSON/],
    ["an empty body", {body: ""}, {retryable: true}, /openai m: 200/],
    ["a stream cut", {body: '{"choices": [{', cut: true}, {retryable: true}, /no answer/]
  ])("says so, with the cure: %s", async (_, answer, details, words) => {
    const failure = await fail(answer);
    expect(failure).toMatchObject(details);
    expect(failure.message).toMatch(words);
  });

  it("never shows the key, even one that the server repeats", async () => {
    const failure = await fail({status: 401, body: error(`Incorrect API key provided: ${key}.`)});
    expect(failure.message).toContain("[key]");
    expect(JSON.stringify(failure) + failure.stack + String(failure.cause)).not.toContain(key);
  });

  it("is retryable when nobody listens", async () => {
    const dead = createModel({name: "http://127.0.0.1:9/v1:m", baseUrl: null, key: null}, {});
    const failure = await errorOf(dead.ask(request));
    expect(failure).toMatchObject({status: null, retryable: true, fatal: false});
    expect(failure.message).toMatch(/check the network and the address http:\/\/127\.0\.0\.1:9\/v1/);
  });

  it("ends at once when the caller does not want it any more", async () => {
    server.next({...completion(), delayInMs: 5000});
    const controller = new AbortController();
    const asked = model("openai:m").ask(request, {signal: controller.signal});
    setTimeout(() => controller.abort(new Error("stopped by the user")), 50);
    expect((await errorOf(asked)).message).toBe("stopped by the user");
  });
});
