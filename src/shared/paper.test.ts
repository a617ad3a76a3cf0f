import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {publishedJson} from "../../loaders/site/paper.js";
import {paperItems} from "./paper.js";

describe("the tables transcribed from the paper", () => {
  const tables = JSON.parse(publishedJson()) as Record<string, Record<string, string | number>[]>;

  it("each belong to a page, and each row says where it is from", () => {
    const paths = paperItems.map(({path}) => path);
    for (const [name, rows] of Object.entries(tables)) {
      expect(paths).toContain(name);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.source).toMatch(/^(Table|Fig\.|Sec\.|App\.) /);
    }
  });

  it("hold shares that a count of n can give", () => {
    const shares = [...tables["table-1"]!, ...tables["table-2"]!] as {percent: number; n: number}[];
    for (const {percent, n} of shares)
      expect(Math.abs((Math.round((percent / 100) * n) / n) * 100 - percent)).toBeLessThanOrEqual(0.5);
    expect(tables["table-1"]).toHaveLength(35);
  });
});

describe("paperItems", () => {
  it("each have a page", () => {
    for (const {path} of paperItems) expect(existsSync(`src/paper/${path}.md`), path).toBe(true);
  });
});
