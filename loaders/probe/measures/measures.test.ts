import {describe, expect, it} from "vitest";
import type {StudyFacts} from "../place.js";
import {normalizeMeasures} from "./normalize.js";
import type {MeasuredValue} from "../../measure/measure.js";
import {createReaders, summaryOf} from "./all.js";
import {measureSpec} from "./spec.js";

const facts: StudyFacts = {
  file: "study.yaml",
  rubrics: [],
  targets: [],
  hasSearch: false,
  searchContext: null,
  lab: true,
  errorAt: (path, message) => new Error(`${path.join(".")}: ${message}`)
};

const answered = [{item: "1", query: "?", row: null, column: null, expected: "7", rubric: null}];

/** Measures as a study file says them. */
const measuresOf = (input: unknown) => normalizeMeasures(measureSpec().parse(input), answered, facts);

async function read(input: unknown, response: string, expected: string | null = null): Promise<MeasuredValue> {
  const [reader] = [...(await createReaders(measuresOf(input))).values()];
  return reader!(response, expected);
}

describe("measures", () => {
  it("find words, phrases and patterns", async () => {
    expect(await read({first_word: "No"}, "**No**, that is wrong.")).toEqual({value: 1, label: "no"});
    expect((await read({first_word: "no"}, "Nothing.")).value).toBe(0);
    expect(await read("first-word", "Yes.")).toEqual({value: null, label: "yes"});
    expect((await read({regex: "sympy"}, "import SymPy")).value).toBe(1);
    expect((await read({regex: "sympy", case: true}, "import SymPy")).value).toBe(0);
    expect(await read({phrase: ["can't", "Won't"]}, "I won't.")).toEqual({value: 1, label: "Won't"});
  });

  it("compare answers with the key", async () => {
    expect((await read({answer: "exact"}, "I think so. Answer: The Paris.", "paris")).value).toBe(1);
    expect((await read({answer: "numeric"}, "2 and 5 make \\boxed{1,007}", "1007")).value).toBe(1);
    expect(await read({answer: "numeric"}, "no number", "7")).toEqual({value: 0, label: null});
    expect((await read({answer: "numeric"}, "7")).value).toBeNull();
  });

  it("count tokens and tell languages", async () => {
    expect((await read("tokens", "one two three")).value).toBe(3);
    const german = "Das ist ein ganz gewöhnlicher deutscher Satz über Brot.";
    expect(await read({language: "de"}, german)).toEqual({value: 1, label: "de"});
    expect(await read("language", german)).toEqual({value: null, label: "de"});
  });

  it("say how samples are summed up", () => {
    const all = measuresOf(["tokens", "language", {language: "de"}, {phrase: "a"}]);
    expect(all.map(summaryOf)).toEqual(["mean", "none", "rate", "rate"]);
  });

  it("refuse two of one name", () =>
    expect(() => measuresOf(["tokens", "tokens"])).toThrow(/measure: two measures have the name tokens/));

  it("name the element of a list that is wrong, and the key in it", () =>
    expect(() => measuresOf(["tokens", {regex: "("}])).toThrow(/^measure\.1\.regex: not a regular expression/));
});
