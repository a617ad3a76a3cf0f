import {describe, expect, it} from "vitest";
import type {CallRecord} from "../store/journal.js";
import {failureOf} from "./reasons.js";

const record = (more: Partial<CallRecord>): CallRecord =>
  ({model: "vllm:m", stop: "stop", raw: "stop", error: null, text: "Hi.", ...more}) as CallRecord;

describe("failureOf(records)", () => {
  it("is the error of a failed call", () =>
    expect(failureOf([record({}), record({error: "vllm m: 500: oops", text: null})])).toBe("vllm m: 500: oops"));

  it("names the provider's word where an answer did not come to a known end", () => {
    expect(failureOf([record({stop: "other", raw: "abort"})])).toBe("vllm:m: stopped without a known end (abort)");
    expect(failureOf([record({stop: "other", raw: null})])).toContain("no reason given");
  });

  it("is null where all is well, and where calls are not there", () => {
    expect(failureOf([record({}), undefined, record({stop: "length", raw: "length"})])).toBeNull();
  });
});
