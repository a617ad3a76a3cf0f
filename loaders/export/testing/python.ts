import {execFile, spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";

/** What the tests of other tools install, all into one environment. */
const packages = [
  "inspect_ai==0.3.285",
  "inspect_scout==0.6.1",
  "datasets==5.2.0",
  "pandas==3.1.1",
  "polars==2.1.0",
  "pyarrow==26.0.1",
  "duckdb==1.5.6"
];

const installLimitInMs = 400_000;

/** A Python with the packages; or why there is none, in one line. */
export type Python = {python: string} | {missing: string};

/**
 * A Python of its own in the temporary folder of the system, made once a machine and list of packages. Nothing fails
 * where there is no Python or no registry: the caller skips its tests and says why.
 */
export async function preparePython(): Promise<Python> {
  const folder = join(
    tmpdir(),
    `surfturf-python-${createHash("sha256").update(packages.join()).digest("hex").slice(0, 8)}`
  );
  const python = join(folder, "bin", "python");
  const done = join(folder, "installed");
  if (existsSync(done)) return {python};
  const version = spawnSync("python3", ["-c", "import sys, venv; print(sys.version_info >= (3, 10))"], {
    encoding: "utf8"
  });
  if (version.status !== 0 || version.stdout.trim() !== "True") return {missing: "there is no Python 3.10 or later"};
  rmSync(folder, {recursive: true, force: true});
  try {
    const run = promisify(execFile);
    await run("python3", ["-m", "venv", folder], {timeout: installLimitInMs});
    const quiet = ["--quiet", "--disable-pip-version-check", "--no-compile", "--only-binary", ":all:"];
    await run(python, ["-m", "pip", "install", ...quiet, ...packages], {timeout: installLimitInMs});
    writeFileSync(done, "");
    return {python};
  } catch (error) {
    rmSync(folder, {recursive: true, force: true});
    const [line] = (error as Error).message
      .split("\n")
      .filter((each) => each.trim() !== "")
      .slice(-1);
    return {missing: `pip could not install what the tests need: ${line}`};
  }
}

/** Runs a script that prints JSON on the last line of its output, without a network. */
export async function runPython(python: string, script: string, args: readonly string[]): Promise<unknown> {
  const env = {...process.env, HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1", HF_UPDATE_DOWNLOAD_COUNTS: "0"};
  const options = {env, maxBuffer: 2 ** 28, timeout: 120_000};
  const {stdout} = await promisify(execFile)(python, ["-c", script, ...args], options);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as unknown;
}
