import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {Deadlines} from "./deadlines.js";
import {Dispatcher} from "./dispatcher.js";
import {Lane} from "./lane.js";
import {ModelError} from "./model-error.js";
import type {AskOptions, Model, ModelReply} from "./model.js";
import {isPause, pausesAll} from "./pause.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const day = 86_400_000;
const sleep = (inMs: number) => new Promise((resolve) => setTimeout(resolve, inMs)); // a wait that the tests' clock ends
const request = {messages: [], maxTokens: 5};
const reply: ModelReply = {
  text: "x",
  thinking: "",
  stop: {unified: "stop", raw: "stop"},
  usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null},
  model: "m"
};

const refusal = (retryAfterInMs: number | null, more: object = {}) =>
  new ModelError("429: too many", {
    ...{model: "m", status: 429, retryable: true, retryAfterInMs, fatal: false},
    ...more
  });

const modelOf = (answer: (call: number, options: AskOptions) => ModelReply | Error | Promise<ModelReply>): Model => {
  let calls = 0;
  return {
    ...{name: "p:m", provider: "p", lane: "http://p KEY", identity: "m", free: false, local: false},
    async ask(_, options = {}) {
      const next = await answer(++calls, options);
      if (next instanceof Error) throw next;
      return next;
    }
  };
};

