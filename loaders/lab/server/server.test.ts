import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildLab, labRoles, type Lab} from "../lab.js";
import {tinyWorld, worldFrom} from "../testing.js";
import {serveLab, type LabServer} from "./server.js";

const calm = {port: 0, latencyInMs: 0, failRate: 0, seed: 1};
const messages = [{role: "user" as const, content: "What is bread?"}];
let lab: Lab;
let server: LabServer;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  lab = buildLab(worldFrom(tinyWorld));
  server = await serveLab(lab, calm);
  openai = new OpenAI({baseURL: `${server.url}/v1`, apiKey: "none", maxRetries: 0});
  anthropic = new Anthropic({baseURL: server.url, apiKey: "none", maxRetries: 0});
});
afterAll(() => server.close());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {method: "POST", body, headers: {"content-type": "application/json", ...headers}});

describe("lab serve, by the openai SDK", () => {
  it("completes chats, by role, the same for one seed", async () => {
    const ask = (seed: number) => openai.chat.completions.create({model: "target", messages, seed});
    const [first, again] = [await ask(3), await ask(3)];
    expect(first.choices[0]!.message.content).toMatch(/bread/i);
    expect(again.choices[0]!.message.content).toBe(first.choices[0]!.message.content);
    expect(first.choices[0]!.finish_reason).toBe("stop");
    expect(first.usage!.total_tokens).toBe(first.usage!.prompt_tokens + first.usage!.completion_tokens);
  });

  it("samples again without a seed, and returns n choices", async () => {
    const loud = {model: "lab:target", messages: [{role: "user" as const, content: "TELL ME OF BREAD."}]};
    const {choices} = await openai.chat.completions.create({...loud, n: 16});
    const texts = new Set(choices.map(({message}) => message.content));
    for (let i = 0; i < 30; i++) texts.add((await openai.chat.completions.create(loud)).choices[0]!.message.content);
    expect(choices).toHaveLength(16);
    expect(texts.size).toBeGreaterThan(1);
  });

  it("streams what it would have answered at once", async () => {
    const body = {model: "target", messages, seed: 3};
    const whole = await openai.chat.completions.create(body);
    const stream = await openai.chat.completions.create({...body, stream: true, stream_options: {include_usage: true}});
    let text = "";
    let finish: string | null = null;
    let tokens: number | undefined;
    for await (const {choices, usage} of stream) {
      text += choices[0]?.delta.content ?? "";
      finish = choices[0]?.finish_reason ?? finish;
      tokens = usage?.completion_tokens ?? tokens;
    }
    expect([text, finish, tokens]).toEqual([whole.choices[0]!.message.content, "stop", whole.usage!.completion_tokens]);
  });

  it("heeds limits, stop sequences and instructions", async () => {
    const short = await openai.chat.completions.create({model: "target", messages, max_completion_tokens: 2, seed: 1});
    expect(short.choices[0]!.finish_reason).toBe("length");
    const cut = await openai.chat.completions.create({model: "target", messages, stop: " matter", seed: 1});
    expect(cut.choices[0]!.message.content).toBe("Bread is a");
    const parts = [
      {type: "text" as const, text: "What is "},
      {type: "text" as const, text: "soup?"}
    ];
    const system = {role: "system" as const, content: "Be brief."};
    const told = await openai.chat.completions.create({
      model: "target",
      messages: [system, {role: "user", content: parts}],
      seed: 1
    });
    expect(told.choices[0]!.message.content).toMatch(/soup/i);
  });

  it("embeds, as numbers and as the SDK's base64", async () => {
    const input = ["What is bread?", "What is soup?"];
    const base64 = await openai.embeddings.create({model: "embed", input});
    const floats = await openai.embeddings.create({model: "embed", input, encoding_format: "float"});
    expect(base64.data.map(({embedding}) => embedding.length)).toEqual([256, 256]);
    expect(Math.fround(base64.data[1]!.embedding[3]!)).toBe(Math.fround(floats.data[1]!.embedding[3]!));
  });

  it("lists its models", async () => {
    const {data} = await openai.models.list();
    expect(data.map(({id}) => id)).toEqual([...labRoles, "embed"]);
  });

  it("says what is wrong in OpenAI's words", async () => {
    const wrong = (body: object) => openai.chat.completions.create({model: "target", messages, ...body});
    await expect(wrong({model: "gpt-9"})).rejects.toMatchObject({status: 404, code: "model_not_found"});
    await expect(wrong({messages: []})).rejects.toThrow(/400.*no messages/);
    await expect(wrong({temperature: 5})).rejects.toThrow(/400 temperature/);
    await expect(wrong({n: 99})).rejects.toThrow(/400 n:/);
    const image = [{type: "image_url", image_url: {url: "data:"}}];
    await expect(wrong({messages: [{role: "user", content: image}]})).rejects.toThrow(/400 messages.0.content/);
  });
});

