import {describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import {Dispatcher} from "./dispatcher.js";
import type {ModelRequest} from "./model.js";
import {errorOf, useWireServer, type Scripted, type Seen} from "./testing/wire-server.js";

const server = useWireServer();
const keys = {OPENAI_API_KEY: "sk-fake-0123456789", ANTHROPIC_API_KEY: "sk-ant-fake-0123456789"};
let count = 0; // what is learned of a model stays: each test asks another

const openAi = (body?: Record<string, unknown>) =>
  createModel({name: `${server.url()}/v1:m${count++}`, baseUrl: null, key: null, ...(body && {body})}, {});
const openAiOwn = () => createModel({name: `openai:m${count++}`, baseUrl: `${server.url()}/v1`, key: null}, keys);
const anthropic = () => createModel({name: `anthropic:m${count++}`, baseUrl: server.url(), key: null}, keys);

const request: ModelRequest = {
  messages: [{role: "user", content: "Hello?"}],
  temperature: 0.7,
  topP: 0.9,
  maxTokens: 50,
  stop: ["END"],
  thinking: 4000,
  seed: 2 ** 31 + 5
};
const completion = {body: {choices: [{message: {content: "Yes."}, finish_reason: "stop"}], model: "m"}};
const message = {body: {type: "message", content: [{type: "text", text: "Yes."}], stop_reason: "end_turn"}};

/** A server that takes no such key, and words it its way. */
const refusing =
  (key: string, refusal: Scripted, answer: Scripted = completion) =>
  ({body}: Seen): Scripted =>
    key in body ? refusal : answer;

const names: Record<string, string[]> = {
  temperature: ["temperature", "Temperature", "generation_config.temperature"],
  top_p: ["top_p", "topP", "top-p"],
  stop: ["stop", "stopSequences", "stop sequences"],
  seed: ["seed", "random_seed"],
  reasoning_effort: ["reasoning_effort", "reasoningEffort", "thinking", "reasoning"]
};
const wordings: [string, (name: string) => Scripted][] = [
  [
    "in quotes",
    (name) => ({status: 400, body: {error: {message: `Unsupported parameter: '${name}' is not supported here.`}}})
  ],
  ["in backticks", (name) => ({status: 400, body: {error: {message: `\`${name}\` is deprecated for this model.`}}})],
  ["plainly", (name) => ({status: 422, body: {message: `Argument not supported on this model: ${name}`}})],
  ["in a list", (name) => ({status: 400, body: [{error: {code: 400, message: `Unknown name "${name}": no field.`}}]})],
  ["as param", (name) => ({status: 400, body: {error: {message: "Not possible.", param: name}}})],
  ["as a place", (name) => ({status: 422, body: {detail: [{loc: ["body", name], msg: "Extra inputs", input: "x"}]}})]
];
const cases = Object.entries(names).flatMap(([key, spellings]) =>
  spellings.flatMap((name) =>
    wordings.map(([how, refuse]): [string, string, string, Scripted] => [key, name, how, refuse(name)])
  )
);

describe("a parameter that a model refuses", () => {
  it.each(cases)("%s, called %j %s, is left out from then on", async (key, _, __, refusal) => {
    const asked = openAi();
    server.always(refusing(key, refusal));
    expect(await asked.ask(request)).toMatchObject({text: "Yes.", changes: [`${key} left out`]});
    expect(await asked.ask(request)).toMatchObject({text: "Yes.", changes: [`${key} left out`]});
    expect(server.seen.map(({body}) => key in body)).toEqual([true, false, false]);
    const others = Object.keys(names).filter((other) => other !== key);
    for (const other of others) expect(other in server.seen[2]!.body).toBe(true);
  });

  it("is said once, and the request is the same as ever", async () => {
    const [lines, asked]: [string[], ReturnType<typeof openAi>] = [[], openAi()];
    const dispatcher = new Dispatcher({log: (line) => lines.push(line)});
    server.always(refusing("stop", {status: 400, body: {error: {message: "stop?", param: "stop"}}}));
    const given = structuredClone(request);
    for (let i = 0; i < 3; i++) await dispatcher.ask(asked, given);
    expect(lines).toEqual([`${asked.name} refuses a parameter: stop left out`]);
    expect(given).toEqual(request);
  });

  it("among several is found one after the other", async () => {
    const refuse = (name: string): Scripted => ({status: 400, body: {error: {message: `${name} is not supported`}}});
    server.always(({body}) => {
      const found = ["stop", "temperature", "seed"].find((key) => key in body);
      return found === undefined ? completion : refuse(found);
    });
    expect((await openAi().ask(request)).changes).toHaveLength(3);
    expect(server.seen).toHaveLength(4);
  });

  it("that was not the reason stays, and is not tried again", async () => {
    const asked = openAi();
    server.always(() => ({status: 400, body: {error: {message: "The temperature of this prompt is too high"}}}));
    expect((await errorOf(asked.ask(request))).message).toMatch(/too high/);
    expect((await errorOf(asked.ask(request))).message).toMatch(/too high/);
    expect(server.seen).toHaveLength(3);
    server.always(() => completion);
    expect("temperature" in server.seen[2]!.body).toBe(true);
    expect((await asked.ask(request)).changes).toBeUndefined();
  });

  it("that the study itself put into the body is not touched", async () => {
    server.always(() => ({status: 400, body: {error: {message: "no", param: "seed"}}}));
    await errorOf(openAi({seed: 3}).ask(request));
    expect(server.seen).toHaveLength(1);
  });

  it("is not looked for in a prompt that the error repeats", async () => {
    const echo = {detail: [{loc: ["body"], msg: "no", input: {stop: "END", temperature: "temperature"}}]};
    server.always(() => ({status: 422, body: echo}));
    await errorOf(openAi().ask(request));
    expect(server.seen).toHaveLength(1);
  });
});

describe("the limit of tokens", () => {
  const unsupported = (name: string, other: string): Scripted => ({
    status: 400,
    body: {error: {message: `Unsupported parameter: '${name}'. Use '${other}' instead.`, param: name}}
  });

  it("goes by its other name, behind an address and to OpenAI", async () => {
    server.always(refusing("max_tokens", unsupported("max_tokens", "max_completion_tokens")));
    expect((await openAi().ask(request)).changes).toEqual(["max_tokens sent as max_completion_tokens"]);
    expect(server.seen[1]!.body).toMatchObject({max_completion_tokens: 50});
    server.always(refusing("max_completion_tokens", unsupported("max_completion_tokens", "max_tokens")));
    expect((await openAiOwn().ask(request)).changes).toEqual(["max_completion_tokens sent as max_tokens"]);
  });

  it("that is too high is no matter of its name", async () => {
    const words = "'max_tokens' or 'max_completion_tokens' is too large: 2048. The context has 1024 tokens.";
    server.always(() => ({status: 400, body: {message: words, code: 400}}));
    expect((await errorOf(openAi().ask(request))).message).toMatch(/too large/);
    expect(server.seen).toHaveLength(1);
  });
});

describe("Anthropic", () => {
  const refuse = (words: string): Scripted => ({
    status: 400,
    body: {type: "error", error: {type: "invalid_request_error", message: words}}
  });

  it.each<[Partial<ModelRequest>, string]>([
    [{thinking: 2000}, "low"],
    [{thinking: 4000}, "medium"],
    [{thinking: 10_000}, "high"],
    [{thinking: 0, effort: "low"}, "low"],
    [{thinking: 0, effort: "medium"}, "medium"],
    [{thinking: 0, effort: "high"}, "high"]
  ])("is asked for adaptive thinking where it takes no budget: %j", async (more, effort) => {
    const words = '"thinking.type.enabled" is not supported. Use "thinking.type.adaptive" and "output_config.effort".';
    server.always(({body}) =>
      (body.thinking as {type: string} | undefined)?.type === "enabled" ? refuse(words) : message
    );
    const reply = await anthropic().ask({...request, ...more});
    expect(reply.changes).toEqual([`thinking sent as adaptive with effort ${effort}`]);
    expect(server.seen[1]!.body).toMatchObject({thinking: {type: "adaptive"}, output_config: {effort}});
  });

  it("is sent no temperature where it takes none", async () => {
    server.always(refusing("temperature", refuse("`temperature` is deprecated for this model."), message));
    expect((await anthropic().ask({...request, thinking: 0})).changes).toEqual(["temperature left out"]);
  });
});

describe("an item of a batch that is refused", () => {
  it.each<[string, boolean]>([
    ["Unsupported parameter: 'temperature'", true],
    ["The temperature of this prompt is too high", false]
  ])("is handed in again without what it names in quotes: %s", async (words, again) => {
    const asked = openAiOwn();
    const line = {custom_id: "a", response: {status_code: 400, body: {error: {message: words}}}};
    server.next({body: {id: "b", error_file_id: "f"}}, {body: `${JSON.stringify(line)}\n`}, completion);
    const results = [];
    for await (const result of asked.batch!.results("b")) results.push(result);
    expect(results).toEqual([{id: "a", error: words, again}]);
    await asked.ask({...request, thinking: 0});
    expect("temperature" in server.seen.at(-1)!.body).toBe(!again);
  });
});

describe("what a study leaves out", () => {
  it("is not sent: no seed, no limit, no temperature", async () => {
    server.always(() => completion);
    const {temperature: _, ...rest} = request;
    await openAi().ask({...rest, leaveOut: ["seed", "max_tokens"]});
    for (const key of ["seed", "max_tokens", "temperature"]) expect(server.seen[0]!.body).not.toHaveProperty(key);
  });

  it("seeds are sent below 2^31", async () => {
    server.always(() => completion);
    await openAi().ask(request);
    expect(server.seen[0]!.body.seed).toBe(5);
  });
});
