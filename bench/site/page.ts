import type {Browser, Page} from "playwright-core";
import {settle, watchPage} from "../../src/testing/browser.js";

const drawn = "main svg, main table, main .candidate-list, main .note, main ul";

/** Seconds from navigation until a page shows its first chart, table or list; nothing cached. */
export async function measureFirstChart(browser: Browser, address: string): Promise<number> {
  const start = performance.now();
  const {page, problems} = await watchPage(browser, address);
  await page.locator(drawn).first().waitFor({timeout: 60_000});
  const seconds = (performance.now() - start) / 1000;
  if (problems.length > 0) throw new Error(`${address}: ${problems.join("; ")}`);
  await page.context().close();
  return seconds;
}

/** Milliseconds of the slowest of six filters of the candidates page, from the change to the new list. */
export async function measureFilters(browser: Browser, address: string): Promise<number> {
  const {page} = await watchPage(browser, address);
  await settle(page, 60_000);
  await page.locator(".candidate-list").waitFor();
  const times: number[] = [];
  for (const [name, value] of [
    ["arm", "control"],
    ["arm", ""],
    ["least", "71"],
    ["text", "kindly"],
    ["attribute", "3"],
    ["sort", "latest"]
  ] as const)
    times.push(await redraw(page, name, value));
  await page.context().close();
  return Math.max(...times);
}

/** Sets one field of the form as a user would and waits, inside the page, until the list is another. */
export const redraw = (page: Page, name: string, value: string): Promise<number> =>
  page.evaluate(
    async ([name, value]) => {
      const field = document.querySelector<HTMLInputElement>(`form.filters [name="${name}"]`)!;
      const root = document.querySelector<HTMLElement>("[data-shown]")!;
      const start = performance.now();
      const done = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - start));
        });
        observer.observe(root, {attributes: true, attributeFilter: ["data-shown"]});
      });
      field.value = value;
      field.dispatchEvent(new Event("input", {bubbles: true}));
      field.dispatchEvent(new Event("change", {bubbles: true}));
      return done;
    },
    [name, value] as const
  );
