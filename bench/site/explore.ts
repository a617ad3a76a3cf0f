import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {buildSite} from "../../loaders/site/build.js";
import {serveSite} from "../../loaders/site/serve.js";
import {launchBrowser} from "../../src/testing/browser.js";
import {runChild} from "../harness/child.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult, BenchRow} from "../harness/result.js";
import {measureLargePage, type LargePage, type LargePageMeasure} from "./large-page.js";
import {candidates, indexExplore, studyExplore} from "./large-pages.js";

const million = 1_000_000;
const tenth = million / 10;
const maxSeconds = 3;
const maxTransferredInMB = 5;
const maxMemoryInMB = 1200;
const edits = 200;

/** A page over a million rows, and the same page over a tenth of them. */
const pages: [name: string, page: LargePage, large: string, small: string][] = [
  ["Explore of a study", studyExplore, "studies/million/explore", "studies/lab/explore"],
  ["Candidates", candidates, "studies/million/candidates", "studies/lab/candidates"],
  ["Explore of an index", indexExplore, "indexes/million/explore", "indexes/tenth/explore"]
];

/** Floors of pages with a million candidates or training pairs; the baseline is the same page with a tenth of them. */
export const benchExplore = (): Promise<BenchResult> =>
  inOwnData(async (folder) => {
    const study = new URL("./explore-child.ts", import.meta.url);
    const index = new URL("./index-child.ts", import.meta.url);
    await runChild(study, {study: "lab", candidates: tenth}); // the notebook that is shipped looks at `lab`
    await runChild(study, {study: "million", candidates: million});
    await runChild(index, {index: "tenth", pairs: tenth});
    await runChild(index, {index: "million", pairs: million});
    const output = join(folder, "dist");
    const start = performance.now();
    await buildSite({output});
    const seconds = (performance.now() - start) / 1000;
    const site = await serveSite({folder: output, port: 0});
    try {
      const rows: BenchRow[] = [];
      for (const [name, page, large, small] of pages) {
        const baseline = await measure(site.url + small, page);
        rows.push(...rowsOf(name, page, await measure(site.url + large, page), baseline));
      }
      return {
        name: "A million candidates, a million training pairs, cold cache",
        rows: [
          ...rows,
          ["largest explore.bin", `${largestInMB(output, /^explore\..*bin$/).toFixed(1)} MB`, "", true],
          ["site of two studies and two indexes, built", `${seconds.toFixed(0)} s`, "", true]
        ]
      };
    } finally {
      await site.close();
    }
  });

async function measure(address: string, page: LargePage): Promise<LargePageMeasure> {
  const browser = await launchBrowser();
  try {
    return await measureLargePage(browser, address, page, {edits});
  } finally {
    await browser.close();
  }
}

function rowsOf(
  name: string,
  {maxRedrawInMs}: LargePage,
  large: LargePageMeasure,
  small: LargePageMeasure
): BenchRow[] {
  const row = (what: string, of: (measure: LargePageMeasure) => number, unit: string, most = Infinity): BenchRow => {
    const shown = (value: number): string => `${value.toFixed(unit === "s" || most < 10 ? 1 : 0)} ${unit}`;
    const floor = most === Infinity ? "" : `${most} ${unit}`;
    return [`${name}: ${what}`, `${shown(of(large))} (a tenth: ${shown(of(small))})`, floor, of(large) < most];
  };
  return [
    row("first chart or list", ({firstInS}) => firstInS, "s", maxSeconds),
    row("transferred before it", ({transferredInMB}) => transferredInMB, "MB", maxTransferredInMB),
    row("it answers", ({readyInS}) => readyInS, "s"),
    row("change to redraw, median of 20", ({redrawInMs}) => redrawInMs, "ms", maxRedrawInMs),
    row("the slowest of these", ({slowestInMs}) => slowestInMs, "ms"),
    row("most memory of its process, random edits included", ({memoryInMB}) => memoryInMB, "MB", maxMemoryInMB),
    [`${name}: random edits without an error`, String(large.edits), String(edits), large.edits === edits]
  ];
}

function largestInMB(folder: string, name: RegExp): number {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(
    (entry) => entry.isFile() && name.test(entry.name)
  );
  return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).size / 1e6));
}
