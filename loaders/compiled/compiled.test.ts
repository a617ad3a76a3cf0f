import {spawn, spawnSync} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";

let root: string;
let project: string;

/** Makes a small product with the real launcher: its command line prints what a module far from it says. */
function makeProject(folder: string): void {
  for (const path of ["loaders/surfturf.js", "loaders/compiled"])
    cpSync(join(projectFolder, path), join(folder, path), {recursive: true});
  symlinkSync(join(projectFolder, "node_modules"), join(folder, "node_modules"));
  write(folder, "package.json", '{"type": "module"}');
  write(folder, "observablehq.config.ts", "export const siteConfig = 1;");
  write(folder, "loaders/library/index.ts", "export const library: number = 1;");
  write(folder, "loaders/far/place.ts", 'export const word: string = "first"; export const place = import.meta.url;');
  write(
    folder,
    "loaders/cli.ts",
    `import {place, word} from "./far/place.js";
    export const main = (argv: string[]): void => console.log(word, place, argv.slice(2).join());`
  );
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  writeFileSync(join(folder, path), text);
}

function run(folder = project) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(folder, "loaders/surfturf.js"), "a"], {
    encoding: "utf8"
  });
  return {status, stdout, stderr};
}

const compiled = (): string[] => readdirSync(join(project, "compiled")).filter((name) => name !== "current.json");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "surfturf-compiled-"));
  project = join(root, "clone");
  makeProject(project);
});

afterEach(() => rmSync(root, {recursive: true, force: true}));

describe("the compiled product", () => {
  it("runs what the sources say, from where they are, and compiles again when one of them changes", () => {
    expect(run().stdout).toBe(`first file://${project}/loaders/far/place.ts a\n`);
    const [first] = compiled();
    expect(run().stdout).toContain("first");
    expect(compiled()).toEqual([first]);
    write(project, "loaders/far/place.ts", 'export const word = "second"; export const place = import.meta.url;');
    expect(run().stdout).toBe(`second file://${project}/loaders/far/place.ts a\n`);
    expect(compiled()).toHaveLength(2); // a process may still run from the first
  });

  it("is whole when several processes compile at once", async () => {
    const outputs = await Promise.all(
      Array.from({length: 4}, () => {
        const child = spawn(process.execPath, [join(project, "loaders/surfturf.js")]);
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        return new Promise<string>((resolve) => child.on("close", () => resolve(output)));
      })
    );
    for (const output of outputs) expect(output).toMatch(/^first /);
    expect(compiled()).toHaveLength(1);
  });

  it("is made again after its files were removed or cut", () => {
    run();
    rmSync(join(project, "compiled", compiled()[0]!), {recursive: true});
    expect(run().stdout).toMatch(/^first /);
    expect(compiled()).toHaveLength(1);
    write(project, "compiled/current.json", "{");
    expect(run().stdout).toMatch(/^first /);
    expect(readFileSync(join(project, "compiled/current.json"), "utf8")).toContain("hash");
  });

  it("moves with its folder", () => {
    run();
    const moved = join(root, "moved");
    cpSync(project, moved, {recursive: true, verbatimSymlinks: true});
    expect(run(moved).stdout).toBe(`first file://${moved}/loaders/far/place.ts a\n`);
  });

  it("is never written into an installed package, which runs as it was packed or file by file", () => {
    const installed = join(root, "own", "node_modules", "surfturf");
    makeProject(installed);
    expect(run(installed).stdout).toBe(`first file://${installed}/loaders/far/place.ts a\n`);
    expect(readdirSync(installed)).not.toContain("compiled");
    run();
    cpSync(join(project, "compiled"), join(installed, "compiled"), {recursive: true});
    const folder = join(installed, "compiled", compiled()[0]!);
    const file = join(folder, "loaders-cli.js");
    writeFileSync(file, `${readFileSync(file, "utf8")}\nconsole.log("packed");\n`);
    expect(run(installed).stdout).toMatch(/^packed\nfirst /);
  });

  it("names the place of a source that does not compile", () => {
    run();
    write(project, "loaders/far/place.ts", "export const word = ;");
    const {status, stderr} = run();
    expect(status).not.toBe(0);
    expect(stderr).toContain("place.ts:1:20");
  });
});