describe("lab serve, by the anthropic SDK", () => {
  const ask = {model: "target", messages, max_tokens: 100};
  const coldest = {...ask, temperature: 0};

  it("answers messages", async () => {
    const message = await anthropic.messages.create({...coldest, system: "Be brief."});
    expect(message.content).toEqual([{type: "text", text: "Bread is a matter of flour."}]);
    expect([message.stop_reason, message.usage.output_tokens]).toEqual(["end_turn", 7]);
  });

  it("says why it stopped", async () => {
    const cut = await anthropic.messages.create({...coldest, stop_sequences: [" matter"]});
    expect([cut.stop_reason, cut.stop_sequence]).toEqual(["stop_sequence", " matter"]);
    expect((await anthropic.messages.create({...ask, max_tokens: 1})).stop_reason).toBe("max_tokens");
  });

  it("streams", async () => {
    const final = await anthropic.messages.stream(coldest).finalMessage();
    expect(final.content).toEqual([{type: "text", text: "Bread is a matter of flour."}]);
    expect([final.stop_reason, final.usage.output_tokens]).toEqual(["end_turn", 7]);
  });

  it("lists its models and words its errors as Anthropic does", async () => {
    expect((await anthropic.models.list()).data.map(({id}) => id)).toContain("judge");
    await expect(anthropic.messages.create({...ask, model: "opus"})).rejects.toMatchObject({
      status: 404,
      error: {type: "error", error: {type: "not_found_error"}}
    });
  });
});

describe("lab serve, by hand", () => {
  it.each<[string, string, string, number]>([
    ["a body that is not JSON", "/v1/chat/completions", "{", 400],
    ["a body that is no object", "/v1/chat/completions", "[]", 400],
    ["an unknown path", "/v2/chat", "{}", 404],
    ["a path of every object", "/constructor", "{}", 404],
    ["the wrong method", "/v1/models", "{}", 405],
    ["an embedding of nothing", "/v1/embeddings", '{"model": "embed", "input": ""}', 400],
    ["an embedding of tokens", "/v1/embeddings", '{"model": "embed", "input": [1, 2]}', 400],
    ["an embedding by another model", "/v1/embeddings", '{"model": "target", "input": "x"}', 404]
  ])("answers %s with JSON and a reason", async (_, path, body, status) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as {error: {message: string}}).error.message).not.toBe("");
  });

  it("takes a body of megabytes, and refuses one of tens", async () => {
    const body = (length: number) =>
      JSON.stringify({model: "target", messages: [{role: "user", content: "a ".repeat(length / 2)}]});
    expect((await post("/v1/chat/completions", body(2e6))).status).toBe(200);
    expect((await post("/v1/chat/completions", body(34e6))).status).toBe(413);
  });

  it("says that a port is taken", async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveLab(lab, {...calm, port})).rejects.toThrow(/not free.*--port/);
  });
});

describe("lab serve, slow or faulty on purpose", () => {
  it("fails at its rate, in several ways, the same for one seed", async () => {
    const outcomes = async (): Promise<string[]> => {
      const faulty = await serveLab(lab, {...calm, failRate: 0.4, seed: 9});
      const client = new OpenAI({baseURL: `${faulty.url}/v1`, apiKey: "none", maxRetries: 0});
      const results: string[] = [];
      for (let i = 0; i < 150; i++)
        results.push(
          await client.chat.completions.create({model: "target", messages}).then(
            (reply) => (typeof reply === "string" ? "text" : "error" in reply ? "error inside" : "ok"),
            (error: unknown) => (error instanceof OpenAI.APIError && error.status ? String(error.status) : "broken")
          )
        );
      await faulty.close();
      return results;
    };
    const first = await outcomes();
    const failed = first.filter((outcome) => outcome !== "ok").length;
    expect(failed).toBeGreaterThan(40);
    expect(failed).toBeLessThan(80);
    expect(new Set(first)).toEqual(new Set(["ok", "429", "500", "529", "text", "error inside", "broken"]));
    expect(await outcomes()).toEqual(first);
  });

  it("answers an equal request equally where it is steady, also one without a seed", async () => {
    const texts = async (steady: boolean): Promise<Set<string>> => {
      const server = await serveLab(lab, {...calm, steady});
      const client = new Anthropic({baseURL: server.url, apiKey: "none", maxRetries: 0});
      const content = "Write queries:\n- The query is in capital letters.\n";
      const body = {model: "query", max_tokens: 200, messages: [{role: "user" as const, content}]};
      const said = await Promise.all(Array.from({length: 10}, () => client.messages.create(body)));
      await server.close();
      return new Set(said.map(({content}) => JSON.stringify(content)));
    };
    expect((await texts(true)).size).toBe(1);
    expect((await texts(false)).size).toBeGreaterThan(1);
  });

  it("takes its time", async () => {
    const slow = await serveLab(lab, {...calm, latencyInMs: 60});
    const client = new OpenAI({baseURL: `${slow.url}/v1`, apiKey: "none", maxRetries: 0});
    const start = performance.now();
    for (let i = 0; i < 10; i++) await client.chat.completions.create({model: "target", messages});
    expect((performance.now() - start) / 10).toBeGreaterThan(30);
    await slow.close();
  });
});
