import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {ModelError} from "../model/model-error.js";
import type {Model, ModelReply} from "../model/model.js";
import {useTempData} from "../util/testing/temp-data.js";
import {Journal} from "./journal.js";
import {Recorder} from "./recorder.js";

const {folder} = useTempData();
const purpose = {step: "surf", role: "target"};
const request = (content: string) => ({messages: [{role: "user" as const, content}], maxTokens: 10, seed: 1});

const reply: ModelReply = {
  text: "hello",
  thinking: "hm",
  stop: {unified: "stop", raw: "end_turn"},
  usage: {inputTokens: 3, outputTokens: 4, thinkingTokens: 1, cachedTokens: 0},
  model: "fake-2026"
};

function fake(answer: () => ModelReply): Model & {asked: number} {
  const model = {
    name: "http://127.0.0.1/v1:fake",
    provider: "http",
    free: false,
    local: false,
    asked: 0,
    ask: async () => {
      model.asked++;
      return answer();
    }
  };
  return model;
}

const failing = (fatal: boolean) =>
  fake(() => {
    throw new ModelError("overloaded", {
      model: "fake",
      status: 529,
      retryable: true,
      retryAfterInMs: null,
      fatal
    });
  });

let count = 0;
const open = () => Journal.open(join(folder(), `journal-${count++}.jsonl`));

describe("Recorder.ask(model, request, purpose)", () => {
  it("asks once, and answers the same request from the journal ever after", async () => {
    const journal = open();
    const model = fake(() => reply);
    const first = await new Recorder(journal).ask(model, request("q"), purpose);
    const again = new Recorder(journal);
    const second = await again.ask(model, request("q"), purpose);
    expect(model.asked).toBe(1);
    expect(second).toEqual(first);
    expect(second.reply).toEqual(reply);
    expect([again.asked, again.replayed]).toEqual([0, 1]);
    journal.close();
  });

  it("tells requests apart by text, seed, role and model", async () => {
    const journal = open();
    const model = fake(() => reply);
    const recorder = new Recorder(journal);
    await recorder.ask(model, request("q"), purpose);
    await recorder.ask(model, request("other"), purpose);
    await recorder.ask(model, {...request("q"), seed: 2}, purpose);
    await recorder.ask(model, request("q"), {...purpose, role: "judge"});
    await recorder.ask({...model, name: "http://127.0.0.1/v1:other"}, request("q"), purpose);
    expect(model.asked).toBe(5);
    journal.close();
  });

  it("records a failed call with its reason and no reply: never as an answer", async () => {
    const journal = open();
    const call = await new Recorder(journal).ask(failing(false), request("q"), purpose);
    expect(call.reply).toBeNull();
    expect(journal.read(call.ordinal)).toMatchObject({text: null, error: "overloaded", stop: null});
    journal.close();
  });

  it("throws a fatal error and writes nothing, so that resume asks again", async () => {
    const journal = open();
    await expect(new Recorder(journal).ask(failing(true), request("q"), purpose)).rejects.toThrow("overloaded");
    expect(journal.size).toBe(0);
    journal.close();
  });

  it("asks nothing more once it is stopped", async () => {
    const journal = open();
    const stop = new AbortController();
    const model = fake(() => reply);
    const recorder = new Recorder(journal, {signal: stop.signal});
    stop.abort(new Error("stopped"));
    await expect(recorder.ask(model, request("q"), purpose)).rejects.toThrow("stopped");
    expect([model.asked, journal.size]).toEqual([0, 0]);
    journal.close();
  });

  it("measures latency with the clock it is given, and none for a model in this process", async () => {
    const journal = open();
    let now = 1000;
    const recorder = new Recorder(journal, {now: () => (now += 250)});
    const remote = await recorder.ask(
      fake(() => reply),
      request("q"),
      purpose
    );
    const local = await recorder.ask({...fake(() => reply), local: true}, request("r"), purpose);
    expect([remote.record.latency, local.record.latency]).toEqual([250, null]);
    journal.close();
  });
});
