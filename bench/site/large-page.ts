import {execFileSync} from "node:child_process";
import type {Browser, Page} from "playwright-core";

export interface LargePageMeasure {
  firstInS: number; // until its first chart or list, since navigation
  transferredInMB: number; // until then
  readyInS: number; // until it answers
  redrawInMs: number; // median of 20 changes
  slowestInMs: number;
  memoryInMB: number; // the most that the page's process had
  edits: number; // random ones, none of which led to an error
}

/** A page that shows very many rows, as it is measured. */
export interface LargePage {
  first: string; // selector of its first chart or list
  ready: string; // selector of what is there when it answers
  maxRedrawInMs: number; // floor of their median
  redraws: (page: Page) => Promise<number[]>; // ms of 20 changes, each until it is painted
  edit: (page: Page, edits: number, options: {seed: number; afterEach: () => Promise<void>}) => Promise<number>;
}

/** Opens a page with an empty cache, changes what it shows 20 times, and then at random. */
export async function measureLargePage(
  browser: Browser,
  address: string,
  {first, ready, redraws, edit}: LargePage,
  {edits}: {edits: number}
): Promise<LargePageMeasure> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({message}) => problems.push(message));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.addInitScript(noteFirst, first);
  const memory = await watchMemory(browser);
  const start = performance.now();
  await page.goto(address, {waitUntil: "commit"});
  await page.locator(ready).first().waitFor({state: "attached", timeout: 120_000});
  const readyInS = (performance.now() - start) / 1000;
  const drawn = await page.evaluate(readFirst);
  await page.locator(".candidate-list").first().waitFor({timeout: 60_000});
  const times = (await redraws(page)).sort((a, b) => a - b);
  const done = await edit(page, edits, {seed: 5, afterEach: memory.look});
  const memoryInMB = memory.most();
  await context.close();
  if (problems.length > 0) throw new Error(`${address}: ${problems.join("; ")}`);
  return {
    ...drawn,
    readyInS,
    redrawInMs: times[times.length >> 1]!,
    slowestInMs: times.at(-1)!,
    memoryInMB,
    edits: done
  };
}

/** Runs on the page before it is there: notes when the first chart or list is drawn and painted. */
function noteFirst(first: string): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(first) === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("first-chart")));
  });
  observer.observe(document, {childList: true, subtree: true, attributes: true});
}

/** Runs on the page: when that was, since the navigation began, and what had been transferred by then. */
function readFirst(): Pick<LargePageMeasure, "firstInS" | "transferredInMB"> {
  const at = performance.getEntriesByName("first-chart")[0]!.startTime;
  const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const there = (files as PerformanceResourceTiming[]).filter(({responseEnd}) => responseEnd <= at);
  return {firstInS: at / 1000, transferredInMB: there.reduce((sum, file) => sum + file.transferSize, 0) / 1e6};
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
