import {expect, it} from "vitest";
import {columnsOf, type Row} from "../../src/shared/schema.js";
import type {FirstCandidates} from "../../src/shared/firstCandidates.js";
import {writeTable} from "../store/tables.js";
import {useTempData} from "../util/testing/temp-data.js";
import {firstCandidatesJson} from "./first-candidates.js";

useTempData();

const blank = Object.fromEntries(
  columnsOf("candidates").map(([name, {type}]) => [
    name,
    type.endsWith("[]") ? [] : type === "string" ? "" : type === "boolean" ? false : 0
  ])
) as unknown as Row<"candidates">;

it("has the highest scores of all candidates, of equal ones the lowest id, and those without a score last", async () => {
  const scoreOf = (id: number): number | null => (id % 3 === 0 ? null : (id * 7) % 101);
  const rows = Array.from({length: 5000}, (_, id) => ({...blank, id, score: scoreOf(id), query: `query ${id}`}));
  await writeTable("many", "candidates", rows);
  const {total, candidates} = JSON.parse(await firstCandidatesJson("many")) as FirstCandidates;
  const expected = rows.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1) || a.id - b.id).slice(0, 25);
  expect(total).toBe(5000);
  expect(candidates.map(({id, query}) => [id, query])).toEqual(expected.map(({id, query}) => [id, query]));
});

it("has all of few candidates, also where none has a score", async () => {
  await writeTable(
    "few",
    "candidates",
    [0, 1].map((id) => ({...blank, id, score: null}))
  );
  const {total, candidates} = JSON.parse(await firstCandidatesJson("few")) as FirstCandidates;
  expect([total, candidates.map(({id}) => id)]).toEqual([2, [0, 1]]);
});

it("has none of a study without the table", async () =>
  expect(JSON.parse(await firstCandidatesJson("none"))).toEqual({total: 0, candidates: []}));
