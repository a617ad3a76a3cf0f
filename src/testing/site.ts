import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, inject} from "vitest";
import {launchBrowser, settle, watchPage, type WatchOptions} from "./browser.js";

export interface VisitOptions extends WatchOptions {
  site?: string; // address of another site than the one under test, with a slash at its end
  narrow?: boolean; // looks at it on a narrow screen in the dark as well; defaults to false
}

export interface Site {
  url: string;
  data: string; // the data folder of its studies
  browser(): Browser;
  /**
   * Opens a page, lets `act` work on it, and fails on whatever went wrong meanwhile: errors, off-host requests, text
   * that ran as markup, a page wider than its screen.
   */
  visit<T>(path: string, act: (page: Page) => Promise<T>, options?: VisitOptions): Promise<T>;
  /** Rows of a query over the Parquet files: @name is a table of the file's study or another, $name of its index. */
  query(text: string, study?: string): Promise<Record<string, unknown>[]>;
}

/** The site under test, with a browser and a query engine over the tables of a study and an index. */
export function useSite({study = "lab", index = "mixture"}: {study?: string; index?: string} = {}): Site {
  const {url, data} = inject("site");
  let browser: Browser;
  let sql: DuckDBConnection;
  beforeAll(async () => {
    browser = await launchBrowser();
    sql = await (await DuckDBInstance.create(":memory:")).connect();
  });
  afterAll(async () => {
    sql.closeSync();
    await browser.close();
  });
  return {
    url,
    data,
    browser: () => browser,
    visit: (path, act, {site = url, ...options} = {}) => visitPage(browser, site + path, act, options),
    query: async (text, of = study) => {
      const file = (folder: string, name: string) => `read_parquet('${data}/${folder}/tables/${name}.parquet')`;
      const whole = text
        .replaceAll(/@(\w+)/g, (_, name: string) => file(`runs/${of}`, name))
        .replaceAll(/\$(\w+)/g, (_, name: string) => file(`indexes/${index}`, name));
      return (await sql.runAndReadAll(whole)).getRowObjectsJson();
    }
  };
}

async function visitPage<T>(
  browser: Browser,
  address: string,
  act: (page: Page) => Promise<T>,
  {narrow = false, ...options}: Omit<VisitOptions, "site">
): Promise<T> {
  const {page, problems} = await watchPage(browser, address, options);
  try {
    expect(await settle(page), address).toEqual([]);
    const result = await act(page);
    await settle(page);
    expect(await overflow(page), address).toBeLessThanOrEqual(0);
    if (narrow) {
      await page.setViewportSize({width: 390, height: 900});
      await page.emulateMedia({colorScheme: "dark"});
      await settle(page);
      expect(await overflow(page), `${address}, narrow`).toBeLessThanOrEqual(0);
      expect(await pastMargin(page), `${address}, narrow`).toEqual([]);
    }
    expect(await ranAsMarkup(page), address).toEqual({pwned: null, elements: 0});
    expect(problems, address).toEqual([]);
    return result;
  } finally {
    await page.context().close();
  }
}

/** Pixels by which a page is wider than its screen. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** The filters that reach into the right margin of the page. */
const pastMargin = (page: Page): Promise<string[]> =>
  page.locator(".filters :is(select, input)").evaluateAll((controls) => {
    const end = document.querySelector("main")!.getBoundingClientRect().right;
    return controls
      .filter((control) => control.getBoundingClientRect().right > end + 1)
      .map(({outerHTML}) => outerHTML.slice(0, 80));
  });

const ranAsMarkup = (page: Page): Promise<{pwned: unknown; elements: number}> =>
  page.evaluate(() => ({
    pwned: (window as {pwned?: unknown}).pwned ?? null,
    elements: document.querySelectorAll("main img, main iframe, main object, main a[href^='javascript']").length
  }));
