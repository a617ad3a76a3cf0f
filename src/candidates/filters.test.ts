import {describe, expect, it} from "vitest";
import {emptyView, readView, whereOf, writeView} from "./filters.js";

describe("readView(search), writeView(view)", () => {
  it("give back what was written", () => {
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
    expect(readView(writeView(view))).toEqual(view);
  });

  it("write nothing for the default", () => expect(writeView(emptyView)).toBe(""));

  it("turn wrong values of an address into the default", () =>
    expect(readView("?sort=drop&page=-1&open=x&run=1;--&arm=left&least=many&attribute=1e9")).toEqual(emptyView));
});

describe("whereOf(view)", () => {
  it("keeps user text out of the SQL", () => {
    const {sql, parameters} = whereOf({...emptyView, text: "'; DROP TABLE candidates; --", rubric: "x' OR 1=1"});
    expect(sql).toBe("rubric = ? AND contains(lower(query), lower(?))");
    expect(parameters).toEqual(["x' OR 1=1", "'; DROP TABLE candidates; --"]);
  });

  it("is TRUE without filters", () => expect(whereOf(emptyView)).toEqual({sql: "TRUE", parameters: []}));
});
