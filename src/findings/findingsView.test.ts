import {expect, it} from "vitest";
import {toFinding} from "../testing/finding.js";
import type {Row} from "../shared/schema.js";
import {evidenceOf} from "./evidence.js";
import {emptyFindingsView, findingsAddress, ranked} from "./findingsView.js";

const low = (value: number) => ({confirmed_n: 10, confirmed_rate: 0.6, confirmed_low: value, confirmed_high: 0.9});
const findings = [
  toFinding({id: "a", score: 80, ...low(0.3), query: "One mill"}),
  toFinding({id: "b", score: 99, query: "two MILLS"}),
  toFinding({id: "c", score: 90, ...low(0.5), query: "three"}),
  toFinding({id: "d", score: 70, ...low(0.01), rubric: "code", query: "four"})
];
const traces = [{id: 0, finding: "b", strength: "strong", source: "false-inventions"}] as Row<"traces">[];
const all = evidenceOf({findings, rates: [], prompts: [], regions: [], traces}, 0.1);
const shown = (view: Partial<typeof emptyFindingsView>) =>
  ranked(all, {...emptyFindingsView, ...view}).map(({finding}) => finding.id);

it("ranks the surest first: what holds by its lower end, then single samples, then what does not hold", () =>
  expect(shown({})).toEqual(["c", "a", "b", "d"]));

it("sorts by any column either way, findings without a value last", () => {
  expect(shown({sort: "score"})).toEqual(["b", "c", "a", "d"]);
  expect(shown({sort: "confirmed", order: "up"})).toEqual(["d", "a", "c", "b"]);
  expect(shown({sort: "trigger"})[0]).toBe("b");
});

it("keeps those of a facet, and those with a text in the query, in any case", () => {
  expect(shown({rubric: "code"})).toEqual(["d"]);
  expect(shown({chunk: "false-inventions"})).toEqual(["b"]);
  expect(shown({standing: "fails"})).toEqual(["d"]);
  expect(shown({text: "mill"})).toEqual(["a", "b"]);
});

it("takes no wrong value from an address", () => {
  const view = findingsAddress.read("?sort=constructor&order=sideways&standing=%3Cb%3E&rubric=code");
  expect(view).toEqual({...emptyFindingsView, rubric: "code"});
  expect(findingsAddress.write({...emptyFindingsView, sort: "drop", order: "up"})).toBe("?sort=drop&order=up");
});
