import {execFileSync} from "node:child_process";
import type {Browser, Page} from "playwright-core";
import {randomEdits} from "../../src/testing/explore-edits.js";

export interface ExploreMeasure {
  firstChartInS: number; // since navigation
  transferredInMB: number; // until then
  readyInS: number; // until the charts answer
  redrawInMs: number; // median of 20 brushes
  slowestInMs: number;
  memoryInMB: number; // the most that the page's process had
  edits: number; // random ones, none of which led to an error
}

/** Opens the page Explore of a large study with an empty cache, brushes, and edits at random. */
export async function measureExplore(
  browser: Browser,
  address: string,
  {edits}: {edits: number}
): Promise<ExploreMeasure> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({message}) => problems.push(message));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.addInitScript(noteFirstChart);
  const memory = await watchMemory(browser);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  await page.goto(address, {waitUntil: "commit"});
  await page.locator('.explore[data-drawn="rows"]').waitFor({timeout: 120_000});
  const readyInS = seconds();
  const first = await page.evaluate(readFirstChart);
  await page.locator(".candidate-list").waitFor({timeout: 60_000});
  const brushes = await timeBrushes(page);
  const done = await randomEdits(page, edits, {seed: 5, afterEach: memory.look});
  const memoryInMB = memory.most();
  await context.close();
  if (problems.length > 0) throw new Error(`${address}: ${problems.join("; ")}`);
  const sorted = [...brushes].sort((a, b) => a - b);
  return {...first, readyInS, redrawInMs: sorted[10]!, slowestInMs: sorted.at(-1)!, memoryInMB, edits: done};
}

/** Runs on the page before it is there: notes when the first panel is drawn and painted. */
function noteFirstChart(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(".explore-panel[data-drawn]") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("first-chart")));
  });
  observer.observe(document, {childList: true, subtree: true});
}

/** Runs on the page: when that was, since the navigation began, and what had been transferred by then. */
function readFirstChart(): Pick<ExploreMeasure, "firstChartInS" | "transferredInMB"> {
  const at = performance.getEntriesByName("first-chart")[0]!.startTime;
  const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const there = (files as PerformanceResourceTiming[]).filter(({responseEnd}) => responseEnd <= at);
  return {firstChartInS: at / 1000, transferredInMB: there.reduce((sum, file) => sum + file.transferSize, 0) / 1e6};
}

/** Resident memory of the browser's page processes, in MB: the most that was seen. */
async function watchMemory(browser: Browser) {
  const session = await browser.newBrowserCDPSession();
  let most = 0;
  const look = async (): Promise<void> => {
    const {processInfo} = await session.send("SystemInfo.getProcessInfo");
    for (const {id, type} of processInfo)
      if (type === "renderer")
        most = Math.max(most, Number(execFileSync("ps", ["-o", "rss=", "-p", String(id)])) / 1000);
  };
  await look();
  return {look, most: () => most};
}

/** Milliseconds from each of 20 moves of a drag over the scores to the redrawn page. Its helpers are methods: tsx marks named functions. */
const timeBrushes = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const bins = document.querySelector<HTMLElement>('[data-dimension="score"] .explore-bins')!;
    bins.setPointerCapture = () => undefined; // there is no such pointer
    const {left, top, width, height} = bins.getBoundingClientRect();
    const pointer = {
      send(type: string, share: number): void {
        const [clientX, clientY] = [left + share * width, top + height / 2];
        bins.dispatchEvent(new PointerEvent(type, {clientX, clientY, pointerId: 1, isPrimary: true, bubbles: true}));
      },
      /** The page draws in the next frame, before this is told. */
      painted(): Promise<void> {
        return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve())));
      }
    };
    pointer.send("pointerdown", 0.025);
    const times: number[] = [];
    for (let i = 1; i <= 20; i++) {
      const start = performance.now();
      pointer.send("pointermove", ((i < 20 ? i : 9) + 0.5) / 20); // over all bins, and back to the middle
      await pointer.painted();
      times.push(performance.now() - start);
    }
    pointer.send("pointerup", 0.5);
    return times;
  });
