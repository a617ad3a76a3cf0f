import {describe, expect, it} from "vitest";
import {cpuTimeInMs} from "../util/testing/cpu-time.js";
import {createModel} from "./create.js";
import {errorOf, useWireServer} from "./testing/wire-server.js";
import {waitInBody} from "./told-wait.js";

const now = Date.parse("2026-11-28T12:00:00Z");
const retryInfo = (retryDelay: unknown) => ({
  error: {
    ...{code: 429, status: "RESOURCE_EXHAUSTED", message: "You exceeded your current quota."},
    details: [
      {"@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{quotaValue: "15"}]},
      {"@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay}
    ]
  }
});
const saying = (message: string) => ({error: {message, type: "tokens", code: "rate_limit_exceeded"}});

describe("waitInBody(body)", () => {
  it.each<[string, unknown, number]>([
    ["Gemini's RetryInfo", [retryInfo("34s")], 34_000],
    ["a RetryInfo with a fraction", retryInfo("34.074824224s"), 34_074.824224],
    ["a duration as a message", retryInfo({seconds: 7, nanos: 5}), 7000],
    ["a number", {detail: "Too many requests", retry_after: 20}, 20_000],
    ["a number of ms", {error: {retryAfterMs: 250}}, 250],
    [
      "the headers that a gateway repeats",
      {error: {metadata: {headers: {"X-RateLimit-Reset": `${now + 9000}`}}}},
      9000
    ],
    ["seconds in words", saying("Limit 10000, Used 9000, Requested 2000. Please try again in 20s. Visit x."), 20_000],
    ["a fraction in words", saying("Please try again in 7.66s."), 7660],
    ["minutes and seconds", saying("Please try again in 1m30.5s."), 90_500],
    ["ms in words", saying("Please try again in 342ms."), 342],
    ["Azure's words", saying("Requests have exceeded the call rate limit. Please retry after 55 seconds."), 55_000],
    ["several words", saying("Please wait at least 1 minute and 5 seconds before you retry."), 65_000],
    ["hours in words", saying("try again in 2 hours, 3 minutes"), 7_380_000],
    ["a date in words", saying("Rate limited: retry after 2026-11-28T12:00:30Z"), 30_000],
    ["words alone", "Please retry in 34.5s.", 34_500]
  ])("reads %s", (_, body, expected) => expect(waitInBody(body, now)).toBeCloseTo(expected, 5));

  it.each<[string, unknown]>([
    ["limits", saying("Limit: 20 requests per 1 minute for this model, 30 in 5 seconds.")],
    ["vague words", saying("Please try again in a few moments.")],
    ["negative numbers", {retry_after: -5}],
    ["a prompt that is repeated", {detail: [{msg: "busy", input: "Why should I retry in 5 minutes?"}]}],
    ["other fields", {error: {retry: true, retryable: "5s", after: 5}}],
    ["nothing", null]
  ])("reads nothing from %s", (_, body) => expect(waitInBody(body, now)).toBeNull());

  it("is linear", () => {
    const taken = cpuTimeInMs(() => {
      for (const text of ["try ".repeat(1e5), `retry after ${"1m".repeat(1e5)}`, "retry in 1 ".repeat(1e5)])
        waitInBody({a: text, b: Array.from({length: 100}, () => text)}, now);
    }, 1500);
    expect(taken).toBeLessThan(1500);
  });
});

describe("a call that is told to wait in the body", () => {
  const server = useWireServer();
  it.each<[string, Record<string, string>, number]>([
    ["waits as long", {}, 34_000],
    ["waits as its header says where there is one", {"retry-after": "2"}, 2000]
  ])("%s", async (_, headers, expected) => {
    server.next({status: 429, headers, body: [retryInfo("34s")]});
    const model = createModel({name: `${server.url()}/v1:m`, baseUrl: null, key: null}, {});
    const error = await errorOf(model.ask({messages: [{role: "user", content: "a"}], maxTokens: 5}));
    expect(error).toMatchObject({status: 429, retryAfterInMs: expected});
  });

  it("does not wait for a request that is refused for what it says", async () => {
    server.next({status: 400, body: saying("Write something else, or try again in 3 days.")});
    const model = createModel({name: `${server.url()}/v1:m`, baseUrl: null, key: null}, {});
    const error = await errorOf(model.ask({messages: [{role: "user", content: "a"}], maxTokens: 5}));
    expect(error).toMatchObject({status: 400, retryable: false, retryAfterInMs: null});
  });
});
