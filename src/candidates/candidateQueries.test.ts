import {expect, it} from "vitest";
import type {Database} from "../ui/database.js";
import {candidatePage, keepIds} from "./candidateQueries.js";
import {emptyView} from "./filters.js";

interface Asked {
  sql: string;
  parameters: readonly (string | number)[];
}

function recorder(): {db: Database; asked: Asked[]} {
  const asked: Asked[] = [];
  const query = async (sql: string, parameters: readonly (string | number)[] = []) => {
    asked.push({sql, parameters});
    return Promise.resolve([]);
  };
  return {db: {query}, asked};
}

it("ids go to the engine in pieces that its stack holds, and none is lost", async () => {
  const {db, asked} = recorder();
  const ids = Array.from({length: 108_000}, (_, i) => 900_000 + i);
  expect(await keepIds(db, "found_1", ids)).toBe("found_1");
  for (const {sql, parameters} of asked) expect(sql.length + parameters.join("").length).toBeLessThan(60_000);
  const given = asked.flatMap(({parameters}) => parameters.flatMap((list) => JSON.parse(String(list)) as number[]));
  expect(given).toEqual(ids);
});

it("a page of few candidates among many asks for those in their table", async () => {
  const {db, asked} = recorder();
  await candidatePage(db, {...emptyView, arm: "control"}, {pageSize: 25, only: "found_1"});
  expect(asked[0]!.sql).toContain("WHERE arm = ? AND id IN (SELECT id FROM found_1)");
  expect(asked[0]!.parameters).toEqual(["control"]);
});
