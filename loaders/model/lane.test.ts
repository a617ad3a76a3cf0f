import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {createRandom} from "../util/random.js";
import {AdaptiveWindow} from "./adaptive-window.js";
import {Budget} from "./budget.js";
import {Dispatcher} from "./dispatcher.js";
import {Lane} from "./lane.js";
import {ModelError} from "./model-error.js";
import type {Model, ModelReply} from "./model.js";
import {readPace} from "./pace.js";
import {costOf, worstCostOf} from "./price.js";
import {defaultRetry, waitBeforeRetry} from "./retry.js";

const error = (status: number | null, more: object = {}) =>
  new ModelError(`status ${status}`, {
    model: "fake",
    status,
    retryable: true,
    retryAfterInMs: null,
    fatal: false,
    ...more
  });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("AdaptiveWindow", () => {
  it("doubles a round trip, up to its bound", () => {
    const window = new AdaptiveWindow({start: 4, max: 40});
    for (const expected of [8, 16, 32, 40, 40]) {
      for (let i = window.size; i > 0; i--) window.succeeded(window.size, 10, 0);
      expect(window.size).toBe(expected);
    }
  });

  it("does not grow while it is not used", () => {
    const window = new AdaptiveWindow({start: 16});
    for (let i = 0; i < 100; i++) window.succeeded(3, 10, 0);
    expect(window.size).toBe(16);
  });

  it("takes a burst of refusals for one, and falls to what the provider carries", () => {
    const window = new AdaptiveWindow({start: 128});
    for (let inFlight = 128; inFlight > 64; inFlight--) window.refused(inFlight, 0, 100); // 64 are carried
    expect(window.size).toBeGreaterThan(54);
    expect(window.size).toBeLessThanOrEqual(64);
  });

  it("does not fall by a refusal that comes with few in flight, unless most are refused", () => {
    const window = new AdaptiveWindow({start: 16});
    window.refused(1, 100, 100);
    expect(window.size).toBe(16);
    for (let i = 0; i < 50; i++) window.refused(1, 200 + i, 200 + i);
    expect(window.size).toBeLessThan(8);
  });

  it("falls by what was refused, not by what ended meanwhile", () => {
    const window = new AdaptiveWindow({start: 16});
    for (const inFlight of [16, 4, 2]) window.refused(inFlight, 0, 100);
    expect(window.size).toBe(12);
  });

  it("stays before it probes, longer each time it is refused there", () => {
    const window = new AdaptiveWindow({start: 64});
    const roundTrip = (now: number) => {
      for (let i = window.size; i > 0; i--) window.succeeded(window.size, 10, now);
    };
    const stay = (from: number) => {
      let now = from;
      const size = window.size;
      while (window.size === size) roundTrip((now += 100));
      return now - from;
    };
    window.refused(65, 0, 0);
    const first = stay(0);
    window.refused(window.size + 1, 10_000, 10_000);
    expect(first).toBeGreaterThan(1500);
    expect(stay(10_000)).toBeGreaterThan(first * 1.5);
  });

  it("falls when the tail of the latencies grows, and not by the noise of a lognormal", () => {
    const window = new AdaptiveWindow({start: 50, max: 50});
    const random = createRandom(3);
    const latency = (median: number) =>
      median * Math.exp(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    for (let i = 0; i < 20_000; i++) window.succeeded(50, latency(100), i);
    expect(window.size).toBe(50);
    for (let i = 0; i < 400; i++) window.succeeded(50, latency(600), 20_000 + i);
    expect(window.size).toBeLessThan(50);
  });
});

interface Flying {
  at: number;
  ends: number;
  refused: boolean;
}

/** Puts a call among those in flight, the first to end last. */
function launch(flying: Flying[], call: Flying): void {
  let [low, high] = [0, flying.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flying[middle]!.ends > call.ends) low = middle + 1;
    else high = middle;
  }
  flying.splice(low, 0, call);
}

