import {gunzipSync} from "node:zlib";
import {expect, it} from "vitest";
import {decodeTable} from "../../../src/shared/explore/tableFile.js";
import {columnsOf, type Row} from "../../../src/shared/schema.js";
import type {ExploreSummary} from "../../../src/shared/explore/summary.js";
import {rowsWhere} from "../../../src/explore/selectedRows.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {writeTable} from "../../store/tables.js";
import {codeCandidates} from "./code-candidates.js";
import {exploreFiles} from "./explore-files.js";

useTempData();

const candidate = {
  ...{rubric: "code", model: "m", run: 1, iteration: 1, slot: 0, arm: "search", status: "scored", reason: null},
  ...{score: 80, scored_by: "judge", flagged: true, contrast_status: null, contrast_reason: null, contrast_score: null},
  ...{context: null, truncated: false, query: "q", attributes: ["a", "b"], weighted: [], met: [], coverage: null},
  ...{check_reason: null, prompt: null, source_row: null, purpose: null, replicate_of: null, input_tokens: null},
  ...{output_tokens: null, cost: null, latency: null}
};
const text = {
  ...{query: "q", thinking: null, reasoning: null, judge_thinking: null, contrast_response: null},
  ...{contrast_reasoning: null, note: null}
};

const blankRegion = Object.fromEntries(
  columnsOf("regions").map(([name, {type}]) => [name, type.endsWith("[]") ? [] : type === "string" ? "" : 0])
) as unknown as Row<"regions">;

it("codes candidates with what their queries have, their regions and the lengths of their answers", async () => {
  await writeTable("s", "candidates", [
    {...candidate, id: 0},
    {...candidate, id: 1, coverage: 0.5, met: ["b", "c"]},
    {...candidate, id: 2, rubric: "other", status: "unscored", reason: "response-failed", score: null, flagged: false}
  ]);
  await writeTable("s", "texts", [
    {...text, id: 0, response: "1234"},
    {...text, id: 1, response: ""},
    {...text, id: 2, response: null}
  ]);
  const about = {id: "code-region-1", rubric: "code", model: "m", description: "The query is ab."};
  await writeTable("s", "regions", [{...blankRegion, ...about, attributes: ["a", "b"]}]);
  const {summary, table} = await exploreFiles(codeCandidates("s"));
  const bytes = new Uint8Array(gunzipSync(table));
  const rows = rowsWhere(decodeTable(bytes.buffer), "");
  expect(rows.map(({length, attributes, regions}) => ({length, attributes, regions}))).toEqual([
    {length: 4, attributes: ["a", "b"], regions: ["code-region-1"]},
    {length: 0, attributes: ["b", "c"], regions: []},
    {length: null, attributes: ["a", "b"], regions: []}
  ]);
  const {dimensions, ...counts} = JSON.parse(summary) as ExploreSummary;
  expect(counts).toEqual({n: 3, scored: 2, flagged: 2});
  expect(dimensions.map(({name}) => name)).toEqual(["score", "rubric", "outcome", "regions", "attributes"]);
  expect(dimensions.at(-2)!.groups).toEqual([{place: 0, name: "The query is ab.", n: 1, scored: 1, flagged: 1}]);
});

it("has nothing of a study without tables", async () => {
  const {summary} = await exploreFiles(codeCandidates("none"));
  expect(JSON.parse(summary)).toEqual({n: 0, scored: 0, flagged: 0, dimensions: []});
});
