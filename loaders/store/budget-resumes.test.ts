import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {Budget, isBudgetReached} from "../model/budget.js";
import {Dispatcher} from "../model/dispatcher.js";
import {ModelError} from "../model/model-error.js";
import type {Model, ModelReply, Usage} from "../model/model.js";
import {worstCostOf} from "../model/price.js";
import {useTempData} from "../util/testing/temp-data.js";
import {createRandom, type Random} from "../util/random.js";
import {Journal} from "./journal.js";
import {openBudget} from "./open-budget.js";
import {Recorder} from "./recorder.js";
import {chargeOf, SpendMeter} from "./spend.js";

const {folder} = useTempData();
const purpose = {step: "surf", role: "target"};
const price = {input: 1, output: 1e6, cached: null}; // a dollar an output token
const request = (n: number) => ({messages: [{role: "user" as const, content: `q${n}`}], maxTokens: 10, seed: n});
const worst = worstCostOf(request(1), price);

const honest: Usage = {inputTokens: 3, outputTokens: 4, thinkingTokens: 1, cachedTokens: 0};
const odd = [null, undefined, -1, -1e9, 0.5, 1.5, 2 ** 31, 2 ** 40, 1e300, NaN, Infinity, "9", {}];

/** What providers were seen to report, and what could come. */
const usageBy: Record<string, (random: Random) => Usage> = {
  "missing usage": () => ({inputTokens: null, outputTokens: null, thinkingTokens: null, cachedTokens: null}),
  "negative usage": (random) => ({...honest, outputTokens: -1 - Math.floor(random() * 1e6)}),
  "fractional usage": (random) => ({...honest, inputTokens: random() * 10, outputTokens: random() * 10}),
  "absurd usage": (random) => ({...honest, outputTokens: Math.floor(2 ** (31 + 20 * random()))}),
  "honest usage": () => honest,
  "any of these": (random) => {
    const any = () => odd[Math.floor(random() * odd.length)] as number;
    return random() < 0.3
      ? honest
      : {inputTokens: any(), outputTokens: any(), thinkingTokens: any(), cachedTokens: any()};
  }
};

/** A model whose provider bills what it reports where that can be true, else the worst case. */
function biller(usageOf: (random: Random) => Usage, seed: number, fails = 0) {
  const random = createRandom(seed);
  const bill = {usd: 0};
  const model: Model = {
    ...{name: "p:m", provider: "p", lane: "p", identity: "m", free: false, local: false},
    async ask(): Promise<ModelReply> {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (random() < fails) {
        bill.usd += worst;
        const late = {model: "p:m", status: null, retryable: true, retryAfterInMs: null, fatal: false, timedOut: true};
        throw new ModelError("timed out", late);
      }
      const usage = usageOf(random);
      bill.usd += usage === honest ? (3 * 1 + 4 * 1e6) / 1e6 : worst;
      return {text: "x", thinking: "", stop: {unified: "stop", raw: "stop"}, usage, model: "m"};
    }
  };
  return {model, bill};
}

/** Asks what is left of many requests at once, in a new process each time, until the budget is used up again and again. */
async function resumeOften({model, bill}: ReturnType<typeof biller>, cap: number, path: string) {
  for (let resume = 0; resume < 8; resume++) {
    const journal = Journal.open(path);
    const dispatcher = new Dispatcher({retry: {firstInMs: 1, timeouts: 2}});
    const recorder = new Recorder(journal, {priceOf: () => price, budget: openBudget(cap, journal), dispatcher});
    const asked = Array.from({length: 60}, (_, n) => recorder.ask(model, request(n), purpose));
    const ends = await Promise.allSettled(asked);
    for (const end of ends) if (end.status === "rejected") expect(isBudgetReached(end.reason)).toBe(true);
    expect(recorder.spend).toEqual(SpendMeter.of(journal).spend);
    expect(recorder.spend.cost).toBeGreaterThan(bill.usd - 1e-6);
    journal.close();
  }
}

describe.each(Object.entries(usageBy))("a budget with %s", (name, usageOf) => {
  it("is never exceeded by more than a call's worst case, over any number of resumes", async () => {
    for (const [seed, cap] of [25, 100, 333].entries()) {
      const provider = biller(usageOf, seed);
      await resumeOften(provider, cap, join(folder(), `${name}-${seed}.jsonl`));
      expect(provider.bill.usd).toBeLessThanOrEqual(cap + worst);
      expect(provider.bill.usd).toBeGreaterThan(cap / 3);
    }
  });
});

describe("a budget", () => {
  it("counts requests that timed out, on resume too", async () => {
    for (const cap of [50, 300]) {
      const provider = biller(() => honest, cap, 0.4);
      await resumeOften(provider, cap, join(folder(), `late-${cap}.jsonl`));
      expect(provider.bill.usd).toBeLessThanOrEqual(cap + worst);
    }
  });

  it("keeps to the cap when a model takes more than it was allowed: its next calls reserve as much", async () => {
    const greedy = {...honest, outputTokens: 1000};
    const {model} = biller(() => greedy, 1);
    const journal = Journal.open(join(folder(), "greedy.jsonl"));
    const budget = new Budget(5500);
    const recorder = new Recorder(journal, {priceOf: () => price, budget});
    await Promise.allSettled(Array.from({length: 60}, (_, n) => recorder.ask(model, request(n), purpose)));
    expect(budget.spent).toBeGreaterThan(4000);
    expect(budget.spent).toBeLessThanOrEqual(5500);
    journal.close();
  });
});

describe("chargeOf(record)", () => {
  it.each([
    [{cost: 2}, 2],
    [{cost: 0}, 0],
    [{cost: null, worst: 3}, 3],
    [{cost: null}, null],
    [{cost: -6000, worst: 3}, 3],
    [{cost: NaN}, null]
  ])("of %j is %j", (record, expected) => expect(chargeOf(record)).toBe(expected));
});