/** Calls a second of a provider that carries some number at once, refuses a share of all, and takes about 100 ms. */
function simulate({capacity = Infinity, noise = 0, seconds = 60, seed = 1}): {
  goodput: number;
  refused: number;
  window: number;
} {
  const window = new AdaptiveWindow();
  const random = createRandom(seed);
  const flying: Flying[] = [];
  let [now, served, answered, refused] = [0, 0, 0, 0];
  while (now < seconds * 1000) {
    while (flying.length < window.size) {
      const turnedAway = served >= capacity || random() < noise;
      if (!turnedAway) served++;
      launch(flying, {at: now, ends: now + (turnedAway ? 3 : 60 + 80 * random()), refused: turnedAway});
    }
    const call = flying.at(-1)!;
    now = call.ends;
    if (call.refused) window.refused(flying.length, call.at, now);
    else window.succeeded(flying.length, call.ends - call.at, now);
    flying.pop();
    if (call.refused) refused++;
    else {
      served--;
      answered++;
    }
  }
  return {goodput: answered / seconds, refused: refused / (answered + refused), window: window.size};
}

/** The narrowest window at the end of an iteration of 24 calls, of which a share is refused and retried later. */
function simulateIterations({
  noise,
  seed,
  iterations = 40
}: {
  noise: number;
  seed: number;
  iterations?: number;
}): number {
  const window = new AdaptiveWindow();
  const random = createRandom(seed);
  let [now, narrowest] = [0, Infinity];
  for (let i = 0; i < iterations; i++) {
    const flying: Flying[] = [];
    const waiting = Array.from({length: 24}, () => ({from: now, failures: 0}));
    while (flying.length + waiting.length > 0) {
      waiting.sort((a, b) => a.from - b.from);
      while (waiting.length > 0 && waiting[0]!.from <= now && flying.length < window.size) {
        const {failures} = waiting.shift()!;
        const call = {at: now, ends: now + 50 + 100 * random(), refused: random() < noise, failures};
        launch(flying, call);
      }
      const next = flying.at(-1) as (Flying & {failures: number}) | undefined;
      const due = flying.length < window.size ? (waiting[0]?.from ?? Infinity) : Infinity;
      now = Math.min(next?.ends ?? Infinity, due);
      if (next === undefined || due < next.ends) continue;
      if (next.refused) {
        window.refused(flying.length, next.at, now);
        waiting.push({from: now + 500 * 2 ** next.failures * (0.5 + random()), failures: next.failures + 1});
      } else window.succeeded(flying.length, next.ends - next.at, now);
      flying.pop();
    }
    narrowest = Math.min(narrowest, window.size);
  }
  return narrowest;
}

describe("AdaptiveWindow against a provider", () => {
  it.each([1, 2, 3])("that carries 64 uses nearly all of it, and is hardly ever refused (seed %i)", (seed) => {
    const {goodput, refused} = simulate({capacity: 64, seed});
    expect(goodput).toBeGreaterThan(0.93 * 640);
    expect(refused).toBeLessThan(0.01);
  });

  it.each([0.01, 0.03, 0.08])("that refuses a share of %d whatever is in flight does not shrink", (noise) => {
    const {window} = simulate({noise, seconds: 30});
    expect(window).toBeGreaterThan(200);
  });

  it("that carries 64 and refuses a few besides", () => {
    const {goodput, refused} = simulate({capacity: 64, noise: 0.03});
    expect(goodput).toBeGreaterThan(0.9 * 640);
    expect(refused).toBeLessThan(0.25);
  });
});

describe("AdaptiveWindow over iterations", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("keeps its room when the last calls of some are refused (seed %i)", (seed) => {
    expect(simulateIterations({noise: 0.1, seed})).toBeGreaterThanOrEqual(8);
  });
});

