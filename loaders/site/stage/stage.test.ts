import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {allStudyPages, otherPages, ownNotebooks} from "./own-pages.js";
import {productSource} from "./places.js";
import {stageSite} from "./stage.js";

let workspace: string;
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), "surfturf-stage-")));
  process.env.SURFTURF_WORKSPACE = workspace;
});
afterEach(() => {
  delete process.env.SURFTURF_WORKSPACE;
  rmSync(workspace, {recursive: true, force: true});
});

function write(path: string, text: string): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}
const staged = (path: string): string => readFileSync(join(workspace, ".surfturf/site", path), "utf8");
const ofProduct = (path: string): string => readFileSync(join(productSource, path), "utf8");

describe("stageSite()", () => {
  it("puts the product's sources and the user's into one folder, the user's in place of the product's", () => {
    write("src/glossary.md", "# My words\n");
    write("src/components/mine.ts", "export const mine = 1;\n");
    stageSite();
    expect(staged("index.md")).toBe(ofProduct("index.md"));
    expect(staged("glossary.md")).toBe("# My words\n");
    expect(staged("components/mine.ts")).toContain("mine = 1");
    expect(existsSync(join(workspace, ".surfturf/site/notebooks"))).toBe(false); // those of a clone read its studies
    expect(existsSync(join(workspace, ".surfturf/site/testing"))).toBe(false);
  });

  it("removes what is no longer there, and leaves what is right alone", () => {
    write("src/notebooks/a/b.md", "# B\n");
    const root = stageSite();
    const before = lstatSync(join(root, "index.md")).ino;
    rmSync(join(workspace, "src/notebooks"), {recursive: true});
    mkdirSync(join(root, ".observablehq/cache"), {recursive: true});
    stageSite();
    expect(existsSync(join(root, "notebooks/a"))).toBe(false);
    expect(existsSync(join(root, ".observablehq/cache"))).toBe(true);
    expect(lstatSync(join(root, "index.md")).ino).toBe(before);
  });

  it("takes a folder where a file was, and a file where a folder was", () => {
    write("src/a/b.md", "# B\n");
    write("src/c.md", "# C\n");
    stageSite();
    rmSync(join(workspace, "src"), {recursive: true});
    write("src/a", "no folder\n");
    write("src/c.md/d.md", "# D\n");
    stageSite();
    expect(staged("a")).toBe("no folder\n");
    expect(staged("c.md/d.md")).toBe("# D\n");
  });

  it("calls loaders of data from files of one line, so that no file of the user is touched to run them again", () => {
    write("src/data/mine.json.ts", "process.stdout.write('1');\n");
    stageSite();
    expect(staged("data/mine.json.ts")).toMatch(/^import "file:\/\/\/.*\/src\/data\/mine\.json\.ts";\n$/);
  });

  it.each([
    ["a file that it attaches", '# T\n\n```js\nFileAttachment("../data/absent/rates.arrow")\n```\n'],
    ["a table of its front matter", "---\ntitle: T\nsql:\n  rates: ../data/absent/rates.arrow\n---\n"]
  ])("says in place of a page that its study is not here: %s", (_name, page) => {
    write("src/notebooks/x.md", page);
    const said: string[] = [];
    stageSite((line) => said.push(line));
    expect(said).toEqual(["src/notebooks/x.md shows nothing: it reads study absent, which is not here"]);
    expect(staged("notebooks/x.md")).toContain("study <code>absent</code>, which is not here");
  });

  it.each([
    ["words", "# T\n\nSee data/absent/rates.arrow.\n"],
    ["data of the product", '# T\n\n```js\nFileAttachment("../data/paper/published.json")\n```\n'],
    ["data of the user", '# T\n\n```js\nFileAttachment("../data/own/x.json")\n```\n']
  ])("leaves a page alone that names no study: %s", (_name, page) => {
    write("src/data/own/x.json", "1");
    write("src/notebooks/x.md", page);
    stageSite();
    expect(staged("notebooks/x.md")).toBe(page);
  });
});

describe("pages of a workspace", () => {
  it("are listed by being there, under their titles", () => {
    write("src/notebooks/b.md", "# Second\n");
    write("src/notebooks/deep/a.md", "---\ntitle: First\n---\n\n# Not this\n");
    write("src/notebooks/damaged.md", "---\ntitle: [\n---\n");
    write("src/studies/[study]/costs.md", "# Costs\n");
    write("src/about.md", "# About us\n");
    write("src/glossary.md", "# Ours\n");
    write("src/index.md", "# Ours\n");
    expect(ownNotebooks()).toEqual([
      {name: "damaged", path: "damaged"},
      {name: "First", path: "deep/a"},
      {name: "Second", path: "b"}
    ]);
    expect(allStudyPages().at(-1)).toMatchObject({name: "Costs", path: "costs"});
    expect(otherPages()).toEqual([{name: "About us", path: "about"}]);
  });
});
