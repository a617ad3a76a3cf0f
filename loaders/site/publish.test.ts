import {spawn} from "node:child_process";
import {once} from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {buildSync} from "esbuild";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {publishSite, type SiteKind} from "./publish.js";

const root = mkdtempSync(join(tmpdir(), "surfturf-publish-"));
const output = join(root, "out");
const kind: SiteKind = {mark: "surfturf-report.json", key: "--out"};

beforeEach(() => rmSync(output, {recursive: true, force: true}));
afterAll(() => rmSync(root, {recursive: true, force: true}));

function write(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
}

function publish(files: Record<string, string>, to: Partial<SiteKind> = {}): void {
  const draft = mkdtempSync(join(root, "draft-"));
  write(draft, files);
  publishSite(draft, output, {...kind, ...to});
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const read = (path: string): string => readFileSync(join(output, path), "utf8");
const page = (text: string): string => `<script src="./_observablehq/client.js"></script>${text}`;

const foreign = {
  ".git/HEAD": "ref: refs/heads/main",
  CNAME: "example.org",
  "notes/mine.md": "my notes",
  "_file/data/mine.csv": "a,b",
  "page.html": "<p>mine</p>"
};

describe("publishSite(draft, output, kind)", () => {
  it("replaces an older site and removes what only that had, around what others put there", () => {
    publish({"index.html": page("one"), "_file/data/a.11111111.arrow": "1", "_npm/old/x.js": "x", ".nojekyll": ""});
    write(output, foreign);
    publish({"index.html": page("two"), "_file/data/a.22222222.arrow": "2", ".nojekyll": ""});
    const own = [".nojekyll", "_file/data/a.22222222.arrow", "index.html", kind.mark];
    expect(filesOf(output)).toEqual([...own, ...Object.keys(foreign)].sort());
    for (const [path, text] of Object.entries(foreign)) expect(read(path)).toBe(text);
    expect(read("index.html")).toBe(page("two"));
    expect(existsSync(join(output, "_npm"))).toBe(false);
  });

  it("updates a site of an earlier version, which made no list of its files, and leaves what is no page of it", () => {
    write(output, {"index.html": page("old"), "_npm/a.js": "a", "studies/lab/x.html": page("x"), [kind.mark]: "{}"});
    write(output, {CNAME: "example.org", "notes.html": "<p>mine</p>", ".git/HEAD": "ref", "docs/a.txt": "t"});
    publish({"index.html": page("new")});
    expect(filesOf(output)).toEqual([".git/HEAD", "CNAME", "docs/a.txt", "index.html", "notes.html", kind.mark].sort());
  });

  it.each([
    ["a folder of another's", {"mine.txt": "x"}, {}],
    ["a page of another's", {"index.html": "<p>mine</p>"}, {unmarked: true}],
    ["a repository without a site", {".git/HEAD": "ref", CNAME: "x"}, {}]
  ])("refuses %s and changes nothing", (_, there, to) => {
    write(output, there);
    expect(() => publish({"index.html": page("new")}, to)).toThrow(/holds other files/);
    expect(filesOf(output)).toEqual(Object.keys(there).sort());
  });

  it("refuses, before anything is changed, where another's file or link is in the way", () => {
    publish({"index.html": page("one")});
    write(output, {"robots.txt": "mine"});
    expect(() => publish({"index.html": page("two"), "robots.txt": "ours"})).toThrow(/robots\.txt|in the way/);
    expect([read("index.html"), read("robots.txt")]).toEqual([page("one"), "mine"]);
    unlinkSync(join(output, "robots.txt"));
    mkdirSync(join(root, "elsewhere"), {recursive: true});
    symlinkSync(join(root, "elsewhere"), join(output, "_file"));
    expect(() => publish({"index.html": page("two"), "_file/a.arrow": "1"})).toThrow(/in the way/);
    expect(readdirSync(join(root, "elsewhere"))).toEqual([]);
  });

  it("takes the very same file of another as it is, and leaves it when the site no longer needs it", () => {
    publish({"index.html": page("one")});
    write(output, {".nojekyll": ""});
    publish({"index.html": page("two"), ".nojekyll": ""});
    publish({"index.html": page("three")});
    expect(existsSync(join(output, ".nojekyll"))).toBe(true);
  });

  it("removes nothing outside its folder, whatever the list in it says", () => {
    write(root, {"precious.txt": "x"});
    const files = ["../precious.txt", join(root, "precious.txt"), "a/../../precious.txt"];
    write(output, {"index.html": page("old"), [kind.mark]: JSON.stringify({files})});
    rmSync(join(output, "index.html"));
    publish({"index.html": page("new")});
    expect(readFileSync(join(root, "precious.txt"), "utf8")).toBe("x");
  });

  it("leaves each page whole, with all that it loads, when it is killed at any moment; the next time tidies up", async () => {
    const source = join(root, "publish.mts");
    const script = join(root, "publish.cjs"); // one file starts fast
    writeFileSync(
      source,
      `import {mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
      import {join} from "node:path";
      import {publishSite} from ${JSON.stringify(fileURLToPath(new URL("./publish.ts", import.meta.url)))};
      for (let n = 0; ; n++) {
        const draft = mkdtempSync(join(${JSON.stringify(root)}, "killed-"));
        mkdirSync(join(draft, "_file"));
        for (let i = 0; i < 40; i++) writeFileSync(join(draft, "_file", i + "." + n + ".txt"), String(n));
        for (let i = 0; i < 12; i++) writeFileSync(join(draft, i + ".html"), "_observablehq/ " + n);
        publishSite(draft, ${JSON.stringify(output)}, ${JSON.stringify(kind)});
        if (n === 0) console.log("begun");
      }`
    );
    buildSync({
      entryPoints: [source],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error"
    });
    mkdirSync(output);
    write(output, {[kind.mark]: '{"files": []}', CNAME: "example.org"});
    for (let kill = 0; kill < 30; kill++) {
      const child = spawn(process.execPath, [script], {stdio: ["ignore", "pipe", "inherit"]});
      await once(child.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.kill("SIGKILL");
      await once(child, "exit");
      const there = new Set(filesOf(output));
      for (let i = 0; i < 12; i++) {
        const version = /^_observablehq\/ (\d+)$/.exec(read(`${i}.html`))?.[1];
        expect(version).toBeDefined();
        for (let j = 0; j < 40; j++) expect(there.has(`_file/${j}.${version}.txt`)).toBe(true);
      }
      expect(read("CNAME")).toBe("example.org");
    }
    publish({"index.html": page("last")});
    expect(filesOf(output)).toEqual(["CNAME", "index.html", kind.mark].sort());
  });
});
