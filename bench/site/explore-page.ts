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
  const transferred = await countBytes(page);
  const memory = await watchMemory(browser);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  await page.goto(address, {waitUntil: "commit"});
  await page.locator(".explore-panel[data-drawn]").first().waitFor({timeout: 60_000});
  const first = {firstChartInS: seconds(), transferredInMB: transferred() / 1e6};
  await page.locator('.explore[data-drawn="candidates"]').waitFor({timeout: 120_000});
  const readyInS = seconds();
  await page.locator(".candidate-list").waitFor({timeout: 60_000});
  const brushes = await timeBrushes(page);
  const done = await randomEdits(page, edits, {seed: 5, afterEach: memory.look});
  const memoryInMB = memory.most();
  await context.close();
  if (problems.length > 0) throw new Error(`${address}: ${problems.join("; ")}`);
  const sorted = [...brushes].sort((a, b) => a - b);
  return {...first, readyInS, redrawInMs: sorted[10]!, slowestInMs: sorted.at(-1)!, memoryInMB, edits: done};
}

async function countBytes(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send("Network.enable");
  session.on("Network.dataReceived", ({encodedDataLength, dataLength}) => (bytes += encodedDataLength || dataLength));
  return () => bytes;
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

/** Milliseconds from each of 20 moves of a drag over the scores to the redrawn page. */
const timeBrushes = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const bins = document.querySelector<HTMLElement>('[data-dimension="score"] .explore-bins')!;
    const {left, top, width, height} = bins.getBoundingClientRect();
    const send = (type: string, share: number): void => {
      const [clientX, clientY] = [left + share * width, top + height / 2];
      bins.dispatchEvent(new PointerEvent(type, {clientX, clientY, pointerId: 1, isPrimary: true, bubbles: true}));
    };
    bins.setPointerCapture = () => undefined; // there is no such pointer
    const painted = (): Promise<void> =>
      new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve())));
    send("pointerdown", 0.025);
    const times: number[] = [];
    for (let i = 1; i <= 20; i++) {
      const place = i <= 19 ? i : 9; // over all bins, and back to the middle
      const start = performance.now();
      send("pointermove", (place + 0.5) / 20);
      await painted(); // the page draws in the next frame, before this is asked
      times.push(performance.now() - start);
    }
    send("pointerup", 0.5);
    return times;
  });
