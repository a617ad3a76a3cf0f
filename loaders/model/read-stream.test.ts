import {describe, expect, it} from "vitest";
import {cpuTimeInMs} from "../util/testing/cpu-time.js";
import {createModel} from "./create.js";
import {joinStream} from "./read-stream.js";
import {errorOf, useWireServer} from "./testing/wire-server.js";

const server = useWireServer();
const request = {messages: [{role: "user" as const, content: "Hello?"}], maxTokens: 50};
const openAi = () => createModel({name: `${server.url()}/v1:m`, baseUrl: null, key: null}, {});
const anthropic = () =>
  createModel({name: "anthropic:m", baseUrl: server.url(), key: null}, {ANTHROPIC_API_KEY: "sk-ant-fake-0123456789"});

const events = (parts: readonly unknown[], line = "\n") =>
  [...parts.map((part) => `data: ${JSON.stringify(part)}`), "data: [DONE]", ""].join(line + line);
const chunk = (delta: object, finish: string | null = null, more: object = {}) => ({
  ...{object: "chat.completion.chunk", model: "m-1", choices: [{index: 0, delta, finish_reason: finish}]},
  ...more
});
const usage = {prompt_tokens: 3, completion_tokens: 4, total_tokens: 7};
const chunks = [
  chunk({role: "assistant", content: null, reasoning_content: "Let me"}),
  chunk({reasoning_content: " see."}),
  chunk({content: "Hello"}),
  chunk({content: " there."}),
  {choices: [{index: 1, delta: {content: "another"}, finish_reason: "stop"}]},
  chunk({}, "stop"),
  {choices: [], usage}
];

describe("a stream that nobody asked for", () => {
  it.each([
    ["with line feeds", events(chunks)],
    ["with carriage returns", events(chunks, "\r\n")],
    ["after a comment, without spaces", `: busy\n\n${events(chunks).replaceAll("data: ", "data:")}`],
    ["with names of events", events(chunks).replaceAll("data: ", "event: chunk\nid: 1\ndata: ")]
  ])("is read as one answer: %s", async (_, body) => {
    server.next({headers: {"content-type": "text/event-stream"}, body});
    expect(await openAi().ask(request)).toMatchObject({
      ...{text: "Hello there.", thinking: "Let me see.", model: "m-1", stop: {unified: "stop", raw: "stop"}},
      usage: {inputTokens: 3, outputTokens: 4}
    });
  });

  it("is read as JSON lines, and fails once where they hold no answer", async () => {
    server.next({body: chunks.map((part) => JSON.stringify(part)).join("\n")});
    expect(await openAi().ask(request)).toMatchObject({text: "Hello there.", stop: {unified: "stop"}});
    server.next({body: '{"message": {"content": "He"}, "done": false}\n{"message": {"content": "y"}, "done": true}\n'});
    expect(await errorOf(openAi().ask(request))).toMatchObject({
      message: expect.stringContaining("holds no choices") as string,
      retryable: false
    });
  });

  it("is read where its one event holds the whole answer", async () => {
    server.next({body: events([{choices: [{message: {content: "All."}, finish_reason: "stop"}]}])});
    expect(await openAi().ask(request)).toMatchObject({text: "All.", stop: {unified: "stop"}});
  });

  it("is no whole answer where it says no reason for its end, or was cut", async () => {
    for (const body of [events(chunks.slice(0, 4)), events(chunks).slice(0, 500)]) {
      server.next({body});
      expect((await openAi().ask(request)).stop.unified).toBe("other");
    }
  });

  it("fails with what it says where it holds an error", async () => {
    server.next({body: events([chunk({content: "Hel"}), {error: {message: "the model crashed", code: 500}}])});
    expect(await errorOf(openAi().ask(request))).toMatchObject({
      message: expect.stringContaining("the model crashed") as string,
      retryable: true
    });
  });

  it("of Anthropic's events is read as a message", async () => {
    const parts = [
      {type: "message_start", message: {type: "message", model: "c-1", content: [], usage: {input_tokens: 5}}},
      {type: "content_block_start", index: 0, content_block: {type: "thinking", thinking: ""}},
      {type: "content_block_delta", index: 0, delta: {type: "thinking_delta", thinking: "Hm."}},
      {type: "content_block_start", index: 1, content_block: {type: "text", text: ""}},
      {type: "ping"},
      {type: "content_block_delta", index: 1, delta: {type: "text_delta", text: "Hello"}},
      {type: "content_block_delta", index: 1, delta: {type: "text_delta", text: " there."}},
      {type: "message_delta", delta: {stop_reason: "end_turn"}, usage: {output_tokens: 6}},
      {type: "message_stop"}
    ];
    server.next({body: events(parts)});
    expect(await anthropic().ask(request)).toMatchObject({
      ...{text: "Hello there.", thinking: "Hm.", model: "c-1", stop: {unified: "stop"}},
      usage: {inputTokens: 5, outputTokens: 6}
    });
  });
});

describe("joinStream(text)", () => {
  it.each(['{"choices": []}', "<html>data: x</html>", "OK", "", "data: [DONE]\n\n", "data science is fun"])(
    "is null for %j",
    (text) => expect(joinStream(text)).toBeNull()
  );

  it("is linear", () => {
    const taken = cpuTimeInMs(() => {
      joinStream(events(Array.from({length: 20_000}, () => chunk({content: "word "}))));
      joinStream(`data: ${"\n".repeat(300_000)}`);
      joinStream(`data: ${"data:\n".repeat(100_000)}`);
      joinStream(" ".repeat(500_000));
      joinStream(`{${"} ".repeat(200_000)}`);
      joinStream(`{}${" ".repeat(300_000)}\n${"\n ".repeat(200_000)}`);
      joinStream("{}\n".repeat(200_000));
    }, 3000);
    expect(taken).toBeLessThan(3000);
  });
});