describe("a wait that a provider asks for", () => {
  it("is shown with its end and its reason", async () => {
    const dispatcher = new Dispatcher({sleep});
    const model = modelOf((call) => (call === 1 ? refusal(120_000) : reply));
    const asked = dispatcher.ask(model, request);
    await vi.advanceTimersByTimeAsync(1000);
    const {waits, errors} = dispatcher.activity();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toMatchObject({model: "p:m", reason: "429: too many"});
    expect((waits[0]!.until - Date.now()) / 1000).toBeCloseTo(119, 0);
    expect(errors).toEqual(["429: too many"]);
    await vi.advanceTimersByTimeAsync(130_000);
    expect((await asked).reply).toEqual(reply);
    expect(dispatcher.activity()).toEqual({inFlight: 0, longest: null, waits: [], errors: []});
  });

  it.each([day, 3600_000, 20 * day])(
    "and is longer than the study allows (%i ms) pauses it, with its end",
    async (wait) => {
      const dispatcher = new Dispatcher({sleep});
      const error = await dispatcher
        .ask(
          modelOf(() => refusal(wait)),
          request
        )
        .catch((error: unknown) => error);
      expect([isPause(error), pausesAll(error)]).toEqual([true, false]);
      expect(String(error)).toMatch(
        /asks to wait .* longer than max_wait \(15 min 0 s\); resume after \d{4}-\d\d-\d\d/
      );
      await expect(
        dispatcher.ask(
          modelOf(() => reply),
          request
        )
      ).rejects.toBe(error); // the provider's part is over
      const patient = new Dispatcher({sleep, retry: {maxToldInMs: 31 * day}}).ask(
        modelOf((call) => (call === 1 ? refusal(wait) : reply)),
        request
      );
      await vi.advanceTimersByTimeAsync(wait + 1000);
      expect((await patient).reply).toEqual(reply);
    }
  );

  it.each([1e12, Infinity, Number.MAX_SAFE_INTEGER])("and is implausible (%d ms) is tried again soon", async (wait) => {
    const dispatcher = new Dispatcher({sleep});
    const asked = dispatcher.ask(
      modelOf((call) => (call < 3 ? refusal(wait) : reply)),
      request
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(dispatcher.activity().waits[0]!.until - Date.now()).toBeLessThan(40_000);
    await vi.advanceTimersByTimeAsync(90_000);
    expect(await asked).toMatchObject({reply, failed: [{status: 429}, {status: 429}]});
  });

  it("and is implausible is probed by one call at a time", async () => {
    const lane = new Lane({start: 10});
    const state = {entered: 0};
    await lane.enter();
    lane.leave({kind: "refused", startedAt: 0, told: {waitInMs: 1000, reason: "busy", probe: true}});
    for (let i = 0; i < 5; i++) void lane.enter().then(() => state.entered++);
    expect(lane.wait).toMatchObject({reason: "busy"});
    await vi.advanceTimersByTimeAsync(1001);
    expect(state.entered).toBe(1);
    lane.leave({kind: "answered", latencyInMs: 1, pace: null, tokens: 1});
    await vi.advanceTimersByTimeAsync(1);
    expect(state.entered).toBe(5);
  });

  it("for a reset that is far off is a hint: one call tries, and what it disproves is not believed again", async () => {
    const lane = new Lane({start: 10});
    const state = {entered: 0};
    const pace = {requests: {left: 0, resetInMs: 1000 * day}, tokens: null};
    await lane.enter();
    lane.leave({kind: "answered", latencyInMs: 1, pace, tokens: 1});
    for (let i = 0; i < 5; i++) void lane.enter().then(() => state.entered++);
    await vi.advanceTimersByTimeAsync(59_000);
    expect([state.entered, lane.wait?.reason]).toEqual([0, "the provider's rate of requests is used up"]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.entered).toBe(1);
    lane.leave({kind: "answered", latencyInMs: 1, pace, tokens: 1});
    await vi.advanceTimersByTimeAsync(1);
    expect(state.entered).toBe(5);
  });
});

describe("Deadlines", () => {
  const model = modelOf(() => reply);
  const known = (latencies: number[], thought = false) => {
    const deadlines = new Deadlines();
    for (const latency of latencies) deadlines.answered(model, latency, thought);
    return deadlines;
  };
  const fast = new Array<number>(20).fill(800);

  it("are ten minutes for a model that is not known, half an hour where it thinks, more for long answers", () => {
    const deadlines = new Deadlines();
    expect(deadlines.of(model, request, 0)).toBe(600_000);
    expect(deadlines.of(model, {...request, thinking: 1000}, 0)).toBe(1_800_000);
    expect(deadlines.of(model, {...request, effort: "high"}, 0)).toBe(1_800_000);
    expect(deadlines.of(model, {...request, maxTokens: 64_000}, 0)).toBe(3_200_000);
    expect(known([5], true).of(model, request, 0)).toBe(1_800_000);
  });

  it("follow what the model's calls take, and double when a request times out", () => {
    expect(known(fast).of(model, request, 0)).toBe(60_000);
    expect(known([...fast, 20_000]).of(model, request, 0)).toBe(200_000);
    expect(known([...fast, 500_000]).of(model, request, 0)).toBe(600_000);
    expect([0, 1, 2].map((timeouts) => known(fast).of(model, request, timeouts))).toEqual([60_000, 120_000, 240_000]);
  });

  it("are what the role sets, where it does", () =>
    expect(known(fast).of({...model, timeoutInMs: 5000}, request, 1)).toBe(5000));
});

describe("a request that times out", () => {
  const late = refusal(null, {status: null, timedOut: true});

  it("is repeated with more time, three times at most, and its caller hears of each", async () => {
    const given: (number | undefined)[] = [];
    const model = modelOf((_, {timeoutInMs}) => {
      given.push(timeoutInMs);
      return late;
    });
    let lost = 0;
    const asked = new Dispatcher({sleep}).ask(model, request, {onTimeout: async () => void lost++});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await asked).toMatchObject({reply: null, failed: [{status: null}, {status: null}, {status: null}]});
    expect([given, lost]).toEqual([[600_000, 1_200_000, 2_400_000], 3]);
  });
});

describe("Dispatcher.activity()", () => {
  it("names the call that is under way for the longest", async () => {
    const dispatcher = new Dispatcher({sleep});
    const slow = modelOf(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100_000));
      return reply;
    });
    const asked = [dispatcher.ask(slow, request)];
    await vi.advanceTimersByTimeAsync(20_000);
    asked.push(dispatcher.ask({...slow, name: "p:other"}, request));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(dispatcher.activity()).toMatchObject({inFlight: 2, longest: {model: "p:m", inMs: 30_000}});
    await vi.advanceTimersByTimeAsync(200_000);
    await Promise.all(asked);
  });
});
