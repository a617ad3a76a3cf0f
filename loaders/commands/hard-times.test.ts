import {spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it, vi} from "vitest";
import {main} from "../cli.js";
import {JournalReader} from "../store/journal.js";
import {readTable} from "../store/tables.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {projectFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";

const {folder} = useTempData();
const command = join(projectFolder, "loaders", "surfturf.js");
const data = join(projectFolder, "data");

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function surfturf(args: readonly string[], environment: Record<string, string> = {}, before: string[] = []): Ended {
  const {status, stdout, stderr} = spawnSync(process.execPath, [...before, command, ...args], {
    encoding: "utf8",
    timeout: 50_000,
    env: {...process.env, SURFTURF_DATA: folder(), DEBUG: "", ...environment}
  });
  return {code: status, stdout, stderr};
}

/** The same in this process, which starts no other. */
async function inProcess(args: readonly string[]): Promise<Ended> {
  const said = {stdout: "", stderr: ""};
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    })
  );
  try {
    await main([process.execPath, command, ...args]);
    return {code: Number(process.exitCode ?? 0), ...said};
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

function writeStudy(name: string): string {
  mkdirSync(join(folder(), "studies"), {recursive: true});
  const file = join(folder(), "studies", `${name}.yaml`);
  writeFileSync(
    file,
    `models: lab\nrubrics: [${data}/rubrics/code.yaml]\nworld: ${data}/worlds/chunky.yaml\n` +
      "surf: {runs: 2, iterations: 3, candidates: 20}\n"
  );
  return file;
}

describe("a disk that becomes full", () => {
  const fullDisk = join(projectFolder, "loaders", "util", "testing", "full-disk.js");

  it.each([0, 30_000, 120_000, 320_000])(
    "after %i bytes: says so in one line, leaves a true state, and the study goes on from there",
    async (bytes) => {
      const name = `full-${bytes}`;
      const study = readStudy(writeStudy(name));
      const full = {FULL_DISK_FOLDER: join(folder(), "runs"), FULL_DISK_BYTES: String(bytes)};
      const {code, stderr} = surfturf(["run", name], full, [`--import=${fullDisk}`]);
      const last = stderr.trim().split("\n").at(-1)!;
      expect(last).toMatch(/the disk is full: free some space, and run the command again/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(2);
      expect(existsSync(join(folder(), "runs", `${name}.lock`))).toBe(false);
      const journal = join(folder(), "runs", name, "journal.jsonl");
      const kept = existsSync(journal) ? readCalls(journal) : 0;
      const {code: known, stdout} = await inProcess(["status", name]);
      expect(known).toBe(0);
      expect(stdout).toMatch(new RegExp(`^${name}: (planned|stopped|failed)`));
      expect((await runStudy(study)).state).toBe("finished");
      expect(readCalls(journal)).toBeGreaterThanOrEqual(kept);
      await runStudy(readStudy(writeStudy("roomy")));
      for (const table of ["candidates", "texts", "findings", "rates"] as const)
        expect(await readTable(name, table)).toEqual(await readTable("roomy", table));
      const tables = readdirSync(join(folder(), "runs", name, "tables"));
      expect(tables.filter((file) => !file.endsWith(".parquet"))).toEqual([]);
    }
  );

  function readCalls(path: string): number {
    const journal = JournalReader.open(path);
    for (let i = 0; i < journal.size; i++) journal.read(i);
    journal.close();
    return journal.size;
  }
});

describe("a reader that goes away (| head)", () => {
  it.each([
    ["status", "head -n 1"],
    ["--help", "true"],
    ["status --json", "head -c 5"]
  ])("%s | %s ends quietly", (args, reader) => {
    writeStudy("quiet");
    const script = `"${process.execPath}" "${command}" ${args} | ${reader}; exit \${PIPESTATUS[0]}`;
    const env = {...process.env, SURFTURF_DATA: folder(), DEBUG: ""};
    const {status, stderr} = spawnSync("bash", ["-c", script], {encoding: "utf8", env});
    expect(stderr).toBe("");
    expect([0, 141]).toContain(status);
  });

  it("of the progress stops a study cleanly", async () => {
    writeStudy("unread");
    const args = [command, "run", "unread"];
    const env = {...process.env, SURFTURF_DATA: folder(), DEBUG: ""};
    const child = spawn(process.execPath, args, {env, stdio: ["ignore", "ignore", "pipe"]});
    child.stderr!.destroy();
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect(signal).toBeNull();
    expect([0, 130]).toContain(code);
    expect(surfturf(["run", "unread"]).code).toBe(0);
  });
});

describe("a path that is no file for a study", () => {
  const long = "a".repeat(300);
  const inData = (name: string): string => join(folder(), name);

  function prepare(): void {
    if (existsSync(inData("folder.yaml"))) return;
    for (const ending of ["yaml", "json", "jsonl"]) {
      symlinkSync(inData(`loop.${ending}`), inData(`loop.${ending}`));
      symlinkSync("/dev/zero", inData(`zero.${ending}`));
      mkdirSync(inData(`folder.${ending}`));
    }
    writeFileSync(inData(`${"b".repeat(150)}.yaml`), readFileSync(writeStudy("source")));
    writeFileSync(inData("x.jsonl"), '{"prompt": "p", "response": "r"}\n');
  }

  it.each<[string, string[]]>([
    ["run: a long name", ["run", long]],
    ["run: a long file name", ["run", `${"b".repeat(150)}.yaml`]],
    ["run: a very long path", ["run", `${"c".repeat(5000)}.yaml`]],
    ["run: a loop", ["run", "loop.yaml"]],
    ["run: a device", ["run", "zero.yaml"]],
    ["run: /dev/zero", ["run", "/dev/zero"]],
    ["run: a folder", ["run", "folder.yaml"]],
    ["import: a long name", ["import", "folder.json", "--name", long]],
    ["import: a loop", ["import", "loop.json", "--name", "x"]],
    ["import: a device", ["import", "zero.json", "--name", "x"]],
    ["import: /dev/zero", ["import", "/dev/zero", "--name", "x"]],
    ["import: a folder", ["import", "folder.json", "--name", "x"]],
    ["index: a long name", ["index", "x.jsonl", "--name", long]],
    ["index: a loop", ["index", "loop.jsonl", "--name", "x"]],
    ["index: a device", ["index", "zero.jsonl", "--name", "x"]],
    ["index: /dev/zero", ["index", "/dev/zero", "--name", "x"]],
    ["index: a long path", ["index", `${long}.jsonl`, "--name", "x"]],
    ["trace: a long name", ["trace", long, "--query", "q", "--response", "r", "--index", "x"]],
    ["trace: a name that leads out", ["trace", "../x", "--query", "q", "--response", "r", "--index", "x"]],
    ["trace: a device", ["trace", "x", "--query", "@/dev/zero", "--response", "r", "--index", "x"]],
    ["trace: a folder", ["trace", "x", "--query", "@folder.json", "--response", "r", "--index", "x"]],
    ["trace: a loop", ["trace", "x", "--query", "@loop.json", "--response", "r", "--index", "x"]],
    ["report: a long name", ["report", long, "--out", "o"]],
    ["report: a device", ["report", "source", "--out", "/dev/zero"]],
    ["report: a loop", ["report", "source", "--out", "loop.json"]],
    ["report: a long folder", ["report", "source", "--out", long]]
  ])("%s: one line, exit code 2", async (_, args) => {
    prepare();
    const isPath = (arg: string): boolean => /\.|^o$/.test(arg) && !arg.startsWith("..") && !arg.startsWith("@");
    const placed = args.map((arg) => (isPath(arg) ? inData(arg) : arg.replace(/^@(?!\/)/, `@${folder()}/`)));
    const {code, stderr} = await inProcess(placed);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/surfturf failed/);
    expect(code).toBe(2);
  });
});
