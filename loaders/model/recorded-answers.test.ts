import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {createEmbedder, createModel} from "./create.js";
import {isModelError} from "./model-error.js";
import {errorOf, useWireServer} from "./testing/wire-server.js";

const server = useWireServer();
const testing = new URL("testing/", import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, testing), "utf8"));

/** An answer in the shape that a provider's documentation shows, in our own words, and what should be read from it. */
interface Recorded {
  provider: string; // http: a plain address
  answer: unknown;
  expected: object | {error: string; retryable: boolean; fatal: boolean};
}

const files = readdirSync(new URL("answers/", testing)).map((file) => file.replace(/\.json$/, ""));
const variables = Object.fromEntries(
  ["OPENAI", "ANTHROPIC", "GEMINI", "XAI", "OPENROUTER"].map((name) => [`${name}_API_KEY`, "sk-fake-0123456789"])
);

function modelOf(provider: string) {
  const baseUrl = provider === "anthropic" ? server.url() : `${server.url()}/v1`;
  const name = provider === "http" ? `${baseUrl}:m` : `${provider}:m`;
  return createModel({name, baseUrl: provider === "http" ? null : baseUrl, key: null}, variables);
}

describe("an answer in the shape that a provider documents", () => {
  it.each(files)("is read right: %s", async (file) => {
    const {provider, answer, expected} = read(`answers/${file}.json`) as Recorded;
    server.next({body: answer});
    const asked = modelOf(provider).ask({messages: [{role: "user", content: "How do I keep tea?"}], maxTokens: 99});
    if (!("error" in expected)) return expect(await asked).toMatchObject(expected);
    const {error, ...details} = expected;
    const failure = await errorOf(asked);
    expect(isModelError(failure)).toBe(true);
    expect(failure).toMatchObject(details);
    expect(failure.message).toContain(error);
  });

  it("has one of each provider", () => {
    const names = new Set(files.map((file) => file.split("-")[0]));
    expect([...names].sort()).toEqual(
      [
        ...["anthropic", "azure", "deepseek", "gemini", "groq", "llamacpp", "lmstudio", "mistral", "ollama", "openai"],
        ...["openrouter", "qwen", "together", "vllm", "xai"]
      ].sort()
    );
  });

  it("holds the embeddings of TEI, in the order of the texts", async () => {
    server.next({body: read("tei-embeddings.json")});
    const embedder = createEmbedder({name: `${server.url()}/v1:e`, baseUrl: null, key: null}, {});
    const vectors = await embedder.embed(["one", "two"]);
    expect(vectors.map((vector) => [...vector])).toEqual([
      [1, 0, 0],
      [0, 1, 0]
    ]);
  });
});
