import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Readable} from "node:stream";
import {projectFolder} from "../../loaders/util/paths.js";
import {output} from "../harness/child.js";
import type {BenchResult} from "../harness/result.js";

const maxSeconds = 60;

/** `npm start` on a fresh clone of the last commit, after the install; the baseline is `npm start` again. */
export async function benchStart(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  try {
    const clone = join(folder, "clone");
    await output("git", ["clone", "--quiet", projectFolder, clone]);
    await output("npm", ["install", "--no-audit", "--no-fund"], {folder: clone});
    const first = await start(clone);
    const again = await start(clone);
    return {
      name: "npm start on a fresh clone, after the install",
      rows: [
        [
          "recorded study and lab run, site built and up",
          `${first.toFixed(1)} s`,
          `${maxSeconds} s`,
          first < maxSeconds
        ],
        ["npm start again (baseline)", `${again.toFixed(1)} s`, "", true]
      ]
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Seconds until the address is printed and answers. Resolves when all of it has ended. */
async function start(folder: string): Promise<number> {
  const begun = performance.now();
  const environment = {...process.env, SURFTURF_DATA: ""};
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true
  });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  try {
    const url = await Promise.race([
      addressIn(child.stdout),
      closed.then((code): never => {
        throw new Error(`npm start ended with code ${code}`);
      })
    ]);
    const {ok} = await fetch(url);
    if (!ok) throw new Error(`${url} does not answer`);
    return (performance.now() - begun) / 1000;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, "SIGINT");
    await closed;
  }
}

/** The first address that a stream says. */
function addressIn(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}
