import {join} from "node:path";
import {afterEach, describe, expect, it, vi} from "vitest";
import {Budget} from "../model/budget.js";
import {createModel} from "../model/create.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {Model, ModelRequest} from "../model/model.js";
import {defaultRetry} from "../model/retry.js";
import {serveBatches, type BatchServer, type BatchServerOptions} from "../model/testing/batch-server.js";
import {useTempData} from "../util/testing/temp-data.js";
import {askMany, type ManyOptions} from "./ask-many.js";
import {BatchLog} from "./batch-log.js";
import {Journal} from "./journal.js";
import {openBudget} from "./open-budget.js";
import {Recorder, type RecorderOptions} from "./recorder.js";

const {folder} = useTempData();
const purpose = {step: "turf", role: "judge"};
const retry = {...defaultRetry, firstInMs: 1};
const requests = (count: number): ModelRequest[] =>
  Array.from({length: count}, (_, i) => ({messages: [{role: "user", content: `q${i}`}], maxTokens: 20}));

let server: BatchServer;
let count = 0;
afterEach(() => server.close());

function modelOf(provider: "openai" | "anthropic"): Model {
  const baseUrl = provider === "openai" ? `${server.url}/v1` : server.url;
  return createModel({name: `${provider}:m`, baseUrl, key: null}, {OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k"});
}

interface Place {
  journal: string;
  log: string;
}
const newPlace = (): Place => ({journal: join(folder(), `j${count}.jsonl`), log: join(folder(), `b${count++}.jsonl`)});

async function ask(
  model: Model,
  n: number,
  place = newPlace(),
  more: Partial<ManyOptions> = {},
  options: RecorderOptions = {}
) {
  const journal = Journal.open(place.journal);
  try {
    const recorder = new Recorder(journal, options);
    const log = new BatchLog(place.log);
    return await askMany(recorder, model, requests(n), purpose, {log, pollInMs: 1, retry, ...more});
  } finally {
    journal.close();
  }
}

const texts = (calls: {record: {text: string | null}}[]) => calls.map(({record}) => record.text);
const answers = (n: number) => Array.from({length: n}, (_, i) => `answer to q${i}`);

describe.each(["openai", "anthropic"] as const)("askMany, batches of %s", (provider) => {
  const serve = async (options: BatchServerOptions = {}) => (server = await serveBatches(options));

  it("matches answers by id in any order, at the batch's price, and asks nothing twice", async () => {
    await serve();
    const place = newPlace();
    const priceOf = () => ({input: 1e6, output: 1e6, cached: null, batch: 0.5});
    const calls = await ask(modelOf(provider), 30, place, {}, {priceOf});
    expect(texts(calls)).toEqual(answers(30));
    expect(calls[3]!.record).toMatchObject({
      ...purpose,
      cost: 10,
      attempts: 1,
      answered: expect.stringMatching(/-b$/) as string
    });
    expect(texts(await ask(modelOf(provider), 30, place))).toEqual(answers(30));
    expect(server.batches).toHaveLength(1);
  });

  it("hands in what expired or failed again, and records what is wrong with a request", async () => {
    const fate = (content: string, batch: number) =>
      content === "q5"
        ? "invalid"
        : batch === 0 && content === "q1"
          ? "expired"
          : batch === 0 && content === "q2"
            ? "errored"
            : "ok";
    await serve({fate});
    const calls = await ask(modelOf(provider), 8);
    expect(server.batches.map(({items}) => items.length)).toEqual([8, 2]);
    expect(calls[5]!.record).toMatchObject({text: null, error: expect.stringMatching(/./) as string});
    expect(texts(calls).filter((text) => text !== null)).toHaveLength(7);
  });

  it("asks by itself what no batch answers", async () => {
    await serve({fate: (content) => (content === "q1" ? "expired" : "ok")});
    const calls = await ask(modelOf(provider), 3);
    expect(server.batches).toHaveLength(3);
    expect(texts(calls)).toEqual(["answer to q0", "asked by itself", "answer to q2"]);
  });

  it("is found again after a kill, whether its name was noted or not", async () => {
    for (const lost of [false, true]) {
      await serve({
        polls: lost ? 2 : 1e9,
        failing: (path) => lost && server.batches.length === 1 && /POST .*batches$/.test(path)
      });
      const place = newPlace();
      const stop = new AbortController();
      const impatient = {...retry, firstInMs: lost ? 1e6 : 1};
      const asked = ask(modelOf(provider), 5, place, {signal: stop.signal, retry: impatient});
      const ends = expect(asked).rejects.toThrow("killed");
      const noted = () => new BatchLog(place.log).open(modelOf(provider).identity)[0]?.batch ?? null;
      await vi.waitUntil(() => (lost ? server.batches.length === 1 : noted() !== null), {timeout: 30_000, interval: 5});
      stop.abort(new Error("killed"));
      await ends;
      expect(new BatchLog(place.log).open(modelOf(provider).identity)).toMatchObject([
        {batch: lost ? null : "batch_1"}
      ]);
      server.batches[0]!.looks = 1e9;
      expect(texts(await ask(modelOf(provider), 5, place))).toEqual(answers(5));
      expect(server.batches).toHaveLength(1);
      if (!lost) server.close();
    }
  });

  it("survives a provider that fails now and then, without a second batch", async () => {
    await serve({failing: (_, n) => n % 5 === 1});
    expect(texts(await ask(modelOf(provider), 6))).toEqual(answers(6));
    expect(server.batches).toHaveLength(1);
  });

  it("is handed in only within the budget", async () => {
    await serve();
    const priceOf = () => ({input: 0, output: 1e6, cached: null, batch: 0.5}); // at worst ten dollars a request
    const poor = ask(modelOf(provider), 6, newPlace(), {}, {priceOf, budget: new Budget(50)});
    await expect(poor).rejects.toThrow(/budget of \$50/);
    expect(server.batches).toHaveLength(0);
    const budget = new Budget(61);
    await ask(modelOf(provider), 6, newPlace(), {}, {priceOf, budget});
    expect(budget.spent).toBe(30);
  });

  it.each(["{broken", "null", "[1]", '"text"', "{}", '{"custom_id": 5}', "\0\0", "<html>", `${"[".repeat(20_000)}`])(
    "leaves requests whose lines of the results can't be read unanswered, says so, and asks them again: %j",
    async (line) => {
      await serve({line: (content, batch) => (batch === 0 && content === "q2" ? line : null)});
      const lines: string[] = [];
      const dispatcher = new Dispatcher({log: (line) => lines.push(line)});
      expect(texts(await ask(modelOf(provider), 4, newPlace(), {}, {dispatcher}))).toEqual(answers(4));
      expect(server.batches.map(({items}) => items.length)).toEqual([4, 1]);
      expect(lines).toEqual([
        "1 line of the results of batch batch_1 can't be read: 1 request without an answer is asked again"
      ]);
    }
  );

  it("that a killed process left open counts against the budget until its answers are there", async () => {
    await serve({polls: 1e9});
    const priceOf = () => ({input: 0, output: 1e6, cached: null, batch: 0.5}); // at worst ten dollars a request
    const place = newPlace();
    const stop = new AbortController();
    const killed = ask(modelOf(provider), 6, place, {signal: stop.signal}, {priceOf, budget: new Budget(61)});
    const ends = expect(killed).rejects.toThrow("killed");
    await vi.waitUntil(() => new BatchLog(place.log).all[0]?.batch != null, {timeout: 30_000, interval: 5});
    stop.abort(new Error("killed"));
    await ends;

    const [journal, batches] = [Journal.open(place.journal), new BatchLog(place.log)];
    const budget = openBudget(61, journal, {batches})!;
    expect(budget.spent).toBe(60);
    await expect(budget.reserve(2)).rejects.toThrow(/budget of \$61/);
    journal.close();
    server.batches[0]!.looks = 1e9;
    expect(texts(await ask(modelOf(provider), 6, place, {}, {priceOf, budget}))).toEqual(answers(6));
    expect(budget.spent).toBe(30);
  });

  it("is cut to what the provider takes", async () => {
    await serve();
    const model = modelOf(provider);
    await ask({...model, batch: {...model.batch!, maxItems: 4}}, 10);
    expect(server.batches.map(({items}) => items.length).sort()).toEqual([2, 4, 4]);
  });
});
