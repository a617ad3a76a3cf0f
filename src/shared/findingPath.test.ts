import {expect, it} from "vitest";
import {findingPath, findingPathIn} from "./findingPath.js";

it("leaves ids that are fit for an address as they are", () =>
  expect(findingPath("story-for-fact-0a1b2c3d4e")).toBe("story-for-fact-0a1b2c3d4e"));

it("makes safe and different names of all others", () => {
  const ids = [
    "../../etc",
    "a/b",
    "a b",
    "<img src=x>-1",
    "[masked 1]",
    "[masked 2]",
    "код-1",
    "index",
    "x".repeat(500)
  ];
  const paths = ids.map(findingPath);
  expect(new Set(paths).size).toBe(ids.length);
  for (const path of paths) expect(path).toMatch(/^[\w-]{1,80}$/);
});

it("reads the finding from the address of its page, with or without an ending, below any folder", () => {
  expect(findingPathIn("/studies/lab/findings/code-1")).toBe("code-1");
  expect(findingPathIn("/my/report/studies/lab/findings/code-1.html")).toBe("code-1");
});
