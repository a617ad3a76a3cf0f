import {describe, expect, it} from "vitest";
import {candidateAddress, emptyView, conditionOf} from "./filters.js";

describe("candidateAddress", () => {
  it("returns what was written", () => {
    const view = {
      ...emptyView,
      rubric: "code",
      run: "3",
      least: "70",
      text: "a&b=c?",
      sort: "order" as const,
      page: 4,
      open: 12
    };
    expect(candidateAddress.read(candidateAddress.write(view))).toEqual(view);
  });

  it("writes nothing for the default", () => expect(candidateAddress.write(emptyView)).toBe(""));

  it("turns wrong values into the default", () =>
    expect(candidateAddress.read("?sort=drop&page=-1&open=x&run=1;--&arm=left&least=many&attribute=1e9")).toEqual(
      emptyView
    ));
});

describe("conditionOf(view)", () => {
  it("keeps user text out of the SQL", () => {
    const {sql, parameters} = conditionOf({...emptyView, text: "'; DROP TABLE candidates; --", rubric: "x' OR 1=1"});
    expect(sql).toBe("rubric = ? AND contains(lower(query), lower(?))");
    expect(parameters).toEqual(["x' OR 1=1", "'; DROP TABLE candidates; --"]);
  });

  it("is TRUE without filters", () => expect(conditionOf(emptyView)).toEqual({sql: "TRUE", parameters: []}));
});
