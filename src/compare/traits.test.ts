import {describe, expect, it} from "vitest";
import {plainWords} from "../shared/meanings.js";
import {traitRule} from "./traits.js";
import type {StudyTables} from "./studyFiles.js";

const pool = (source: string, cluster: number | null): Pick<StudyTables, "manifest" | "attributes"> =>
  ({manifest: {attributes: {source}}, attributes: [{cluster}]}) as unknown as StudyTables;
const code = {attribute: "The query asks for code.", cluster: 4};
const program = {attribute: "The query wants a program.", cluster: null};
const meanings = {model: "use-lite", groups: {[code.attribute]: 7, [program.attribute]: 7}};

describe("traitRule(a, b, meanings)", () => {
  it("counts by the clusters of an index that both pools are from", () => {
    const {by, source, traitOf} = traitRule(pool("index:x", 1), pool("index:x", 2), meanings);
    expect([by, source, traitOf(code), traitOf(program)]).toEqual(["cluster", "index:x", "cluster 4", "want program"]);
  });

  it("counts by meaning where the pools come from different indexes, or from none", () => {
    for (const other of [pool("index:y", 1), pool("a.jsonl", null)]) {
      const {by, traitOf} = traitRule(pool("index:x", 1), other, meanings);
      expect(by).toBe("meaning");
      expect(traitOf(code)).toBe(traitOf(program));
      expect(traitOf({attribute: "The query is new.", cluster: 4})).toBe("is new");
    }
  });

  it("counts by wording without an embedding", () => {
    const {by, traitOf} = traitRule(pool("a", null), pool("b", null), {model: null, groups: {}});
    expect(by).toBe("wording");
    expect(traitOf(code)).not.toBe(traitOf(program));
    expect(traitOf({attribute: "the query Asks for the codes", cluster: null})).toBe(traitOf(code));
  });
});

it("plain words keep what tells sentences apart, in any script", () => {
  expect(plainWords("The query is a question about the Tides.")).toBe("is question about tide");
  expect(plainWords("The query does not ask.")).not.toBe(plainWords("The query asks."));
  expect(plainWords("\u8cea\u554f\u3067\u3059\u3002")).toBe("\u8cea\u554f\u3067\u3059");
});