describe("Lane", () => {
  const enter = async (lane: Lane, state: {entered: number}) => {
    await lane.enter();
    state.entered++;
  };

  it("lets in as many as the window, and the next when one leaves", async () => {
    const lane = new Lane({start: 2, max: 2});
    const state = {entered: 0};
    for (let i = 0; i < 5; i++) void enter(lane, state);
    await vi.advanceTimersByTimeAsync(0);
    expect(state.entered).toBe(2);
    lane.leave({kind: "failed"});
    await vi.advanceTimersByTimeAsync(0);
    expect([state.entered, lane.inFlight]).toEqual([3, 2]);
  });

  it("sends nothing before a Retry-After is over", async () => {
    const lane = new Lane({start: 10});
    const state = {entered: 0};
    await lane.enter();
    lane.leave({kind: "refused", startedAt: performance.now(), told: {waitInMs: 3000, reason: "busy", probe: false}});
    void enter(lane, state);
    await vi.advanceTimersByTimeAsync(2999);
    expect(state.entered).toBe(0);
    await vi.advanceTimersByTimeAsync(2);
    expect(state.entered).toBe(1);
  });

  it("waits for the reset when the rate of requests or tokens is used up", async () => {
    for (const pace of [
      {requests: {left: 2, resetInMs: 5000}, tokens: null},
      {requests: null, tokens: {left: 250, resetInMs: 5000}}
    ]) {
      const lane = new Lane({start: 10});
      const state = {entered: 0};
      await lane.enter();
      lane.leave({kind: "answered", latencyInMs: 10, tokens: 100, pace});
      for (let i = 0; i < 5; i++) void enter(lane, state);
      await vi.advanceTimersByTimeAsync(4999);
      expect(state.entered).toBe(2);
      lane.leave({kind: "answered", latencyInMs: 10, tokens: 100, pace: null});
      await vi.advanceTimersByTimeAsync(10);
      lane.leave({kind: "answered", latencyInMs: 10, tokens: 100, pace: null});
      await vi.advanceTimersByTimeAsync(10);
      expect(state.entered).toBe(5);
    }
  });

  it("turns everybody away once it is closed", async () => {
    const lane = new Lane({start: 1, max: 1});
    await lane.enter();
    const waiting = lane.enter();
    lane.close(error(401, {fatal: true}));
    await expect(waiting).rejects.toThrow("status 401");
    await expect(lane.enter()).rejects.toThrow("status 401");
  });
});

describe("waitBeforeRetry", () => {
  const half = () => 0.5;
  it.each<[string, ModelError, number, number, number, number | null]>([
    ["a first failure", error(500), 1, 0, 0, 500],
    ["a second, twice as long", error(500), 2, 0, 0, 1000],
    ["at most the longest wait", error(500), 7, 0, 0, 30_000],
    ["the last attempt", error(500), 8, 0, 0, null],
    ["refusals for load, as long as the deadline allows", error(429), 50, 50, 0, 30_000],
    ["a Retry-After, and a little more", error(429, {retryAfterInMs: 7000}), 1, 1, 0, 7050],
    ["a Retry-After that ends past the deadline", error(429, {retryAfterInMs: 7000}), 1, 1, 899_000, 7050],
    ["past the deadline", error(429, {retryAfterInMs: 7000}), 1, 1, 900_001, null],
    ["a wait of its own that would end past the deadline", error(500), 1, 0, 899_900, null],
    ["a Retry-After that is longer than the study allows", error(429, {retryAfterInMs: 86_400_000}), 1, 1, 0, null],
    ["an implausible Retry-After, as any failure", error(429, {retryAfterInMs: 1e12}), 1, 1, 0, 30_050],
    ["what is not retryable", error(413, {retryable: false}), 1, 0, 0, null]
  ])("%s", (_, failure, failures, overloads, elapsed, expected) => {
    expect(waitBeforeRetry(failure, failures, overloads, elapsed, half, defaultRetry)).toBe(expected);
  });

  it("draws between half and one and a half of the mean", () => {
    expect(waitBeforeRetry(error(500), 1, 0, 0, () => 0)).toBe(250);
    expect(waitBeforeRetry(error(500), 1, 0, 0, () => 1)).toBe(750);
  });
});

const reply: ModelReply = {
  text: "x",
  thinking: "",
  stop: {unified: "stop", raw: "stop"},
  usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null},
  model: "m"
};
const request = {messages: [], maxTokens: 5};
const calm: Model = {
  name: "m",
  provider: "p",
  lane: "a",
  identity: "m",
  free: false,
  local: false,
  ask: async () => reply
};

