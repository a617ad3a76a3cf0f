import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {readTable} from "../../loaders/store/tables.js";
import {createRandom} from "../../loaders/util/random.js";
import {indexTableNames} from "../../src/shared/schema.js";
import {runChild} from "../harness/child.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchRow} from "../harness/result.js";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An index killed with kill -9 at random moments, each time made to the end; the baseline is never killed. */
export async function killIndexes(kills: number): Promise<BenchRow[]> {
  const child = new URL("./kill-index-child.ts", import.meta.url);
  const random = createRandom(12);
  const make = async (folder: string, killAfterInMs?: number): Promise<string> => {
    const corpus = join(folder, "pairs.jsonl");
    writeFileSync(corpus, Array.from({length: 300}, (_, i) => `${JSON.stringify(pairOf(i))}\n`).join(""));
    if (killAfterInMs !== undefined) await killAfter(child, corpus, folder, () => pause(killAfterInMs));
    await runChild(child, corpus, {SURFTURF_DATA: folder});
    return JSON.stringify(await Promise.all(indexTableNames.map((name) => readTable({index: "kill"}, name))));
  };
  const whole = await inOwnData((folder) => make(folder));
  const begun = performance.now();
  await inOwnData((folder) => make(folder));
  const took = performance.now() - begun;
  let different = 0;
  for (let i = 0; i < kills; i++)
    if ((await inOwnData((folder) => make(folder, random() * took))) !== whole) different++;
  return [
    [
      `tables of ${kills} killed indexes that differ from the uninterrupted one's`,
      String(different),
      "0",
      different === 0
    ]
  ];
}

const pairOf = (i: number) => ({
  source: `chunk ${i % 3}`,
  prompt: `Please explain topic ${i} in ${i % 7} short steps, with a table.`,
  response: `Topic ${i}:\n\n${"- a step\n".repeat(1 + (i % 7))}`
});

/** The publishing of reports killed at random moments: each page is old or new, with all that it loads. */
export function killPublishing(kills: number): Promise<BenchRow[]> {
  return inOwnData(async (root) => {
    const output = join(root, "out");
    const random = createRandom(13);
    mkdirSync(output);
    writeFileSync(join(output, "surfturf-report.json"), '{"files": []}');
    writeFileSync(join(output, "CNAME"), "example.org");
    let [broken, lost] = [0, 0];
    for (let i = 0; i < kills; i++) {
      const child = new URL("./kill-publish-child.ts", import.meta.url);
      await killAfter(child, root, root, async (said) => {
        await said;
        await pause(random() * 60);
      });
      broken += brokenPages(output);
      if (!existsSync(join(output, "CNAME"))) lost++;
      for (const name of readdirSync(root).filter((entry) => entry.startsWith("draft-")))
        rmSync(join(root, name), {recursive: true, force: true});
    }
    return [
      [`pages that are not whole after ${kills} kills while a report was published`, String(broken), "0", broken === 0],
      ["files of others that were lost", String(lost), "0", lost === 0]
    ];
  });
}

function brokenPages(output: string): number {
  const files = new Set(readdirSync(join(output, "_file")));
  return Array.from({length: 14}, (_, i) => {
    const version = /^_observablehq\/ (\d+)$/.exec(readFileSync(join(output, `${i}.html`), "utf8"))?.[1];
    return Array.from({length: 60}, (_, j) => files.has(`${j}.${version}.txt`)).every(Boolean);
  }).filter((isWhole) => !isWhole).length;
}

/** Starts a file and kills it when `moment` resolves, which gets a promise of the first thing that it says. */
async function killAfter(
  file: URL,
  argument: unknown,
  folder: string,
  moment: (said: Promise<unknown>) => Promise<unknown>
): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(file), JSON.stringify(argument)], {
    env: {...process.env, SURFTURF_DATA: folder},
    stdio: ["ignore", "pipe", "inherit"]
  });
  const ended = once(child, "exit");
  await Promise.race([moment(once(child.stdout, "data")), ended]);
  child.kill("SIGKILL");
  await ended;
}
