import {describe, expect, it} from "vitest";
import {smallNumber, times} from "./traceFormat.js";
import {readTrace} from "./traceView.js";

describe("times(lift)", () => {
  it.each([
    [12.6, "13\u00d7"],
    [9.96, "10\u00d7"],
    [3.44, "3.4\u00d7"],
    [0.625, "0.63\u00d7"],
    [0, "0.00\u00d7"],
    [null, "\u2013"]
  ])("%s", (lift, expected) => expect(times(lift)).toBe(expected));
});

describe("smallNumber(value)", () => {
  it.each([
    [1, "1.00"],
    [0.0421, "0.04"],
    [0.001, "0.001"],
    [3e-7, "<1e-6"],
    [1e-6, "<1e-5"],
    [0, "<1e-300"],
    [null, "\u2013"]
  ])("%s", (value, expected) => expect(smallNumber(value)).toBe(expected));
});

describe("readTrace(search, traces)", () => {
  const traces = [
    {id: 4, finding: "code-1"},
    {id: 7, finding: null}
  ];

  it("finds a trace by its id or its finding, else gives the first", () => {
    expect(readTrace("?trace=7", traces)?.id).toBe(7);
    expect(readTrace("?finding=code-1", traces)?.id).toBe(4);
    expect(readTrace("?trace=%3Cb%3E", traces)?.id).toBe(4);
    expect(readTrace("?trace=7", [])).toBeUndefined();
  });
});
