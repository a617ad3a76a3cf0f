import {existsSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {Budget, isBudgetReached} from "../model/budget.js";
import {Dispatcher} from "../model/dispatcher.js";
import {ModelError} from "../model/model-error.js";
import type {Model, ModelReply} from "../model/model.js";
import {worstCostOf} from "../model/price.js";
import {createRandom} from "../util/random.js";
import {useTempData} from "../util/testing/temp-data.js";
import {InFlight} from "./in-flight.js";
import {Journal} from "./journal.js";
import {openBudget} from "./open-budget.js";
import {Recorder} from "./recorder.js";
import {SpendMeter} from "./spend.js";

const {folder} = useTempData();
const purpose = {step: "surf", role: "target"};
const price = {input: 1, output: 1e6, cached: null}; // a dollar an output token
const request = (n: number) => ({messages: [{role: "user" as const, content: `q${n}`}], maxTokens: 10, seed: n});
const worst = worstCostOf(request(1), price);
const usage = {inputTokens: 3, outputTokens: 4, thinkingTokens: null, cachedTokens: null};
const reply: ModelReply = {text: "x", thinking: "", stop: {unified: "stop", raw: "stop"}, usage, model: "m"};

let count = 0;

/** A study's journal and what is in flight, in a new place or as a killed process left them. */
async function openAt(place = join(folder(), `${count++}`), cap: number | null = null) {
  const journal = Journal.open(`${place}.jsonl`);
  const inFlight = await InFlight.open(`${place}.flight`, journal);
  const budget = openBudget(cap, journal);
  const dispatcher = new Dispatcher({retry: {firstInMs: 1, attempts: 3}});
  const recorder = new Recorder(journal, {priceOf: () => price, budget, dispatcher, inFlight});
  return {place, journal, inFlight, recorder, budget};
}

const modelThat = (ask: Model["ask"]): Model => ({
  ...{name: "p:m", provider: "p", lane: "p", identity: "m", free: false, local: false, ask}
});
const never = modelThat(() => new Promise(() => undefined));
const answering = modelThat(() => Promise.resolve(reply));
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("a paid call that a killed process had under way", () => {
  it("counts as its worst case from the next process on, once, and is asked again", async () => {
    const killed = await openAt();
    for (const n of [1, 2, 3]) void killed.recorder.ask(never, request(n), purpose);
    await killed.recorder.ask(answering, request(4), purpose);
    await soon();
    for (let again = 0; again < 3; again++) {
      const {journal, recorder} = await openAt(killed.place);
      expect(recorder.spend).toMatchObject({calls: 4, uncertain: 3 * worst});
      expect(journal.size).toBe(4);
      journal.close();
    }
    const {recorder, journal} = await openAt(killed.place);
    const asked = await recorder.ask(answering, request(1), purpose);
    expect([asked.reply?.text, recorder.asked, recorder.spend.calls]).toEqual(["x", 1, 5]);
    journal.close();
  });

  it("is charged once where the next process is killed while it records it", async () => {
    const killed = await openAt();
    void killed.recorder.ask(never, request(1), purpose);
    await soon();
    const left = readFileSync(`${killed.place}.flight`);
    (await openAt(killed.place)).journal.close();
    writeFileSync(`${killed.place}.flight`, left);
    const {journal} = await openAt(killed.place);
    expect(journal.size).toBe(1);
    journal.close();
  });

  it("was recorded where its answer came: then it is not charged again", async () => {
    const killed = await openAt();
    for (let n = 0; n < 20; n++) await killed.recorder.ask(answering, request(n), purpose);
    expect(statSync(`${killed.place}.flight`).size).toBe(512); // one slot, used again
    const {recorder, journal} = await openAt(killed.place);
    expect(recorder.spend).toMatchObject({calls: 20, uncertain: 0});
    journal.close();
  });

  it("is not charged where it had failed", async () => {
    const busy = {model: "p:m", status: 500, retryable: true, retryAfterInMs: null, fatal: false};
    const killed = await openAt();
    await killed.recorder.ask(
      modelThat(() => Promise.reject(new ModelError("oops", busy))),
      request(1),
      purpose
    );
    expect(readFileSync(`${killed.place}.flight`, "utf8").trim()).toBe("");
    const {recorder, journal} = await openAt(killed.place);
    expect(recorder.spend).toMatchObject({calls: 1, cost: 0});
    journal.close();
  });

  it("is charged by a process that is stopped too", async () => {
    const {place, recorder, inFlight, journal} = await openAt();
    void recorder.ask(never, request(1), purpose);
    await soon();
    await inFlight.close(10);
    expect(SpendMeter.of(journal).spend).toMatchObject({calls: 1, uncertain: worst});
    expect(existsSync(`${place}.flight`)).toBe(false);
    journal.close();
  });

  it("is waited for a little where the process ends for another reason: its answer is paid for", async () => {
    const {recorder, inFlight, journal} = await openAt();
    const slow = modelThat(() => new Promise((resolve) => setTimeout(() => resolve(reply), 100)));
    void recorder.ask(slow, request(1), purpose);
    await soon();
    await inFlight.close();
    expect(SpendMeter.of(journal).spend).toMatchObject({calls: 1, uncertain: 0});
    journal.close();
  });

  it("takes no other call's place where it fails after one was answered", async () => {
    const {place, recorder, journal} = await openAt();
    const refused = {model: "p:m", status: 400, retryable: false, retryAfterInMs: null, fatal: false, refused: "x"};
    const asked = recorder.ask(
      modelThat(() => Promise.reject(new ModelError("no", refused))),
      request(1),
      purpose
    );
    await new Promise((resolve) => setImmediate(resolve));
    void recorder.ask(never, request(2), purpose);
    await asked;
    await soon();
    const next = await openAt(place);
    expect(next.recorder.spend).toMatchObject({calls: 2, uncertain: worst});
    next.journal.close();
    journal.close();
  });

  it.each(["", "\0\0\0", "{}\nnull\n[1]\n", '{"id":"a","worst":-5,"at":0}\n', '{"id":"a","wor'])(
    "a damaged file charges nothing and stops nothing: %j",
    async (text) => {
      const place = join(folder(), `${count++}`);
      writeFileSync(`${place}.flight`, text);
      const {journal} = await openAt(place);
      expect(journal.size).toBe(0);
      journal.close();
    }
  );
});

describe("a budget over many kills", () => {
  it("is never exceeded by more than a call's worst case", async () => {
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const cap = 40 * worst;
      let bill = 0;
      const place = join(folder(), `${count++}`);
      for (let run = 0; run < 25; run++) {
        let isKilled = false;
        const model = modelThat(async () => {
          bill += isKilled ? 0 : worst; // billed when it is sent, answered or not
          await new Promise((resolve) => setTimeout(resolve, random() * 8));
          return isKilled ? new Promise<never>(() => undefined) : {...reply, usage: {...usage, outputTokens: null}};
        });
        const {recorder, journal} = await openAt(place, cap);
        const asked = Array.from({length: 12}, (_, n) => recorder.ask(model, request(run * 100 + n), purpose));
        const ends = Promise.allSettled(asked);
        await Promise.race([ends, new Promise((resolve) => setTimeout(resolve, random() * 12))]);
        isKilled = true;
        void ends.then((all) => {
          for (const end of all) if (end.status === "rejected") expect(isBudgetReached(end.reason)).toBe(true);
        });
        await new Promise((resolve) => setImmediate(resolve));
        journal.close();
      }
      expect(bill).toBeLessThanOrEqual(cap + worst);
      expect(bill).toBeGreaterThan(cap / 2);
    }
  });

  it("counts batches of an earlier process until they are collected", () => {
    const budget = new Budget(100, 20, new Map([["a", 50]]));
    expect(budget.spent).toBe(70);
    expect(budget.takeOver("a")).toBe(50);
    expect(budget.takeOver("a")).toBe(0);
    budget.settle(50, 10);
    expect(budget.spent).toBe(30);
  });
});
