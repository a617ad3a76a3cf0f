import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {chromium, type Browser, type Page} from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable"
];
const macPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium"
];

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

/** Starts headless Chromium; as root on a Debian-like system it is installed where it is missing. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({executablePath: findChromium() ?? installChromium(), args: quiet});
}

function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? "", ...places, ...macPlaces].find((path) => path !== "" && existsSync(path));
}

function installChromium(): string {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    execFileSync("apt-get", ["update", "-qq"], {stdio: ["ignore", "ignore", "inherit"]});
    execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], {stdio: ["ignore", "ignore", "inherit"]});
    const path = findChromium();
    if (path !== undefined) return path;
  }
  throw new Error(
    "the browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH"
  );
}

/** A page that keeps whatever went wrong on it: console errors, exceptions, failed and off-host requests, dialogs. */
export interface WatchedPage {
  page: Page;
  problems: string[];
}

export interface WatchOptions {
  width?: number; // px; defaults to 1280
  dark?: boolean; // defaults to false
}

/** Opens a page of a served site in a new browser context: nothing cached. */
export async function watchPage(
  browser: Browser,
  address: string,
  {width = 1280, dark = false}: WatchOptions = {}
): Promise<WatchedPage> {
  const {origin, protocol} = new URL(address);
  const own = protocol === "file:" ? address : origin; // a file loads nothing else
  const context = await browser.newContext({viewport: {width, height: 900}, colorScheme: dark ? "dark" : "light"});
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) =>
    problems.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ""}`)
  );
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !/^(data|blob):/.test(url)) problems.push(`off-host request: ${url}`);
  });
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address, {waitUntil: "load"});
  return {page, problems};
}

/**
 * Waits until the page is at rest: it has its heading, nothing is awaited, no request is under way, and no element has
 * come or gone for a while. Returns the errors of code blocks.
 */
export async function settle(page: Page, timeoutInMs = 30_000): Promise<string[]> {
  await page.waitForLoadState("networkidle", {timeout: timeoutInMs});
  const quietInMs = 400;
  await page.evaluate(() => delete document.body.dataset.since);
  await page.waitForFunction(isAtRest, quietInMs, {timeout: timeoutInMs});
  return page.locator(".observablehq--error").allTextContents();
}

/** Runs on the page: whether it has been at rest for a while. `data-since` holds since when, and its elements. */
function isAtRest(quietInMs: number): boolean {
  const waits = document.querySelector("observablehq-loading, .observablehq--running, .loading") !== null;
  const hasHeading = document.querySelector("h1, .observablehq--error") !== null;
  const elements = document.querySelectorAll("main *").length;
  const [since = "", before = ""] = document.body.dataset.since?.split(" ") ?? [];
  if (!waits && hasHeading && before === String(elements)) return performance.now() - Number(since) > quietInMs;
  document.body.dataset.since = `${performance.now()} ${elements}`;
  return false;
}
