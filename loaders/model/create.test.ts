import {describe, expect, it} from "vitest";
import {createEmbedder, createModel} from "./create.js";
import {parseProvider} from "./provider.js";
import {readRetryAfter} from "./retry-after.js";
import {errorOf, useWireServer} from "./testing/wire-server.js";

describe("a model's name", () => {
  it.each<[string, string, string, string | null]>([
    ["anthropic:claude-haiku-4-5", "anthropic", "claude-haiku-4-5", null],
    ["openrouter:meta-llama/llama-3.1-70b-instruct:free", "openrouter", "meta-llama/llama-3.1-70b-instruct:free", null],
    ["http://127.0.0.1:8787/v1:target", "http", "target", "http://127.0.0.1:8787/v1"],
    ["https://host/a/v1:org/model:tag", "http", "org/model:tag", "https://host/a/v1"],
    ["lab:judge", "lab", "judge", null]
  ])("%s is taken apart", (name, provider, model, baseUrl) => {
    expect(parseProvider(name)).toEqual({provider, model, baseUrl});
  });

  it.each<[string, RegExp]>([
    ["", /empty name/],
    ["gpt-5", /no provider in gpt-5: expected provider:model/],
    ["antropic:claude", /unknown provider: antropic; expected one of lab, openai, anthropic, .* or http:/],
    ["constructor:x", /unknown provider/],
    ["openai:", /no model in openai:/],
    ["lab:poet", /expected one of target, query, judge/],
    ["http://127.0.0.1:8787:target", /expected http:\/\/host:port\/v1:model/],
    ["https://me:secret@host/v1:m", /password in the address.*https:\/\/host/]
  ])("%j is refused with what was expected", (name, expected) => {
    expect(() => parseProvider(name)).toThrow(expected);
    expect(() => parseProvider(name)).not.toThrow(/secret/);
  });
});

describe("creating", () => {
  const make = (name: string, baseUrl: string | null = null, key: string | null = null) =>
    createModel({name, baseUrl, key}, {EMPTY: " "});

  it("says which variable has no key", () => {
    expect(() => make("openai:m")).toThrow("OPENAI_API_KEY is not set: put it in the environment or in .env");
    expect(() => make("vllm:m", null, "EMPTY")).toThrow(/EMPTY is not set/);
  });

  it("refuses an address that is none, and the lab", () => {
    expect(() => make("vllm:m", "ftp://x")).toThrow(/bad address/);
    expect(() => make("lab:target")).toThrow(/played by the lab/);
    expect(() => createEmbedder({name: "anthropic:m", baseUrl: null, key: null}, {ANTHROPIC_API_KEY: "k"})).toThrow(
      /no embeddings from anthropic/
    );
  });
});

describe("embeddings", () => {
  const server = useWireServer();
  const embedder = () => createEmbedder({name: `${server.url()}/v1:e`, baseUrl: null, key: null}, {});
  const vectors = (...indices: number[]) => ({
    body: {object: "list", model: "e", data: indices.map((index) => ({index, embedding: [index, 0.5]}))}
  });

  it("come in the order of the texts, some hundred a request", async () => {
    const first = Array.from({length: 256}, (_, i) => 255 - i);
    server.next(vectors(...first), vectors(0, 1));
    const found = await embedder().embed(Array.from({length: 258}, (_, i) => `text ${i}`));
    expect(found).toHaveLength(258);
    expect([...found[3]!]).toEqual([3, 0.5]);
    expect(server.seen.map(({body}) => (body.input as string[]).length)).toEqual([256, 2]);
  });

  it.each([
    [10, 422],
    [32, 413],
    [100, 400]
  ])(
    "are asked in smaller parts where a server takes %i texts, from the first refusal (%i) on",
    async (limit, status) => {
      server.always(({body}) => {
        const {length} = body.input as string[];
        return length > limit ? {status, body: [{error: {message: "so many!"}}]} : vectors(...Array(length).keys());
      });
      const [asked, texts] = [embedder(), Array.from({length: 300}, (_, i) => `text ${i}`)];
      expect(await asked.embed(texts)).toHaveLength(300);
      const sizes = () => server.seen.map(({body}) => (body.input as string[]).length);
      expect(sizes().filter((size) => size > limit).length).toBeLessThan(6);
      server.seen.length = 0;
      expect(await asked.embed(texts)).toHaveLength(300);
      expect(Math.max(...sizes())).toBeLessThanOrEqual(limit);
      expect(Math.min(...sizes().slice(0, -1))).toBeGreaterThan(limit / 2 - 3);
    }
  );

  it("end where a single text is refused, or the key", async () => {
    server.always(() => ({status: 400, body: {error: {message: "too long"}}}));
    expect((await errorOf(embedder().embed(["a", "b", "c"]))).message).toMatch(/400: too long$/);
    expect(server.seen).toHaveLength(3);
    server.always(() => ({status: 401, body: {error: {message: "no"}}}));
    expect(await errorOf(embedder().embed(["a", "b", "c"]))).toMatchObject({fatal: true});
    expect(server.seen).toHaveLength(4);
  });

  it("that are missing or of two lengths are an error", async () => {
    server.next(vectors(0));
    expect((await errorOf(embedder().embed(["a", "b"]))).message).toMatch(/1 embeddings for 2 texts/);
    server.next({
      body: {
        data: [
          {index: 0, embedding: [1]},
          {index: 1, embedding: [1, 2]}
        ]
      }
    });
    expect((await errorOf(embedder().embed(["a", "b"]))).message).toMatch(/different dimensions/);
  });
});

describe("Retry-After", () => {
  it.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{"retry-after": "2"}, 2000],
    [{"retry-after": "0.5"}, 500],
    [{"retry-after-ms": "70", "retry-after": "2"}, 70],
    [{"retry-after": "Thu, 01 Jan 2026 00:00:05 GMT"}, 5000],
    [{"retry-after": "Thu, 01 Jan 2020 00:00:00 GMT"}, 0],
    [{"retry-after": "soon"}, null]
  ])("%j is read", (headers, expected) => {
    expect(readRetryAfter(new Headers(headers), Date.parse("2026-01-01T00:00:00Z"))).toBe(expected);
  });
});
