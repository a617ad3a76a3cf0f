import {describe, expect, it} from "vitest";
import {readTrace} from "./traceView.js";

describe("readTrace(search, traces)", () => {
  const traces = [
    {id: 4, finding: "code-1"},
    {id: 7, finding: null}
  ];

  it("finds a trace by its id or its finding, otherwise returns the first", () => {
    expect(readTrace("?trace=7", traces)?.id).toBe(7);
    expect(readTrace("?finding=code-1", traces)?.id).toBe(4);
    expect(readTrace("?trace=%3Cb%3E", traces)?.id).toBe(4);
    expect(readTrace("?trace=7", [])).toBeUndefined();
  });
});
