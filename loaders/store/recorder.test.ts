import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {ModelError} from "../model/model-error.js";
import type {Model, ModelReply} from "../model/model.js";
import {Budget} from "../model/budget.js";
import {Dispatcher} from "../model/dispatcher.js";
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
    lane: "http",
    identity: "fake",
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

const impatient = {attempts: 2, firstInMs: 1};

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

  it("tells requests apart by text, seed and model", async () => {
    const journal = open();
    const model = fake(() => reply);
    const recorder = new Recorder(journal);
    await recorder.ask(model, request("q"), purpose);
    await recorder.ask(model, request("other"), purpose);
    await recorder.ask(model, {...request("q"), seed: 2}, purpose);
    await recorder.ask({...model, identity: "another"}, request("q"), purpose);
    expect(model.asked).toBe(4);
    journal.close();
  });

  it("records a failed call with its reason and no reply: never as an answer", async () => {
    const journal = open();
    const recorder = new Recorder(journal, {dispatcher: new Dispatcher({retry: {...impatient, deadlineInMs: 20}})});
    const call = await recorder.ask(failing(false), request("q"), purpose);
    expect(call.reply).toBeNull();
    const record = journal.read(call.ordinal);
    expect(record).toMatchObject({text: null, error: "overloaded", stop: null, cost: 0});
    expect(record.failed).toHaveLength(record.attempts);
    journal.close();
  });

  it("throws a fatal error and writes nothing, so that resume asks again", async () => {
    const journal = open();
    await expect(new Recorder(journal).ask(failing(true), request("q"), purpose)).rejects.toThrow("overloaded");
    expect(journal.size).toBe(0);
    journal.close();
  });

  it("records what was refused by its content, also what stops the model, and asks it again only to retry", async () => {
    const journal = open();
    const details = {model: "fake", status: 400, retryable: false, retryAfterInMs: null, fatal: false};
    const refusing = () =>
      fake(() => {
        throw new ModelError("risk", {...details, refused: "change it"});
      });
    const prompts = ["a", "b", "c", "d", "e"];
    const runOnce = async (model: Model, retry = false) => {
      const recorder = new Recorder(journal, {retry});
      for (const prompt of prompts) await recorder.ask(model, request(prompt), purpose);
    };
    const [first, second, third] = [refusing(), refusing(), fake(() => reply)];
    await expect(runOnce(first)).rejects.toThrow("risk: 3 different requests in a row were refused");
    expect([first.asked, journal.size]).toEqual([3, 3]);
    await runOnce(second); // goes on behind what stopped it
    expect([second.asked, journal.size]).toEqual([2, 5]);
    await runOnce(third);
    expect(third.asked).toBe(0);
    await runOnce(third, true);
    expect(third.asked).toBe(5);
    journal.close();
  });

  it("keeps what of a request a model did not take, under the same id", async () => {
    const journal = open();
    const changed = fake(() => ({...reply, changes: ["stop left out"]}));
    const {record} = await new Recorder(journal).ask(changed, request("q"), purpose);
    expect(record.changes).toEqual(["stop left out"]);
    expect(new Recorder(journal).find(changed, request("q"))!.record).toEqual(record);
    journal.close();
  });

  it("asks nothing more once it is stopped", async () => {
    const journal = open();
    const stop = new AbortController();
    const model = fake(() => reply);
    const recorder = new Recorder(journal, {dispatcher: new Dispatcher({signal: stop.signal})});
    stop.abort(new Error("stopped"));
    await expect(recorder.ask(model, request("q"), purpose)).rejects.toThrow("stopped");
    expect([model.asked, journal.size]).toEqual([0, 0]);
    journal.close();
  });

  it("measures latency with the clock it is given, and none for a model in this process", async () => {
    const journal = open();
    let now = 1000;
    const recorder = new Recorder(journal, {dispatcher: new Dispatcher({now: () => (now += 250)})});
    const remote = await recorder.ask(
      fake(() => reply),
      request("q"),
      purpose
    );
    const local = await recorder.ask({...fake(() => reply), local: true}, request("r"), purpose);
    expect([remote.record.latency, local.record.latency]).toEqual([250, null]);
    journal.close();
  });

  it("retries once, on demand, what failed or could not be used, and counts all that was sent and paid", async () => {
    const journal = open();
    const priceOf = () => ({input: 1e6, output: 0, cached: null}); // a dollar a token
    const dispatcher = new Dispatcher({retry: {...impatient, deadlineInMs: 20, attempts: 1}});
    const broken = fake(() => {
      throw new ModelError("broken", {model: "fake", status: 500, retryable: true, retryAfterInMs: null, fatal: false});
    });
    await new Recorder(journal, {dispatcher}).ask(broken, request("failed"), purpose);
    await new Recorder(journal, {priceOf}).ask(
      fake(() => reply),
      request("useless"),
      purpose
    );
    const model = fake(() => reply);
    const recorder = new Recorder(journal, {retry: true, priceOf});
    const healed = await recorder.ask(model, request("failed"), purpose);
    expect(healed.record).toMatchObject({error: null, attempts: 2, cost: 3, late: true});
    expect(healed.record.failed).toHaveLength(1);
    const useless = await recorder.ask(model, request("useless"), purpose);
    expect(recorder.mayRetry(useless)).toBe(true);
    const better = await recorder.ask(model, request("useless"), {...purpose, again: true});
    expect(better.record).toMatchObject({attempts: 2, cost: 6, late: true});
    expect(recorder.mayRetry(better)).toBe(false);
    expect(model.asked).toBe(2);
    const later = await new Recorder(journal).ask(model, request("failed"), purpose);
    expect([later.ordinal, model.asked]).toEqual([healed.ordinal, 2]);
    journal.close();
  });

  it("takes the answer of another study, says whose it is, and pays nothing", async () => {
    const [journal, other] = [open(), open()];
    const model = fake(() => reply);
    const {record} = await new Recorder(other).ask(model, request("q"), purpose);
    const elsewhere = (id: string) => (id === record.id ? {study: "older", record} : undefined);
    const recorder = new Recorder(journal, {elsewhere});
    const call = await recorder.ask(model, request("q"), {step: "surf", role: "judge"});
    expect(call.reply).toEqual(reply);
    expect(call.record).toMatchObject({from: "older", attempts: 0, cost: 0, role: "judge"});
    expect([model.asked, recorder.cached, journal.size]).toEqual([1, 1, 1]);
    journal.close();
    other.close();
  });

  it("never goes over its budget, whatever is asked at once", async () => {
    const journal = open();
    const price = {input: 1, output: 1e6, cached: null}; // a dollar an output token: ten at worst, four in truth
    const budget = new Budget(50);
    const recorder = new Recorder(journal, {priceOf: () => price, budget});
    const settled = await Promise.allSettled(
      Array.from({length: 40}, (_, i) =>
        recorder.ask(
          fake(() => reply),
          request(`q${i}`),
          purpose
        )
      )
    );
    const paid = settled.filter(({status}) => status === "fulfilled").length;
    expect(paid).toBe(10); // 40 dollars are spent, and a little over ten more would be too many
    expect(budget.spent).toBeCloseTo(40, 3);
    expect(settled.find(({status}) => status === "rejected")).toMatchObject({reason: {name: "BudgetReached"}});
    expect(journal.size).toBe(paid);
    journal.close();
  });
});
