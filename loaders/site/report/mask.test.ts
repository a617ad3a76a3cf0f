import {blankManifest} from "../../store/manifest.js";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {columnsOf, type Row, type TableName} from "../../../src/shared/schema.js";
import {plantProbes} from "../../../src/testing/probe-data.js";
import {readTable, writeTable} from "../../store/tables.js";
import {copyStudy} from "./copy.js";
import {masked} from "./mask.js";
import {readSelection, type ReportSpec} from "./selection.js";
import {withDataFolder} from "./workspace.js";

const data = mkdtempSync(join(tmpdir(), "surfturf-mask-test-"));
const copy = join(data, "copy");
const rubrics = [{name: "rebut", threshold: 70, principle: "p", hash: "h"}];
const leftOut = "[not in this report]";

/** A row of a table with nothing in it but what is given. */
function rowOf<T extends TableName>(table: T, given: Partial<Row<T>>): Row<T> {
  const empty = (type: string) => (type.endsWith("[]") ? [] : type.startsWith("string") ? "" : 0);
  const blank = Object.fromEntries(columnsOf(table).map(([name, {type}]) => [name, empty(type)]));
  return {...blank, ...given} as Row<T>;
}

const query = (id: number): string => `Who built the mill of Odrava ${id}?`;
const attributes = (id: number): string[] => [`The query names Odrava ${id}.`, "The query asks who built it."];

beforeAll(async () => {
  process.env.SURFTURF_DATA = data;
  await plantProbes("traced", {...blankManifest("traced"), rubrics, tables: "1"});
  const findings = ["rebut-0", "rebut-1", null];
  const traces = findings.map((finding, id) => rowOf("traces", {id, finding, rubric: "rebut", query: query(id)}));
  const texts = findings.map((_, id) =>
    rowOf("trace_texts", {id, query: query(id), response: `Answer ${id}`, query_attributes: attributes(id)})
  );
  await writeTable("traced", "traces", traces);
  await writeTable("traced", "trace_texts", texts);
});
afterAll(() => {
  delete process.env.SURFTURF_DATA;
  rmSync(data, {recursive: true, force: true});
});

async function textsOf(spec: ReportSpec): Promise<Row<"trace_texts">[]> {
  rmSync(copy, {recursive: true, force: true});
  await copyStudy("traced", await readSelection("traced", spec), {folder: copy, largest: 25e6});
  return withDataFolder(copy, async () => (await readTable("traced", "trace_texts"))!);
}

it("leaves query, response and the query's attributes out of a trace whose finding was not chosen", async () => {
  const texts = await textsOf({findings: ["rebut-1"]});
  expect(texts[0]).toMatchObject({query: leftOut, response: leftOut, query_attributes: []});
  expect(texts[1]).toMatchObject({query: query(1), response: "Answer 1", query_attributes: attributes(1)});
  expect(texts[2]).toMatchObject({query: query(2), query_attributes: attributes(2)}); // no finding's
});

it("masks the one attribute of a query that matches a pattern", async () => {
  const texts = await textsOf({masks: ["pattern:Odrava 1"]});
  expect(texts[1]!.query_attributes).toEqual([masked, "The query asks who built it."]);
  expect(texts[0]!.query_attributes).toEqual(attributes(0));
});

it("masks answers by rubric, and leaves what was asked", async () => {
  for (const [id, text] of (await textsOf({masks: ["rubric:rebut"]})).entries())
    expect(text).toMatchObject({response: masked, query: query(id), query_attributes: attributes(id)});
});
