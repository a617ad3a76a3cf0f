import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {projectFolder} from "../../loaders/util/paths.js";

const bench = join(projectFolder, "bench");
const sources = readdirSync(bench, {recursive: true, encoding: "utf8"}).filter((name) => name.endsWith(".ts"));

describe("benches", () => {
  it("start files that are there", () => {
    const named = sources.flatMap((name) =>
      [...readFileSync(join(bench, name), "utf8").matchAll(/new URL\("(\.[^"]*)", import\.meta\.url\)/g)].map(
        ([, file]) => join(bench, dirname(name), file!)
      )
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });
});
