import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {buildSite} from "../../loaders/site/build.js";
import {serveSite} from "../../loaders/site/serve.js";
import {launchBrowser} from "../../src/testing/browser.js";
import {runChild} from "../harness/child.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import {measureExplore, type ExploreMeasure} from "./explore-page.js";

const million = 1_000_000;
const tenth = million / 10;
const maxSeconds = 3;
const maxTransferredInMB = 5;
const maxRedrawInMs = 150;
const maxMemoryInMB = 1200;
const edits = 200;

/** Floors of the page Explore with a million candidates; the baseline is the same page with a tenth of them. */
export const benchExplore = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    const make = new URL("./explore-child.ts", import.meta.url);
    await runChild(make, {study: "lab", candidates: tenth}); // the notebook that is shipped looks at `lab`
    await runChild(make, {study: "million", candidates: million});
    const output = join(folder, "dist");
    const start = performance.now();
    await buildSite({output});
    const seconds = (performance.now() - start) / 1000;
    const site = await serveSite({folder: output, port: 0});
    try {
      const small = await measure(`${site.url}studies/lab/explore`);
      const large = await measure(`${site.url}studies/million/explore`);
      return {
        name: "Explore, 1,000,000 candidates, cold cache",
        rows: [
          ...rowsOf(large, small),
          ["size of explore.bin", `${largestInMB(output, /^explore\..*bin$/).toFixed(1)} MB`, "", true],
          ["site of both studies, built", `${seconds.toFixed(0)} s`, "", true]
        ]
      };
    } finally {
      await site.close();
    }
  });

async function measure(address: string): Promise<ExploreMeasure> {
  const browser = await launchBrowser();
  try {
    return await measureExplore(browser, address, {edits});
  } finally {
    await browser.close();
  }
}

function rowsOf(large: ExploreMeasure, small: ExploreMeasure): BenchRow[] {
  const row = (what: string, value: string, floor: string, isHeld: boolean, baseline: string): BenchRow[] => [
    [what, value, floor, isHeld],
    ["the same, 100,000 candidates (baseline)", baseline, "", true]
  ];
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  const milliseconds = (value: number): string => `${Math.round(value)} ms`;
  const megabytes = (value: number): string => `${value.toFixed(1)} MB`;
  const {firstChartInS, transferredInMB, readyInS, redrawInMs, slowestInMs, memoryInMB} = large;
  return [
    ...row(
      "first chart",
      seconds(firstChartInS),
      `${maxSeconds} s`,
      firstChartInS < maxSeconds,
      seconds(small.firstChartInS)
    ),
    ...row(
      "transferred before it",
      megabytes(transferredInMB),
      `${maxTransferredInMB} MB`,
      transferredInMB < maxTransferredInMB,
      megabytes(small.transferredInMB)
    ),
    ...row("charts answer", seconds(readyInS), "", true, seconds(small.readyInS)),
    ...row(
      "brush to redraw, median of 20",
      milliseconds(redrawInMs),
      `${maxRedrawInMs} ms`,
      redrawInMs < maxRedrawInMs,
      milliseconds(small.redrawInMs)
    ),
    ["the slowest of these", milliseconds(slowestInMs), "", true],
    ...row(
      `most memory of the page's process, ${edits} random edits included`,
      `${Math.round(memoryInMB)} MB`,
      `${maxMemoryInMB} MB`,
      memoryInMB < maxMemoryInMB,
      `${Math.round(small.memoryInMB)} MB`
    ),
    [`random edits without an error`, String(large.edits), String(edits), large.edits === edits]
  ];
}

function largestInMB(folder: string, name: RegExp): number {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(
    (entry) => entry.isFile() && name.test(entry.name)
  );
  return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).size / 1e6));
}
