import {describe, expect, it} from "vitest";
import {createRandom, pick} from "../../loaders/util/random.js";
import type {CodedTable} from "../shared/explore/codedTable.js";
import {inRanges, oneOf, type Value} from "../shared/explore/condition.js";
import {compile, truthOf} from "../shared/explore/evaluate.js";
import {randomTable} from "../testing/explore-table.js";
import {hostile} from "../testing/hostile.js";
import {parseWhere} from "./parseWhere.js";
import {printWhere} from "./printWhere.js";
import {rowsWhere} from "./selectedRows.js";

const again = (where: string): string => printWhere(parseWhere(where));

describe("parseWhere(where), printWhere(condition)", () => {
  it.each([
    "",
    "score >= 70 AND score < 75",
    "rubric = 'it''s' AND (score < 5 OR score >= 95)",
    "rubric IN ('a', 'b') AND NOT (model = 'm' AND run = 2)",
    "reason IS NULL AND purpose IS NOT NULL",
    "flagged AND NOT flagged",
    "model NOT IN ('x') OR iteration <> -1.5",
    "list_contains(attributes, 'The query ''quotes''.') AND list_contains(regions, 'r')",
    "NOT (score < 1 OR length > 2)",
    "FALSE",
    "score = 1 OR TRUE"
  ])("return what was written: %s", (where) => expect(again(where)).toBe(where));

  it.each([
    ["WHERE Score>=70", "score >= 70"],
    ["score BETWEEN 1 AND 2", "score >= 1 AND score <= 2"],
    ["score NOT BETWEEN 1 AND 2", "NOT (score >= 1 AND score <= 2)"],
    ["flagged = true", "flagged"],
    ["flagged = FALSE", "flagged = FALSE"],
    ["\"rubric\" != 'a'", "rubric <> 'a'"],
    ["((score > 1) AND (((run = 1))))", "score > 1 AND run = 1"],
    [" \n\t", ""],
    ["length < 1e3", "length < 1000"]
  ])("read SQL as people write it: %s", (where, expected) => expect(again(where)).toBe(expected));

  it.each(Object.entries(hostile))("keep a hostile value a value: %s", (_, text) => {
    const condition = oneOf("rubric", [text]);
    expect(parseWhere(printWhere(condition))).toEqual(condition);
    const has = {op: "has", column: "attributes", value: text} as const;
    expect(parseWhere(printWhere(has))).toEqual(has);
  });

  it.each([
    ["colour = 'red'", "no such column: colour; there are rubric, model,"],
    ["score = 'high'", "expected a number for score, got high (character 9)"],
    ["rubric = 3", "expected a text in single quotes for rubric, got 3 (character 10)"],
    ["score >", "expected a number for score, got the end (character 8)"],
    ["score > 1e999", "expected a number for score, got 1e999"],
    ["score > 5 rubric = 'a'", "expected AND, OR or the end, got rubric (character 11)"],
    ["(score > 5", "expected ), got the end"],
    ["rubric = 'a", "' opens a text that has no end (character 10)"],
    ["attributes = 'a'", "attributes is a list: write list_contains(attributes, '...')"],
    ["list_contains(score, 'a')", "not a list: score; there are attributes, regions, chunks, measures"],
    ["score LIKE 5", "expected =, <>, <, <=, >, >=, IN, BETWEEN or IS NULL, got LIKE"],
    ["score > 5; DROP TABLE candidates", "not understood: ; DROP TABLE"],
    ["constructor = 1", "no such column: constructor"],
    ["= 5", "expected a column, got ="]
  ])("say what is wrong and where: %s", (where, message) => expect(() => parseWhere(where)).toThrow(message));

  it("refuse what is too deep or too long, without a crash", () => {
    expect(() => parseWhere("(".repeat(19_000))).toThrow("inside one another");
    expect(() => parseWhere("NOT ".repeat(4_000))).toThrow("inside one another");
    expect(() => parseWhere(`rubric = '${"x".repeat(20_000)}'`)).toThrow("longer than");
  });

  it("join ranges that touch", () => {
    const ranges = [70, 75, 90].map((low) => ({low, high: low + 5}));
    expect(printWhere(inRanges("score", ranges))).toBe("score >= 70 AND score < 80 OR score >= 90 AND score < 95");
    expect(printWhere(inRanges("score", [{low: null, high: null}]))).toBe("score IS NOT NULL");
  });
});

const leaves = [
  ...["score >= 70", "score < 20", "score IS NULL", "reason IS NOT NULL", "flagged", "flagged = FALSE", "run = 2"],
  ...["rubric = 'it''s'", "rubric <> 'code'", "model IN ('lab:target')", "purpose = 'explore'", "TRUE", "FALSE"],
  ...["list_contains(attributes, 'The query is of kind 3.')", "list_contains(attributes, 'of no query')"],
  ...["list_contains(regions, 'code-region-1')", "length BETWEEN 100 AND 900", "iteration NOT IN (1, 5)"]
];

const valueAt = ({columns}: CodedTable, name: string, row: number): Value =>
  columns[name]!.values[columns[name]!.codes[row]!]!;

function entriesAt({lists}: CodedTable, name: string, row: number): string[] {
  const {values, starts, codes} = lists[name]!;
  return Array.from(codes.subarray(starts[row], starts[row + 1]), (code) => values[code]!);
}

describe("rowsWhere(table, where)", () => {
  const table = randomTable(2000);
  const ids = (where: string): number[] => rowsWhere(table, where).map(({id}) => id);

  it("leaves out what is unknown, as SQL does, in both senses", () => {
    const all = rowsWhere(table, "");
    const unscored = all.filter(({score}) => score === null).length;
    expect(unscored).toBeGreaterThan(100);
    expect(ids("score < 50").length + ids("NOT (score < 50)").length).toBe(all.length - unscored);
    expect(ids("score < 50 OR reason IS NOT NULL").length).toBe(ids("score < 50").length + unscored);
  });

  it("agrees, a column at a time, with the condition tested row by row", () => {
    const random = createRandom(3);
    const one = (): string => pick(random, leaves);
    const where = (depth: number): string => {
      if (depth === 0) return one();
      const [a, b, c] = [where(depth - 1), where(depth - 1), one()];
      return pick(random, [`NOT (${a})`, `(${a}) AND (${b}) AND ${c}`, `(${a}) OR (${b}) OR ${c}`, a]);
    };
    for (let i = 0; i < 60; i++) {
      const sql = where(3);
      const test = compile(parseWhere(sql), (leaf) => (row) => {
        if (leaf.op !== "has") return truthOf(leaf, valueAt(table, leaf.column, row));
        return entriesAt(table, leaf.column, row).includes(leaf.value) ? 2 : 0;
      });
      const expected = Array.from({length: table.rows}, (_, row) => row).filter((row) => test(row) === 2);
      expect(ids(sql), sql).toEqual(expected);
    }
  });

  it("selects the rows that a filter of the rows does", () => {
    const where = "rubric = 'it''s' AND length >= 100 AND list_contains(attributes, 'The query is of kind 3.')";
    const expected = rowsWhere(table, "").filter(
      ({rubric, length, attributes}) =>
        rubric === "it's" && Number(length ?? 0) >= 100 && (attributes as string[]).includes("The query is of kind 3.")
    );
    expect(expected.length).toBeGreaterThan(5);
    expect(rowsWhere(table, where)).toEqual(expected);
  });
});
