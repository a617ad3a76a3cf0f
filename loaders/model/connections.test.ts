import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Agent, getGlobalDispatcher, setGlobalDispatcher} from "undici";
import {patience} from "./connections.js";
import {createModel} from "./create.js";

const openAiAnswer = JSON.stringify({choices: [{message: {content: "late"}, finish_reason: "stop"}]});
const anthropicAnswer = JSON.stringify({
  ...{type: "message", content: [{type: "text", text: "late"}], stop_reason: "end_turn"}
});
const silenceInMs = 2500; // longer than the runtime's limits are made here
const wait = () => new Promise((resolve) => setTimeout(resolve, silenceInMs));

/** Answers after a silence before its headers, and one amid its body. */
const server = createServer((request, response) => {
  void (async () => {
    request.resume();
    const answer = request.url!.includes("messages") ? anthropicAnswer : openAiAnswer;
    await wait();
    response.writeHead(200, {"content-type": "application/json"});
    response.write(answer.slice(0, 10));
    await wait();
    response.end(answer.slice(10));
  })();
});
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const usual = getGlobalDispatcher();
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  setGlobalDispatcher(new Agent({headersTimeout: 1000, bodyTimeout: 1000})); // stands in for its 300 s
});
afterAll(() => {
  setGlobalDispatcher(usual);
  server.closeAllConnections();
  server.close();
});

describe("an answer that takes longer than the runtime's own limits on headers and body", () => {
  it("is cut by the runtime's own fetch", async () => {
    const cut = fetch(`${url()}/chat`).then((response) => response.text());
    await expect(cut).rejects.toMatchObject({cause: {message: expect.stringMatching(/Headers Timeout/) as string}});
  });

  it.each([
    ["openai", () => createModel({name: `${url()}/v1:m`, baseUrl: null, key: null}, {})],
    ["anthropic", () => createModel({name: "anthropic:m", baseUrl: url(), key: "FAKE"}, {FAKE: "sk-fake-000"})]
  ])("is waited for through the %s SDK: the deadline of the call is the only one", async (_, model) => {
    const request = {messages: [{role: "user" as const, content: "q"}], maxTokens: 5};
    expect((await model().ask(request, {timeoutInMs: 60_000})).text).toBe("late");
  });

  it("has no limit but the one on connecting", () => {
    expect(patience).toEqual({headersTimeout: 0, bodyTimeout: 0, connect: {timeout: 10_000}});
  });
});
