import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSingleFile} from "../loaders/site/report/single-file/single-file.js";
import {accessibilityFaults} from "./testing/axe.js";
import {workedFinding} from "./testing/finding-data.js";
import {useSite} from "./testing/site.js";

const {data, visit} = useSite();

const folder = mkdtempSync(join(tmpdir(), "surfturf-single-"));
const site = pathToFileURL(`${folder}/`).href;

beforeAll(async () => {
  process.env.SURFTURF_DATA = data;
  try {
    for (const study of ["worked", "probed"]) await writeSingleFile(study, {}, {output: join(folder, `${study}.html`)});
  } finally {
    delete process.env.SURFTURF_DATA;
  }
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("surfturf report --single-file", () => {
  it("opens from the disk: cards, a chart, limits, and each finding in full", async () => {
    const open = async (study: string) =>
      visit(
        `${study}.html`,
        async (page) => {
          await page.locator("h2", {hasText: "Limits"}).waitFor();
          expect(await page.locator(".finding-card").count()).toBeGreaterThan(0);
          expect(await accessibilityFaults(page)).toEqual([]);
          return page.locator("main").innerText();
        },
        {site, narrow: true}
      );
    expect(await open("worked")).toContain(workedFinding);
    expect(await open("probed")).toContain("How often each finding fails again");
  });

  it("leads from a card to its finding", async () => {
    await visit(
      "worked.html",
      async (page) => {
        await page.locator(".finding-card a").first().click();
        const shown = page.locator(".single-finding:target");
        await shown.locator("h3", {hasText: "Prompt"}).waitFor();
        expect(await page.locator(".figure-content svg").count()).toBeGreaterThan(0);
      },
      {site}
    );
  });
});
