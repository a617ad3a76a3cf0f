import {describe, expect, it} from "vitest";
import {problemOf} from "../../util/testing/problem.js";
import {connectionOf} from "../create.js";
import {answerTo, lmStudioServer, ollamaServer, serverOf, vllmServer} from "../testing/local-servers.js";
import {errorOf, useWireServer, type Scripted, type Seen} from "../testing/wire-server.js";
import type {Ability} from "./ability.js";
import {listModels} from "./list-models.js";
import {readServerAddress} from "./server-address.js";
import {callsPerModel, surveyModel} from "./survey-model.js";

const server = useWireServer();
const specOf = (model: string) => ({name: `${server.url()}/v1:${model}`, baseUrl: null, key: null});
const list = () => listModels(connectionOf(specOf("x")));
const survey = (model: string, limitInMs = 20_000) => surveyModel(specOf(model), {limitInMs});

/** What a model takes, in a word each. */
const taken = (abilities: Record<string, Ability> | null) =>
  abilities && Object.fromEntries(Object.entries(abilities).map(([name, {takes}]) => [name, takes]));

describe("readServerAddress(written)", () => {
  it.each([
    ["127.0.0.1:11434", "http://127.0.0.1:11434/v1", null],
    [" localhost:8080/ ", "http://localhost:8080/v1", null],
    ["http://[::1]:8080", "http://[::1]:8080/v1", null],
    ["https://host/openai/v1/chat/completions", "https://host/openai/v1", null],
    ["http://host:8080/v1/models", "http://host:8080/v1", null],
    ["http://host:8080/v1:", "http://host:8080/v1", null],
    ["http://host:8080/v1:org/models", "http://host:8080/v1", "org/models"],
    ["http://host:1234/v1:org/name:tag", "http://host:1234/v1", "org/name:tag"],
    ["https://host/x?api-version=1", "https://host/x?api-version=1", null]
  ])("%j is %s", (written, address, model) => expect(readServerAddress(written)).toEqual({address, model}));

  it.each(["openai:gpt-4o", "ftp://host", "", "http://", "two words", "http://me:secret@host/v1"])(
    "%j is refused in one line",
    async (written) => {
      const problem = await problemOf(() => readServerAddress(written), "/");
      expect(problem).toMatch(/^(?:no address of a server: .*; expected one such as http:|password in the address)/);
      expect(problem).not.toMatch(/secret|\n/);
    }
  );
});

describe("listModels(connection)", () => {
  it.each<[string, (asked: Seen) => Scripted, object]>([
    ["vLLM", vllmServer("org/a"), {server: "vLLM", models: [{id: "org/a", context: 8192}]}],
    [
      "LM Studio",
      lmStudioServer,
      {server: "LM Studio", models: [{id: "community/Qwen2.5-7B-GGUF/qwen.gguf", context: null}]}
    ],
    [
      "Ollama",
      ollamaServer,
      {
        server: "Ollama",
        models: ["qwen3:8b", "hf.co/org/Model-GGUF:Q4_K_M", "nomic-embed-text:latest"].map((id) => ({
          id,
          context: null
        }))
      }
    ],
    ["an empty list", serverOf({models: [], chat: () => ({})}), {server: null, models: []}],
    [
      "odd entries",
      serverOf({models: [{}, {id: 7}, {id: "a"}], chat: () => ({})}),
      {server: null, models: [{id: "a", context: null}]}
    ]
  ])("reads that of %s", async (_name, answer, expected) => {
    server.always(answer);
    expect(await list()).toEqual(expected);
  });

  it.each<[string, Scripted[], RegExp]>([
    [
      "an Ollama without it",
      [{status: 404, body: "404 page not found"}, {body: "Ollama is running"}],
      /^\S+\/v1 list of models: 404: no list of models at \S+\/v1\/models \(404: 404 page not found\); the server says: Ollama is running\. Expected an address/
    ],
    [
      "LM Studio at another path",
      [{body: {error: "Unexpected endpoint or method. (GET /x/models)"}}, {status: 500}],
      /Unexpected endpoint/
    ],
    [
      "a page of HTML",
      [{body: "<!doctype html><p>hi"}, {body: "<html>"}],
      /\(200: an HTML page, not an API's answer\)\. Expected/
    ],
    ["a list of something else", [{body: ["a"]}, {body: ""}], /no list of models/],
    ["a server that wants a key", [{status: 401, body: {error: {message: "no key"}}}], /list of models: 401: no key$/],
    [
      "a redirect",
      [{status: 302, headers: {location: "https://other.example/v1/models"}}],
      /redirects to https:\/\/other\.example\/v1/
    ]
  ])("says in one line what %s answers", async (_name, answers, message) => {
    server.next(...answers);
    const error = await errorOf(list());
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/\n/);
  });

  it("says in one line that nobody answers", async () => {
    const error = await errorOf(
      listModels(connectionOf({name: "http://127.0.0.1:65530/v1:x", baseUrl: null, key: null}))
    );
    expect(error.message).toMatch(/no answer: .*ECONNREFUSED.*check the network and the address/);
  });
});

