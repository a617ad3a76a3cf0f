import {Command} from "commander";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {parse} from "yaml";
import {readStudy} from "../study/file/read-study.js";
import {initCommand} from "./init.js";
import {newCommand} from "./new.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "surfturf-init-")));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  delete process.env.SURFTURF_WORKSPACE;
  rmSync(root, {recursive: true, force: true});
});

async function surfturf(...args: string[]): Promise<void> {
  const program = new Command().exitOverride();
  for (const command of [initCommand, newCommand]) command.add(program);
  await program.parseAsync(args, {from: "user"});
}
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("surfturf init <folder>", () => {
  it("writes a repository whose study is valid and whose files have nothing to fill in", async () => {
    await surfturf("init", join(root, "My Audit!"), "--from", "1.2.3");
    expect(JSON.parse(read("My Audit!/package.json"))).toMatchObject({
      name: "my-audit-",
      dependencies: {surfturf: "1.2.3"}
    });
    for (const path of [".gitignore", ".npmrc", ".env.example", "README.md", "src/notebooks/first-notebook.md"])
      expect(read(`My Audit!/${path}`), path).not.toContain("{{");
    for (const path of ["github-pages.yml", "gitlab-pages.yml"])
      expect(parse(read(`My Audit!/ci/${path}`))).toBeTruthy();
    process.env.SURFTURF_WORKSPACE = join(root, "My Audit!");
    const study = readStudy(join(root, "My Audit!/data/studies/first.yaml"));
    expect(study.rubrics.map(({name}) => name)).toEqual(["code", "my-rubric"]);
  });

  it("names itself where it is a clone, and never makes a package depend on itself", async () => {
    await surfturf("init", join(root, "surfturf"));
    const {name, dependencies} = JSON.parse(read("surfturf/package.json")) as Record<string, Record<string, string>>;
    expect(name).toBe("my-audit");
    expect(dependencies!.surfturf).toMatch(/^file:\.\.\//);
  });

  it("takes an empty folder under version control, and refuses one with files, and a file", async () => {
    mkdirSync(join(root, "empty/.git"), {recursive: true});
    await surfturf("init", join(root, "empty"));
    await expect(surfturf("init", join(root, "empty"))).rejects.toThrow("the folder is not empty");
    writeFileSync(join(root, "file"), "");
    await expect(surfturf("init", join(root, "file"))).rejects.toThrow("expected a folder, got a file");
  });
});

describe("surfturf new <kind> <name>", () => {
  beforeEach(() => (process.env.SURFTURF_WORKSPACE = root));

  it("writes a study that is valid, a rubric, a notebook of a study and a page of every study", async () => {
    await surfturf("new", "rubric", "sarcasm");
    await surfturf("new", "study", "too-formal");
    await surfturf("new", "notebook", "weekly");
    await surfturf("new", "page", "costs");
    expect(readStudy(join(root, "data/studies/too-formal.yaml"))).toMatchObject({title: "Too formal"});
    expect(parse(read("data/rubrics/sarcasm.yaml"))).toMatchObject({name: "sarcasm", threshold: 70});
    expect(read("src/notebooks/weekly.md")).toContain("../data/too-formal/rates.arrow");
    expect(read("src/studies/[study]/costs.md")).toContain("title: Costs");
  });

  it("never overwrites a file, and refuses names that are no address or that a page of the product has", async () => {
    await surfturf("new", "study", "one");
    writeFileSync(join(root, "data/studies/one.yaml"), "mine");
    await expect(surfturf("new", "study", "one")).rejects.toThrow(/already exists/);
    expect(read("data/studies/one.yaml")).toBe("mine");
    await expect(surfturf("new", "notebook", "../../etc")).rejects.toThrow(/expected letters, digits, - and _/);
    await expect(surfturf("new", "page", "findings")).rejects.toThrow(/surfturf has a page findings/);
    await expect(surfturf("new", "page", "index")).rejects.toThrow(/surfturf has a page index/);
    await expect(surfturf("new", "thing", "x")).rejects.toThrow();
    expect(existsSync(join(root, "src"))).toBe(false);
  });
});
