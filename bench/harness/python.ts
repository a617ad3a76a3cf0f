import {spawnSync} from "node:child_process";
import {existsSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {output} from "./child.js";

/** A Python with packages, made once under a name; null where there is no Python, or they can't be installed. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string | null> {
  const folder = join(tmpdir(), `surfturf-python-${name}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "installed"))) return python;
  if (spawnSync("python3", ["-c", "import venv"]).status !== 0) return null;
  rmSync(folder, {recursive: true, force: true});
  try {
    await output("python3", ["-m", "venv", folder]);
    await output(python, ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", ...packages]);
    writeFileSync(join(folder, "installed"), "");
    return python;
  } catch {
    rmSync(folder, {recursive: true, force: true});
    return null;
  }
}
