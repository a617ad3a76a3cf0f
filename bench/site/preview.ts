import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {cpSync, existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {projectFolder} from "../../loaders/util/paths.js";
import {launchBrowser} from "../../src/testing/browser.js";
import {output} from "../harness/child.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";
import {measureFirstChart} from "./page.js";

const maxSeconds = 3;
const port = 20_000 + (process.pid % 20_000);
const address = `http://127.0.0.1:${port}/`;
const study = "busy";
const pages = [
  "",
  ...["", "findings", "candidates", "explore", "attributes", "review"].map((page) => `studies/${study}/${page}`)
];
const filesOfOverview = 10; // data files that the page Overview asks for
const command = join(projectFolder, "loaders/surfturf.js");

/** How long pages take in `npm run dev` while a study of the lab runs and writes its tables on the same machine. */
export const benchPreview = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    for (const name of ["rubrics", "worlds"])
      cpSync(join(projectFolder, "data", name), join(folder, name), {recursive: true});
    mkdirSync(join(folder, "studies"));
    writeFileSync(
      join(folder, "studies", `${study}.yaml`),
      "models: lab\nrubrics: [code, refusal]\nsurf: {runs: 8, iterations: 1000, candidates: 60, control: 0.2}\n"
    );
    const run = spawn(process.execPath, [command, "run", study], {stdio: "ignore"});
    const preview = spawn(process.execPath, [command, "dev", "--port", String(port)], {
      stdio: ["ignore", "pipe", "pipe"]
    });
    const browser = await launchBrowser();
    try {
      await readyAt(preview);
      while (!existsSync(join(folder, "runs", study, "tables", "candidates.parquet"))) await setTimeout(100);
      const [first, again]: [number[], number[]] = [[], []];
      for (const times of [first, again])
        for (const page of pages) times.push(await measureFirstChart(browser, address + page));
      if (run.exitCode !== null) throw new Error("the study ended before its pages were measured");
      const loader = await timeLoader();
      return {
        name: "Pages of a preview while a study runs",
        rows: [
          row(`first chart, slowest of ${pages.length} pages`, Math.max(...first), maxSeconds),
          row("the same, opened again with an empty cache", Math.max(...again), maxSeconds),
          row(
            `a process for each of ${filesOfOverview} data files, estimated from one (baseline)`,
            loader * filesOfOverview
          )
        ]
      };
    } finally {
      await browser.close();
      await Promise.all([run, preview].map(end));
    }
  });

const row = (what: string, seconds: number, most = Infinity): [string, string, string, boolean] => [
  what,
  `${seconds.toFixed(1)} s`,
  most === Infinity ? "" : `${most} s`,
  seconds < most
];

/** Resolves when a preview can be asked for pages. */
function readyAt(preview: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [preview.stdout!, preview.stderr!])
      stream.on("data", (text: Buffer) => {
        if ((said += text.toString()).includes(address)) resolve();
      });
    preview.on("close", () => reject(new Error(`the preview ended: ${said.slice(-500)}`)));
  });
}

async function timeLoader(): Promise<number> {
  const start = performance.now();
  const loader = join(projectFolder, "src/data/[study]/[table].arrow.ts");
  await output(process.execPath, ["--import", "tsx", loader, `--study=${study}`, "--table=rates"]);
  return (performance.now() - start) / 1000;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGINT");
  await once(child, "close");
}