describe("Dispatcher", () => {
  const model = (answers: (ModelReply | Error)[], lane = "a"): Model => ({
    ...calm,
    lane,
    ask: async () => {
      const next = answers.shift() ?? reply;
      if (next instanceof Error) throw next;
      return next;
    }
  });

  it("tries again what may succeed, and keeps every failure", async () => {
    const asked = new Dispatcher({random: () => 0.5, retry: {firstInMs: 1}}).ask(
      model([error(500), error(null), error(429)]),
      request
    );
    await vi.runAllTimersAsync();
    const {reply: found, failed} = await asked;
    expect(found).toEqual(reply);
    expect(failed.map(({status}) => status)).toEqual([500, null, 429]);
  });

  it("gives up with the last error, and at once where it is no use", async () => {
    const dispatcher = new Dispatcher({retry: {attempts: 3, firstInMs: 1}});
    const hopeless = dispatcher.ask(model([error(500), error(500), error(502)]), request);
    await vi.runAllTimersAsync();
    expect(await hopeless).toMatchObject({reply: null, error: {status: 502}});
    expect((await dispatcher.ask(model([error(413, {retryable: false})]), request)).failed).toHaveLength(1);
  });

  it("closes the lane of a dead key, and no other", async () => {
    const dispatcher = new Dispatcher();
    await expect(dispatcher.ask(model([error(401, {fatal: true})]), request)).rejects.toThrow("status 401");
    await expect(dispatcher.ask(model([]), request)).rejects.toThrow("status 401");
    expect((await dispatcher.ask(model([], "b"), request)).reply).toEqual(reply);
  });

  it("ends every wait when it is aborted", async () => {
    const stop = new AbortController();
    const dispatcher = new Dispatcher({signal: stop.signal, max: 1});
    const slow = dispatcher.ask(model([error(429, {retryAfterInMs: 60_000})]), request);
    const queued = dispatcher.ask(model([]), request);
    const ends = Promise.all([slow, queued].map((call) => expect(call).rejects.toThrow("enough")));
    await vi.advanceTimersByTimeAsync(100);
    stop.abort(new Error("enough"));
    await ends;
  });
});

describe("readPace", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each<[string, Record<string, string>, object | null]>([
    ["no headers", {}, null],
    [
      "OpenAI's",
      {
        "x-ratelimit-remaining-requests": "9",
        "x-ratelimit-reset-requests": "6m0s",
        "x-ratelimit-remaining-tokens": "800",
        "x-ratelimit-reset-tokens": "120ms"
      },
      {requests: {left: 9, resetInMs: 360_000}, tokens: {left: 800, resetInMs: 120}}
    ],
    [
      "Anthropic's, the scarcest tokens",
      {
        "anthropic-ratelimit-requests-remaining": "3",
        "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:10Z",
        "anthropic-ratelimit-input-tokens-remaining": "5000",
        "anthropic-ratelimit-input-tokens-reset": "2026-01-01T00:00:20Z",
        "anthropic-ratelimit-output-tokens-remaining": "100",
        "anthropic-ratelimit-output-tokens-reset": "2025-01-01T00:00:00Z"
      },
      {requests: {left: 3, resetInMs: 10_000}, tokens: {left: 100, resetInMs: 0}}
    ],
    ["nonsense", {"x-ratelimit-remaining-requests": "many", "x-ratelimit-reset-requests": "soon"}, null]
  ])("reads %s", (_, headers, expected) => {
    expect(readPace(new Headers(headers), now)).toEqual(expected);
  });
});

describe("money", () => {
  const price = {input: 3, output: 15, cached: 0.3};
  const usage = {inputTokens: 1000, outputTokens: 200, thinkingTokens: null, cachedTokens: 600};

  it("is counted by tokens, those from the cache cheaper", () => {
    expect(costOf(usage, price)).toBeCloseTo((400 * 3 + 600 * 0.3 + 200 * 15) / 1e6, 12);
    expect(costOf({...usage, cachedTokens: null}, {...price, cached: null})).toBeCloseTo(0.006, 12);
    expect(costOf({...usage, outputTokens: null}, price)).toBeNull();
  });

  it("is at worst more than any tokenizer makes of the prompt, and all output tokens", () => {
    const request = {messages: [{role: "user" as const, content: "a b c d ".repeat(100)}], maxTokens: 1000};
    expect(worstCostOf(request, price)).toBeGreaterThan((400 * 3 + 1000 * 15) / 1e6);
  });

  it("is reserved first come, first served, and refused only when nothing is under way", async () => {
    const budget = new Budget(10);
    await budget.reserve(8);
    const state = {entered: false};
    const second = budget.reserve(4).then(() => (state.entered = true));
    await Promise.resolve();
    expect(state.entered).toBe(false);
    budget.settle(8, 2);
    await second;
    await expect(Promise.all([budget.reserve(7), Promise.resolve().then(() => budget.settle(4, 4))])).rejects.toThrow(
      /budget of \$10 is used up: \$6\.0000 is spent.*raise budget\.usd/
    );
  });
});
