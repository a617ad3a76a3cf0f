import {describe, expect, it} from "vitest";
import {attributes, randomTable} from "../testing/explore-table.js";
import {CandidateStore} from "./candidateStore.js";
import {emptyView, type CandidateView} from "./filters.js";

const rows = 3000;
const table = randomTable(rows);
const at = (name: string, row: number) => table.columns[name]!.values[table.columns[name]!.codes[row]!]!;
const queryOf = (row: number): string => (row % 7 === 0 ? "write a poem" : "add numbers");
const had = (row: number): string[] => {
  const {values, starts, codes} = table.lists.attributes!;
  return Array.from(codes.subarray(starts[row], starts[row + 1]), (code) => values[code]!);
};

function store() {
  let tables = 0;
  let reads = 0;
  const find = (text: string) =>
    Promise.resolve(Uint8Array.from({length: rows}, (_, row) => Number(queryOf(row).includes(text))));
  const candidates = new CandidateStore({
    first: {total: rows, candidates: [{...blank, id: 7}]},
    table: () => Promise.resolve((tables++, table)),
    attributes: () => Promise.resolve(new Map(attributes.map((sentence, id) => [id, sentence]))),
    rows: {read: (id: number) => Promise.resolve((reads++, {query: `query ${id}`}))} as never,
    queries: {find},
    responses: {find}
  });
  return {candidates, tables: () => tables, reads: () => reads};
}

const blank = {
  id: 0,
  score: 1,
  flagged: false,
  reason: null,
  rubric: "code",
  run: 1,
  iteration: 1,
  arm: "search",
  query: "q"
};
const view = (change: Partial<CandidateView>): CandidateView => ({...emptyView, ...change});
const count = (keep: (row: number) => boolean): number =>
  Array.from({length: rows}, (_, row) => row).filter(keep).length;

describe("CandidateStore", () => {
  it("shows the first page without the table", async () => {
    const {candidates, tables} = store();
    expect(await candidates.page(emptyView)).toEqual({rows: [{...blank, id: 7}], total: rows});
    expect(tables()).toBe(0);
  });

  const cases: [string, Partial<CandidateView>, (row: number) => boolean][] = [
    ["a rubric with a quote", {rubric: "it's"}, (row) => at("rubric", row) === "it's"],
    [
      "scores",
      {least: "20", most: "70.5"},
      (row) => at("score", row) !== null && Number(at("score", row)) >= 20 && Number(at("score", row)) <= 70.5
    ],
    ["a reason", {reason: "query-empty"}, (row) => at("reason", row) === "query-empty"],
    ["an attribute", {attribute: "3"}, (row) => had(row).includes(attributes[3]!)],
    ["an attribute that is not there", {attribute: "999"}, () => false],
    ["a text and an arm", {text: "poem", arm: "control"}, (row) => row % 7 === 0 && at("arm", row) === "control"],
    ["a text in the response", {response: "numbers", run: "2"}, (row) => row % 7 !== 0 && at("run", row) === 2]
  ];
  it.each(cases)("keeps the candidates with %s", async (_, change, keep) => {
    const {candidates} = store();
    expect((await candidates.page(view(change))).total).toBe(count(keep));
  });

  it("reads no texts of a list that is not wanted any more", async () => {
    const {candidates, reads} = store();
    const wanted = new AbortController();
    const page = candidates.page(view({arm: "control"}), wanted.signal);
    wanted.abort();
    await expect(page).rejects.toThrow("abort");
    expect(reads()).toBe(0);
    expect((await candidates.page(view({arm: "control"}))).rows).toHaveLength(25);
    expect(reads()).toBe(25);
  });

  it("gets ready once for all filters", async () => {
    const {candidates, tables} = store();
    await candidates.prepare();
    expect(tables()).toBe(1);
    expect((await candidates.page(view({sort: "latest", run: "2"}))).total).toBe(count((row) => at("run", row) === 2));
  });

  it("goes through all of them in order, each at its place", async () => {
    const {candidates} = store();
    const shown = [];
    for (let page = 0; page * 25 < rows; page++) {
      const found = await candidates.page(view({sort: "lowest", arm: "control", page}));
      shown.push(...found.rows);
      if (found.rows.length < 25) break;
    }
    expect(shown).toHaveLength(count((row) => at("arm", row) === "control"));
    expect(new Set(shown.map(({id}) => id)).size).toBe(shown.length);
    const scores = shown.map(({score}) => score ?? Infinity);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(shown[30]!.query).toBe(`query ${shown[30]!.id}`);
    expect(await candidates.place(view({sort: "lowest", arm: "control"}), shown[30]!.id)).toBe(30);
    const other = Array.from({length: rows}, (_, row) => row).find((row) => at("arm", row) === "search")!;
    expect(await candidates.place(view({sort: "lowest", arm: "control"}), other)).toBe(null);
  });
});
