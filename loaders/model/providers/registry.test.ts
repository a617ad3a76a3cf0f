import {afterEach, describe, expect, it} from "vitest";
import {createModel} from "../create.js";
import {parseProvider, providerOf} from "../provider.js";
import {useWireServer} from "../testing/wire-server.js";
import {openAiCompatible} from "./openai-compatible.js";
import {providersTable} from "./providers-table.js";
import {allProviders, registerProvider} from "./registry.js";

const sample = (name = "sample") =>
  openAiCompatible({
    name,
    baseUrl: "http://127.0.0.1:9/v1",
    keyVariable: "SAMPLE_KEY",
    traits: {takesSeed: true},
    docs: {}
  });

let remove = (): void => undefined;
afterEach(() => remove());

describe("a provider registered from outside", () => {
  it("is known to names, errors and docs until it is removed", () => {
    expect(() => parseProvider("sample:m")).toThrow("unknown provider: sample");
    remove = registerProvider(sample());
    expect(parseProvider("sample:org/m:tag")).toEqual({provider: "sample", model: "org/m:tag", baseUrl: null});
    expect(() => parseProvider("simple:m")).toThrow(/expected one of .*, vllm, sample or http:/);
    expect(providersTable()).toContain("| `sample:...` | OpenAI-compatible | `SAMPLE_KEY` |");
    remove();
    expect(() => parseProvider("sample:m")).toThrow("unknown provider: sample");
    expect(providersTable()).not.toContain("sample");
  });

  it("can't take a name that is there, or one that no model's name can begin with", () => {
    expect(() => registerProvider(sample("openai"))).toThrow("provider registered twice: openai");
    for (const name of ["", "https", "a:b", "Sample", "a b"])
      expect(() => registerProvider(sample(name))).toThrow(/bad name of a provider/);
  });

  it("is removed once: a second call leaves a later one of that name alone", () => {
    const first = registerProvider(sample());
    first();
    remove = registerProvider(sample());
    first();
    expect(providerOf("sample:m").keyVariable).toBe("SAMPLE_KEY");
  });

  it("may have another form of name", () => {
    const address = {
      example: "file:<path>",
      parse: (name: string) =>
        name.startsWith("file:") ? {provider: "files", model: name.slice(5), baseUrl: null} : null
    };
    remove = registerProvider({...sample("files"), address});
    expect(parseProvider("file:a/b")).toEqual({provider: "files", model: "a/b", baseUrl: null});
    expect(() => parseProvider("files:m")).toThrow(/unknown provider: files; expected .* or file:<path>/);
  });
});

describe("a provider behind OpenAI's wire", () => {
  const server = useWireServer();

  it("sends what its definition says", async () => {
    remove = registerProvider(sample());
    server.next({body: {choices: [{message: {content: "a"}, finish_reason: "stop"}]}});
    const spec = {name: "sample:m", baseUrl: `${server.url()}/v1`, key: null};
    expect(() => createModel(spec, {})).toThrow("SAMPLE_KEY is not set");
    const model = createModel(spec, {SAMPLE_KEY: "k"});
    const reply = await model.ask({messages: [{role: "user", content: "q"}], maxTokens: 5, seed: 7, thinking: 3000});
    expect(reply.text).toBe("a");
    expect(server.seen[0]!.body).toMatchObject({model: "m", max_tokens: 5, seed: 7, reasoning_effort: "medium"});
  });
});

it("only providers with batches make models with a batch API, and only routers can be pinned", () => {
  const variables = {
    OPENAI_API_KEY: "k",
    ANTHROPIC_API_KEY: "k",
    OPENROUTER_API_KEY: "k",
    GEMINI_API_KEY: "k",
    XAI_API_KEY: "k"
  };
  for (const {name, batches, createModel: create, address, pin} of allProviders()) {
    if (create === null) continue;
    const spec = {name: address === undefined ? `${name}:m` : "http://127.0.0.1:9/v1:m", baseUrl: null, key: null};
    expect(createModel(spec, variables).batch !== undefined, name).toBe(batches);
    const pinned = () => createModel({...spec, pin: ["a"]}, variables);
    if (pin === undefined) expect(pinned).toThrow(/is no router: pin is for openrouter:... only/);
    else expect(pinned().identity).toContain('"order":["a"]');
  }
});
