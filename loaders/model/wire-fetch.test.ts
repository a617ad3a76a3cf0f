import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {parseAddress} from "./address.js";
import {maxBytesOf} from "./body-limit.js";
import {createModel} from "./create.js";
import type {Model, ModelRequest} from "./model.js";
import {errorOf, useWireServer, type Scripted} from "./testing/wire-server.js";

const key = "sk-fake-0123456789abcdef";
const keys = {OPENAI_API_KEY: key, ANTHROPIC_API_KEY: key, TEAM: "team-secret-42/+x"};
const server = useWireServer();
const elsewhere = useWireServer();

const request: ModelRequest = {messages: [{role: "user", content: "Hello?"}], maxTokens: 50};
const wires = ["openai", "anthropic"] as const;
type Wire = (typeof wires)[number];

const answer = (wire: Wire, text = "Yes.") =>
  wire === "openai"
    ? {choices: [{message: {content: text}, finish_reason: "stop"}], model: "m"}
    : {type: "message", content: [{type: "text", text}], stop_reason: "end_turn", model: "m"};

const model = (wire: Wire, tail = "/v1"): Model =>
  createModel({name: `${wire}:m`, baseUrl: `${server.url()}${tail}`, key: null, headers: {"x-team": "$TEAM"}}, keys);

describe("an address", () => {
  it.each<[string, string, string]>([
    ["http://h:1/v1", "http://h:1/v1", ""],
    ["http://h:1/v1///", "http://h:1/v1", ""],
    ["http://h", "http://h", ""],
    [
      "https://h/openai/deployments/x?api-version=2024-10-21",
      "https://h/openai/deployments/x",
      "api-version=2024-10-21"
    ],
    ["https://h/v1/chat/completions?a=1&b=2#c", "https://h/v1", "a=1&b=2"],
    ["https://h/v1/messages/", "https://h/v1", ""],
    ["http://[::1]:8080/v1/", "http://[::1]:8080/v1", ""]
  ])("%s is taken apart", (written, base, query) => {
    expect(parseAddress(written)).toEqual({base, query});
  });

  it.each<[Wire, string, string]>([
    ["openai", "/v1?api-version=2024-10-21", "/v1/chat/completions?api-version=2024-10-21"],
    ["openai", "/v1/", "/v1/chat/completions"],
    ["openai", "/v1/chat/completions", "/v1/chat/completions"],
    ["openai", "", "/chat/completions"],
    ["anthropic", "", "/v1/messages"],
    ["anthropic", "/v1/", "/v1/messages"],
    ["anthropic", "/v1/messages?beta=true", "/v1/messages?beta=true"]
  ])("of %s ending in %j is asked at %s", async (wire, tail, path) => {
    server.next({body: answer(wire)});
    expect((await model(wire, tail).ask(request)).text).toBe("Yes.");
    expect(server.seen.map(({path}) => path)).toEqual([path]);
  });

  it("keeps its query in a model's name, and tells models apart by what is written", async () => {
    server.next({body: answer("openai")});
    const name = `${server.url()}/v1?api-version=1:org/m:tag`;
    const asked = createModel({name, baseUrl: null, key: null}, {});
    await asked.ask(request);
    expect(server.seen[0]).toMatchObject({path: "/v1/chat/completions?api-version=1", body: {model: "org/m:tag"}});
    expect(asked.identity).toBe(name);
    expect(() => createModel({name: "openai:m", baseUrl: "http://me:pass@h/v1", key: null}, keys)).toThrow(
      /password in/
    );
  });
});

