import {describe, expect, it} from "vitest";
import {printWhere} from "../explore/printWhere.js";
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

describe("conditionOf(view, attributes)", () => {
  const names = new Map([[3, "The query is formal."]]);

  it("says what the filters say, and keeps user text a value", () => {
    const view = {...emptyView, rubric: "x' OR 1=1", least: "70", run: "2", attribute: "3", text: "in the query"};
    expect(printWhere(conditionOf(view, names))).toBe(
      "rubric = 'x'' OR 1=1' AND run = 2 AND score >= 70 AND list_contains(attributes, 'The query is formal.')"
    );
  });

  it("is empty without filters", () => expect(printWhere(conditionOf(emptyView, names))).toBe(""));

  it("keeps nothing of an attribute that is not there", () =>
    expect(conditionOf({...emptyView, attribute: "99"}, names)).toEqual({op: "has", column: "attributes", value: ""}));
});