describe("surveyModel(spec)", () => {
  it("finds what a vLLM takes, with few short calls", async () => {
    server.always(vllmServer("org/a"));
    const {abilities, calls, speed, changes, error} = await survey("org/a");
    expect(taken(abilities)).toEqual({system: "yes", seed: "yes", stop: "yes", thinking: "no", logprobs: "yes"});
    expect([calls, error, changes]).toEqual([callsPerModel, null, []]);
    expect(server.seen).toHaveLength(callsPerModel);
    for (const {body} of server.seen) expect(body.max_tokens).toBeLessThanOrEqual(64);
    expect(speed!.firstTokenInMs).toBeGreaterThanOrEqual(0);
  });

  it("finds a model of Ollama that thinks unasked, and one that has no log probabilities", async () => {
    server.always(ollamaServer);
    expect(taken((await survey("qwen3:8b")).abilities)).toMatchObject({thinking: "always", logprobs: "no"});
    expect(taken((await survey("hf.co/org/Model-GGUF:Q4_K_M")).abilities)).toMatchObject({thinking: "no", seed: "yes"});
    expect(server.seen.at(-1)!.body.model).toBe("hf.co/org/Model-GGUF:Q4_K_M");
  });

  it("says of an embedding model what the server says, after one call", async () => {
    server.always(ollamaServer);
    const {error, calls, abilities} = await survey("nomic-embed-text:latest");
    expect([error, calls, abilities]).toEqual(['400: "nomic-embed-text:latest" does not support chat', 1, null]);
  });

  it("finds a seed that is ignored", async () => {
    server.always(lmStudioServer);
    const {abilities} = await survey("community/Qwen2.5-7B-GGUF/qwen.gguf");
    expect(abilities!.seed).toEqual({takes: "no", why: "two answers to one seed differ"});
  });

  it("finds what is refused, ignored or can't be told", async () => {
    server.always(({body}) => {
      const refuse = (name: string): Scripted => ({
        status: 400,
        body: {error: {message: `Unknown parameter: '${name}'`}}
      });
      for (const name of ["seed", "reasoning_effort"]) if (name in body) return refuse(name);
      if (body.logprobs === true) return refuse("logprobs");
      const messages = body.messages as {role: string}[];
      if (messages.some(({role}) => role === "system"))
        return {status: 500, body: {error: {message: "System role not supported"}}};
      return answerTo({...body, seed: 7}, {stops: false});
    });
    const {abilities, changes} = await survey("strict");
    expect(taken(abilities)).toEqual({
      system: "refused",
      seed: "refused",
      stop: "no",
      thinking: "refused",
      logprobs: "refused"
    });
    expect(abilities!.system.why).toMatch(/System role not supported/);
    expect(changes).toEqual(["seed left out", "reasoning_effort left out"]);
  });

  it("says that a system prompt is not read where as many tokens are counted, and that it can't tell without counts", async () => {
    const without =
      (count: boolean) =>
      (asked: Seen): Scripted => {
        const {body} = answerTo(asked.body);
        return {
          body: {...body, usage: count ? {prompt_tokens: 30, completion_tokens: 9, total_tokens: 39} : undefined}
        };
      };
    server.always(without(true));
    expect((await survey("deaf")).abilities!.system.takes).toBe("no");
    server.always(without(false));
    const {abilities, speed} = await survey("silent");
    expect(abilities!.system.takes).toBe("unclear");
    expect(speed!.tokensPerSecond).toBeNull();
  });

  it("ends within its time, with what it found by then", async () => {
    server.always((asked) => ({...vllmServer("m")(asked), delayInMs: server.seen.length > 3 ? 60_000 : 0}));
    const begun = performance.now();
    const {abilities, speed, calls} = await survey("m", 4000);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(new Set(Object.values(taken(abilities)!))).toEqual(new Set(["unclear"]));
    expect(abilities!.logprobs.why).toBe("there was no time left to ask");
    expect([speed === null, calls]).toEqual([false, 4]);
    expect((await survey("m", 100)).error).toMatch(/timed out/);
  });

  it("throws the signal's reason", async () => {
    const stop = new AbortController();
    server.always(() => ({delayInMs: 5000}));
    const asked = surveyModel(specOf("m"), {limitInMs: 20_000, signal: stop.signal});
    setTimeout(() => stop.abort(new Error("stopped")), 50);
    await expect(asked).rejects.toThrow("stopped");
  });
});
