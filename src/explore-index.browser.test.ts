import type {Locator, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {hostile} from "./testing/hostile.js";
import {useSite} from "./testing/site.js";

const {visit, query} = useSite();
const path = "indexes/mixture/explore";
const panel = (page: Page, name: string): Locator => page.locator(`.explore-panel[data-dimension="${name}"]`);
const ready = (page: Page): Promise<void> => page.locator('.explore[data-drawn="rows"]').waitFor();
const selected = async (page: Page): Promise<number> =>
  Number(await page.locator(".explore").getAttribute("data-selected"));
const shownWhere = (page: Page): string => new URL(page.url()).searchParams.get("where") ?? "";

/** How many pairs the same WHERE selects in the tables; clusters are numbers there, and traces another table. */
async function counted(where: string): Promise<number> {
  const sql = where.replaceAll(/\bchunk\b/g, "source").replaceAll(/(list_contains\(clusters, )'(\d+)'/g, "$1$2");
  const [row] = await query(`SELECT count(*)::INT AS n FROM $corpus_rows WHERE ${sql || "TRUE"}`);
  return Number(row!.n);
}

describe("the page Explore of an index", () => {
  it("narrows every panel, the map and the rows by what is chosen, as SQL over the tables counts", async () => {
    await visit(
      path,
      async (page) => {
        await ready(page);
        expect(await selected(page)).toBe(4500);
        await panel(page, "chunk").locator("button", {hasText: "coding"}).click();
        await expect.poll(() => shownWhere(page)).toBe("chunk = 'coding'");
        await expect.poll(() => selected(page)).toBe(await counted("chunk = 'coding'"));
        const line = panel(page, "clusters").locator("button.explore-line").first();
        const place = await line.getAttribute("data-place");
        await line.click();
        await expect.poll(() => shownWhere(page)).toMatch(/^chunk = 'coding' AND list_contains\(clusters, '\d+'\)$/);
        await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
        expect(place).not.toBeNull();
        const field = page.getByLabel("WHERE");
        await field.fill("query_length BETWEEN 20 AND 30 OR response_length > 25");
        await field.press("Enter");
        await expect
          .poll(() => selected(page))
          .toBe(await counted("query_length BETWEEN 20 AND 30 OR response_length > 25"));
        await field.fill("score > 3");
        await field.press("Enter");
        await page.getByText("no such column: score; there are chunk, query_length").waitFor();
      },
      {narrow: true}
    );
  });

  it("finds clusters on the map by words and chooses them, and draws labels", async () => {
    await visit(path, async (page) => {
      await ready(page);
      const map = page.locator(".explore-map canvas");
      await expect.poll(async () => Number(await map.getAttribute("data-labels"))).toBeGreaterThan(3);
      await page.getByLabel("Find clusters on the map").fill("KIND 7.");
      const [{n}] = (await query(
        `SELECT count(*)::INT AS n FROM $corpus_clusters WHERE summary ILIKE '%kind%' AND summary LIKE '%7.%'
         AND id IN (SELECT unnest(clusters) FROM $corpus_rows)`
      )) as [{n: number}];
      expect(n).toBeGreaterThan(1);
      await page.getByText(`${n} clusters with these words`).waitFor();
      await page.getByRole("button", {name: "Choose them"}).click();
      await expect.poll(() => shownWhere(page).split(" OR ")).toHaveLength(n);
      expect(shownWhere(page)).toContain("list_contains(clusters, '7')");
      await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
      await page.getByRole("button", {name: "Clear the selection"}).click();
      await page.getByRole("button", {name: "Zoom in"}).click();
      await map.scrollIntoViewIfNeeded();
      const {x, y, width, height} = (await map.boundingBox())!;
      await page.keyboard.down("Shift");
      await page.mouse.move(x + 2, y + 2);
      await page.mouse.down();
      await page.mouse.move(x + width - 2, y + height - 2, {steps: 3});
      await page.mouse.up();
      await page.keyboard.up("Shift");
      await expect.poll(() => shownWhere(page)).toMatch(/^list_contains\(clusters, '\d+'\) OR /);
      await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
    });
  });

  it("selects the hits of a trace", async () => {
    await visit(path, async (page) => {
      await ready(page);
      await panel(page, "traces").locator("button.explore-line").first().click();
      await expect.poll(() => shownWhere(page)).toMatch(/^list_contains\(traces, '[^']+'\)$/);
      const [study, finding] = /'(.+)\/(.+)'/.exec(shownWhere(page))!.slice(1) as [string, string];
      const trace = finding.startsWith("trace ") ? `id = ${finding.slice(6)}` : `finding = '${finding}'`;
      const [row] = await query(
        `SELECT count(DISTINCT pair)::INT AS n FROM @examples
         WHERE in_cluster AND trace IN (SELECT id FROM @traces WHERE "index" = 'mixture' AND ${trace})`,
        study
      );
      await expect.poll(() => selected(page)).toBe(row!.n);
    });
  });

  it("shows a pair in full with the pairs nearest to it, one press away", async () => {
    const where = `chunk = '${hostile.image.replaceAll("'", "''")}'`;
    await visit(`${path}?open=3&where=${encodeURIComponent(where)}`, async (page) => {
      await ready(page);
      const pair = page.locator("article.training-pair");
      await pair.getByText("elucidated").first().waitFor();
      expect(await pair.innerText()).toContain("pair 3");
      const [row] = await query("SELECT len(clusters)::INT AS n FROM $corpus_rows WHERE id = 3");
      expect(await pair.locator("ul").first().locator("li").count()).toBe(row!.n);
      const nearest = pair.locator("ul").last().locator("button").first();
      await nearest.click();
      await page.waitForURL(/open=(?!3&|3$)\d+/);
      const open = Number(new URL(page.url()).searchParams.get("open"));
      const [other] = await query(
        `SELECT len(list_intersect(clusters, (SELECT clusters FROM $corpus_rows WHERE id = 3)))::INT AS shared
         FROM $corpus_rows WHERE id = ${open}`
      );
      expect(Number(other!.shared)).toBeGreaterThan(0);
      await page.getByText("Copy for a notebook").click();
      expect(await page.locator(".explore .copy-text").innerText()).toContain('"../data/indexes/mixture/explore.bin"');
    });
  });

  it("is linked from a cluster of the corpus, with the pairs that have it", async () => {
    await visit("indexes/mixture/?cluster=7", async (page) => {
      await page.getByRole("link", {name: "Explore its training pairs"}).click();
      await ready(page);
      expect(shownWhere(page)).toBe("list_contains(clusters, '7')");
      await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
    });
  });

  it("says what to do about an index that was made by an earlier version", async () => {
    await visit("indexes/large/explore", async (page) => {
      await page.getByText("made by an earlier version").waitFor();
    });
  });
});
