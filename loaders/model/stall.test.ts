import {once} from "node:events";
import {createServer, type Server, type ServerResponse} from "node:http";
import type {AddressInfo, Socket} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import {Dispatcher} from "./dispatcher.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on 127.0.0.1 that does with the n-th request what it is told to. */
async function serve(act: (response: ServerResponse, n: number, socket: Socket) => void): Promise<string> {
  let n = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => act(response, n++, request.socket));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const openAiAnswer = JSON.stringify({
  choices: [{index: 0, finish_reason: "stop", message: {role: "assistant", content: "here"}}],
  usage: {prompt_tokens: 1, completion_tokens: 1, total_tokens: 2}
});
const anthropicAnswer = JSON.stringify({
  ...{type: "message", role: "assistant", model: "m", content: [{type: "text", text: "here"}]},
  ...{stop_reason: "end_turn", usage: {input_tokens: 1, output_tokens: 1}}
});
const json = {"content-type": "application/json"};
const request = {messages: [{role: "user" as const, content: "q"}], maxTokens: 5};
const soon = {retry: {firstInMs: 1}, deadlines: {minInMs: 150, maxInMs: 400, perTokenInMs: 0, answers: 2}};

const wires = [
  ["openai", (url: string) => ({name: `${url}/v1:m`, baseUrl: null, key: null}), openAiAnswer],
  ["anthropic", (url: string) => ({name: "anthropic:m", baseUrl: url, key: "FAKE"}), anthropicAnswer]
] as const;

describe.each(wires)("through the %s SDK", (_, specOf, answer) => {
  const model = (url: string, timeoutInMs: number | null = null) =>
    createModel({...specOf(url), timeoutInMs}, {FAKE: "sk-fake-000"});
  const say = (response: ServerResponse) => response.writeHead(200, json).end(answer);

  it("a server that keeps its sockets open and never answers is asked again on a fresh connection", async () => {
    const first = new Set<Socket>(); // those that answered once, then hang for ever
    const url = await serve((response, n, socket) => {
      if (n < 3) first.add(socket);
      if (n < 3 || !first.has(socket)) say(response);
    });
    const dispatcher = new Dispatcher(soon);
    for (let i = 0; i < 3; i++) expect((await dispatcher.ask(model(url), request)).failed).toEqual([]);
    const {reply, failed} = await dispatcher.ask(model(url), request);
    expect(reply?.text).toBe("here");
    expect(failed).toMatchObject([
      {status: null, error: expect.stringMatching(/timed out: no whole answer/) as string}
    ]);
  });

  it("a body that stops half way ends by the same deadline", async () => {
    const url = await serve((response, n) => {
      if (n > 0) return say(response);
      response.writeHead(200, {...json, "content-length": String(answer.length)});
      response.write(answer.slice(0, 20));
      return undefined;
    });
    const {reply, failed} = await new Dispatcher(soon).ask(model(url, 200), request);
    expect([reply?.text, failed.length]).toEqual(["here", 1]);
  });

  it("an answer that is slow but in time is waited for, headers and body", async () => {
    const url = await serve((response) => {
      setTimeout(() => {
        response.writeHead(200, {...json, "content-length": String(answer.length)});
        response.write(answer.slice(0, 20));
        setTimeout(() => response.end(answer.slice(20)), 250);
      }, 250);
    });
    const {reply, failed} = await new Dispatcher(soon).ask(model(url, 5000), request);
    expect([reply?.text, failed]).toEqual(["here", []]);
  });
});

it("an address where nobody answers is named in words while it is tried", async () => {
  const url = await serve(() => undefined);
  servers[0]!.close();
  await once(servers[0]!, "close");
  const dispatcher = new Dispatcher();
  const stop = new AbortController();
  const asked = new Dispatcher({signal: stop.signal});
  const call = asked.ask(createModel({name: `${url}/v1:m`, baseUrl: null, key: null}), request);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked.activity().errors.join()).toMatch(
    /127\.0\.0\.1:\d+\/v1 m: no answer: .*ECONNREFUSED.*check the network/
  );
  stop.abort(new Error("enough"));
  await expect(call).rejects.toThrow("enough");
  expect(dispatcher.activity().errors).toEqual([]);
});