describe.each(wires)("an answer to the %s SDK", (wire) => {
  it.each(["text/plain; charset=utf-8", "application/octet-stream", "text/html", "", "application/x-ndjson"])(
    "is what its body is, whatever its header says: %j",
    async (type) => {
      server.next({headers: {"content-type": type}, body: `\ufeff \n${JSON.stringify(answer(wire))}`});
      expect((await model(wire).ask(request)).text).toBe("Yes.");
    }
  );

  it.each(["<html>", "\n<!DOCTYPE html><p>", "<!-- hi --><html>", "<?xml version='1.0'?><a/>"])(
    "that is a page is an error of one line: %j",
    async (body) => {
      server.next({headers: {"content-type": "application/json"}, body});
      const error = await errorOf(model(wire).ask(request));
      expect(error).toMatchObject({status: 200, unreachable: true});
      expect(error.message).toMatch(/an HTML page, not an API's answer: check the address http:\/\/127/);
    }
  );

  it("may not be larger than what was asked for", async () => {
    const text = "x".repeat(20_000_000);
    server.next({body: answer(wire, text)});
    const error = await errorOf(model(wire).ask(request));
    expect(error).toMatchObject({retryable: false, fatal: false, status: 200});
    expect(error.message).toMatch(/200: the answer has more than 1 MB, far more than was asked for$/);
    server.next({body: answer(wire, text.slice(0, 900_000))});
    expect((await model(wire).ask(request)).text).toHaveLength(900_000);
  });

  it("may not be a small one that unpacks to a large one", async () => {
    const body = gzipSync(Buffer.alloc(300_000_000, "["));
    expect(body.length).toBeLessThan(400_000);
    const before = process.memoryUsage().arrayBuffers;
    server.next({headers: {"content-encoding": "gzip"}, body});
    const error = await errorOf(model(wire).ask(request));
    expect(error.message).toMatch(/more than 1 MB/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  });

  it("hides a key that it repeats, in any of its forms", async () => {
    const secrets = [key, keys.TEAM];
    const forms = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("hex"),
      ...["", "a", "ab", "abc"].map((before) => Buffer.from(`${before}${secret} and more`).toString("base64")),
      ...["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}`).toString("base64url"))
    ]);
    for (const form of forms) {
      server.next({body: {...answer(wire, `It is "${form}", no?`), model: form}});
      const reply = await model(wire).ask(request);
      expect(reply.text).toMatch(/^It is ".*\[key\].*", no\?$/);
      expect(reply.model).toContain("[key]");
      for (const secret of secrets) expect(decoded(reply.text)).not.toContain(secret);
    }
  });
});

/** A text with all that could be base64 in it unpacked. */
const decoded = (text: string): string =>
  [
    text,
    ...[...text.matchAll(/[\w+/-]{8,}/g)].flatMap(([run]) => [0, 1, 2, 3].map((at) => unpack(run.slice(at))))
  ].join(" ");
const unpack = (run: string): string => Buffer.from(run, "base64").toString("latin1");

it("an ordinary word that is given as a key is no secret", async () => {
  for (const word of ["EMPTY", "none", "lm-studio", "dummy"]) {
    server.next({body: answer("openai", `The list is ${word}.`)});
    const asked = createModel({name: `${server.url()}/v1:m`, baseUrl: null, key: "WORD"}, {WORD: word});
    expect((await asked.ask(request)).text).toBe(`The list is ${word}.`);
  }
});

describe.each(wires)("a redirect of a call through the %s SDK", (wire) => {
  const path = wire === "openai" ? "/v1/chat/completions" : "/v1/messages";
  const to = (status: number, location: string): Scripted => ({status, headers: {location}, body: "moved"});

  it.each([301, 302, 303, 307, 308])(
    "%i to another host is not followed: the error names the address",
    async (status) => {
      elsewhere.always(() => ({body: answer(wire)}));
      server.next(to(status, `${elsewhere.url()}${path}?secret=1`));
      const error = await errorOf(model(wire).ask(request));
      expect(elsewhere.seen).toEqual([]);
      expect(error).toMatchObject({fatal: true, retryable: false, status});
      expect(error.message).toContain(`redirects to ${elsewhere.url()}/v1: give that address instead`);
      expect(error.message).not.toContain("secret=1");
    }
  );

  it.each([301, 302, 303])("%i on the same host does not make it a GET whose answer is scored", async (status) => {
    server.next(to(status, "/other"), {body: answer(wire)});
    expect((await errorOf(model(wire).ask(request))).message).toContain(`redirects to ${server.url()}/other`);
    expect(server.seen).toHaveLength(1);
  });

  it.each([307, 308])("%i on the same host is followed with all of it", async (status) => {
    server.next(to(status, `${path}/`), {body: answer(wire)});
    expect((await model(wire).ask(request)).text).toBe("Yes.");
    expect(server.seen[1]!.body).toEqual(server.seen[0]!.body);
    expect(server.seen[1]!.headers["x-team"]).toBe(keys.TEAM);
  });

  it("in a circle, or to nowhere, ends", async () => {
    server.always(() => to(307, path));
    expect((await errorOf(model(wire).ask(request))).message).toContain("redirects to");
    expect(server.seen.length).toBeLessThan(10);
    server.always(() => ({status: 302}));
    expect((await errorOf(model(wire).ask(request))).message).toContain("redirects to nowhere");
  });
});

describe("the size of an answer", () => {
  it.each<[object, number]>([
    [{max_tokens: 2048, messages: []}, 2],
    [{max_completion_tokens: 100_000, messages: []}, 52.2],
    [{messages: [{role: "user", content: '"max_tokens":999999999'}], max_tokens: 10}, 1],
    [{max_tokens: 2048, messages: [], logprobs: true}, 9.4],
    [{messages: []}, 68.1],
    [{model: "e", input: ["a", "b"]}, 1.5]
  ])("of %j is bounded by %d MB", (body, megabytes) => {
    expect(Math.round(maxBytesOf(JSON.stringify(body)) / 1e5) / 10).toBe(megabytes);
  });
});
