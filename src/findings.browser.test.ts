import {mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Locator, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {writeReport} from "../loaders/site/report/report.js";
import {serveSite} from "../loaders/site/serve.js";
import {findingPath} from "./shared/findingPath.js";
import {settle} from "./testing/browser.js";
import {workedFinding} from "./testing/finding-data.js";
import {useSite} from "./testing/site.js";

const {data, visit, query} = useSite();
const worked = `studies/worked/findings/${workedFinding}`;
const percentOf = (rate: unknown): string => `${Math.round(Number(rate) * 100)}%`;
const idsOf = async (page: Page): Promise<string[]> => {
  const links = await page.locator(".findings tbody tr a[href*='findings/']").all();
  return Promise.all(links.map(async (link) => /findings\/([\w-]+)/.exec((await link.getAttribute("href"))!)![1]!));
};
const cell = (page: Page, name: string): Locator => page.locator(".evidence-strip li", {hasText: name});

describe("the page of a finding", () => {
  it("has the whole line from the score to the cause, wide and narrow, light and dark", async () => {
    const [row] = await query(`SELECT * FROM @findings WHERE id = '${workedFinding}'`, "worked");
    const [own] = await query(
      `SELECT round(100 * rate)::INT AS rate FROM @rates WHERE step = 'robustness' AND "group" = 'item'
       AND item = '${workedFinding}' AND variant = 'perturbed'`,
      "worked"
    );
    const [trace] = await query(`SELECT source, strength FROM @traces WHERE finding = '${workedFinding}'`, "worked");
    const act = async (page: Page) => {
      expect(await cell(page, "score").innerText()).toContain(String(row!.score));
      const again = await cell(page, "sampled again").innerText();
      expect(again).toContain(`${Math.round(Number(row!.confirmed_rate) * 10)} of 10`);
      expect(again).toContain(percentOf(row!.confirmed_low));
      expect(await cell(page, "fresh queries").innerText()).toContain("1 of 2");
      expect(await cell(page, "reworded").innerText()).toContain(`${own!.rate as number}%`);
      expect(await cell(page, "planted:two").innerText()).toMatch(/\d+ of 10/);
      expect(await cell(page, "chunk").innerText()).toContain(trace!.source);
      expect(await cell(page, "trigger").first().innerText()).toContain(trace!.strength);
      expect(await page.locator(".training-pair").count()).toBe(3);
      expect(await page.getByRole("heading", {name: "Original"}).count()).toBeGreaterThan(0);
      await page.getByText("Again?").first().waitFor(); // the near-duplicate
      expect(await page.title()).toContain("Planted probes");
    };
    await visit(worked, act, {narrow: true});
    await visit(worked, act, {width: 768, dark: true});
  });

  it("marks what the reason cites, and lays the answer out as Markdown without making markup of it", async () => {
    await visit(worked, async (page) => {
      const answer = page.locator(".exchange > div > div").nth(1);
      expect(await answer.locator("mark").allInnerTexts()).toEqual(["That is not so"]);
      await answer.getByRole("button", {name: "Show as Markdown"}).press("Enter");
      await answer.locator(".markdown strong", {hasText: "That is not so"}).waitFor();
      expect(await answer.locator("li").count()).toBe(2);
      expect(await answer.locator("a, img").count()).toBe(0); // links are told, not followed
      expect(await answer.innerText()).toContain("javascript:alert(3)");
      await page.keyboard.press("Enter");
      await answer.locator("mark").waitFor();
    });
  });

  it("gives the command of each step that was not taken, with the id, to copy", async () => {
    const [{id}] = (await query("SELECT id FROM @findings ORDER BY score DESC, id LIMIT 1")) as [{id: string}];
    await visit(`studies/lab/findings/${id}`, async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      expect(await page.locator(".evidence-none").count()).toBe(4);
      const steps = await page.locator(".steps-not-taken").innerText();
      for (const line of [
        `confirm: {ids: [${id}], samples: 20}`,
        "npx surfturf run lab --only confirm",
        `robustness: {ids: [${id}]`,
        `npx surfturf trace lab --finding ${id}`,
        `npx surfturf report lab --out report --findings ${id}`
      ])
        expect(steps).toContain(line);
      await page.getByRole("button", {name: "Copy command to publish it"}).press("Enter");
      await page.getByText("copied").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`--findings ${id}`);
    });
  });

  it("opens its samples, and goes through them and through the findings by keys", async () => {
    await visit(`${worked}?sort=score&order=up`, async (page) => {
      const asked = await query(
        `SELECT count(*)::INT AS n FROM @samples s JOIN @probe_prompts p ON p.id = s.prompt WHERE p.item = '${workedFinding}'`,
        "worked"
      );
      await page
        .getByRole("status")
        .filter({hasText: `of ${String(asked[0]!.n)} samples`})
        .waitFor();
      const order = await query("SELECT id FROM @findings ORDER BY score, id", "worked");
      expect(order[0]!.id).toBe(workedFinding); // the lowest score, so Next is the second lowest
      await page.keyboard.press("n");
      await page.waitForURL(`**/${String(order[1]!.id)}?sort=score&order=up`);
      await settle(page);
      await page.keyboard.press("p");
      await page.waitForURL(`**/${workedFinding}?sort=score&order=up`);
      await settle(page);
      expect(await page.locator(".finding-nav").innerText()).toContain("1 of 6");
      await page.getByRole("link", {name: "All findings"}).press("Enter");
      await page.waitForURL("**/findings?sort=score&order=up");
    });
  });

  it("opens under any id, and says where there is no such finding", async () => {
    const [{id}] = (await query("SELECT id FROM @findings LIMIT 1", "hostile")) as [{id: string}];
    expect(id).toContain("<img");
    await visit(`studies/hostile/findings/${findingPath(id)}`, async (page) => {
      expect(await page.locator("h1").innerText()).toContain("<img");
    });
  });
});

describe("the list of findings", () => {
  const path = "studies/worked/findings";

  it("sorts by the headings, with the keyboard, and keeps the order in the address", async () => {
    const rows = await query("SELECT id FROM @findings ORDER BY confirmed_low DESC, score DESC", "worked");
    await visit(path, async (page) => {
      const heading = page.locator('th[data-column="sampled again"]');
      await heading.getByRole("button").press("Enter");
      expect(await heading.getAttribute("aria-sort")).toBe("descending");
      expect(new URL(page.url()).search).toBe("?sort=confirmed");
      expect(await idsOf(page)).toEqual(rows.map(({id}) => id));
      await page.keyboard.press("Enter"); // the heading keeps the focus
      expect(await page.locator('th[data-column="sampled again"]').getAttribute("aria-sort")).toBe("ascending");
      expect((await idsOf(page)).at(-1)).toBe(rows[0]!.id);
    });
  });

  it("narrows by facets and by a text in the query", async () => {
    await visit(path, async (page) => {
      await page.locator("select[name=standing]").selectOption("confirmed");
      const held = await query("SELECT count(*)::INT AS n FROM @findings WHERE confirmed_low > 0.1", "worked");
      await page
        .getByRole("status")
        .filter({hasText: `${String(held[0]!.n)} of 6 findings`})
        .waitFor();
      await page.getByRole("button", {name: "Clear", exact: true}).click();
      await page.locator("input[name=text]").fill("<SCRIPT>");
      await page.getByRole("status").filter({hasText: "1 of 6 findings"}).waitFor();
      expect(await idsOf(page)).toEqual(["rebut-0"]);
    });
  });

  it("gives commands for the selected rows", async () => {
    await visit(path, async (page) => {
      const ids = (await idsOf(page)).slice(0, 2);
      for (const i of [0, 1]) await page.locator(".findings input[type=checkbox]").nth(i).press("Space");
      await page.getByText("Probe these").waitFor();
      const text = await page.locator(".selected-findings").innerText();
      expect(text).toContain(`npx surfturf report worked --out report --findings ${ids.join(",")}`);
      expect(text).toContain(`npx surfturf trace worked --finding ${ids.join(" ")}`);
      expect(text).toContain(`prompts: {findings: {ids: [${ids.join(", ")}]}}`);
      await page.getByRole("button", {name: "Clear the selection"}).click();
      expect(await page.locator(".selected-findings").innerText()).toContain("Select findings");
    });
  });
});

describe("other pages", () => {
  it("lead from home to the five answers in two clicks", async () => {
    await visit("", async (page) => {
      await page.locator("main a[href$='studies/worked/']").first().click();
      await settle(page);
      expect(await page.locator(".headline").innerText()).toMatch(
        /of 6 findings sampled again hold.*the surest in \d+ of 10/s
      );
      await page.locator(`main a[href$="findings/${workedFinding}"]`).click();
      await page.locator(".evidence-strip").waitFor();
    });
  });

  it.each([
    ["confirm", "#measured"],
    ["robustness", "#measured"],
    ["models", "#compared"],
    ["tracing", "#traced"],
    [`candidates?open=5`, ".reader"]
  ])("%s links to the page of a finding", async (path, part) => {
    await visit(`studies/worked/${path}`, async (page) => {
      await page.locator(`${part} a[href*="findings/${workedFinding}"]`).first().click();
      await page.locator(".evidence-strip").waitFor();
      expect(await page.locator("h1").innerText()).toContain(workedFinding);
    });
  });

  it("turn to the page of the list that has the open candidate, and go on from there", async () => {
    const order = await query("SELECT id FROM @candidates ORDER BY score DESC NULLS LAST, id");
    const [open, next] = [order[60]!.id, order[61]!.id].map(String);
    await visit(`studies/lab/candidates?open=${open}`, async (page) => {
      await page.locator(`[data-candidate="${open}"][aria-current="true"]`).waitFor();
      await page.getByRole("button", {name: "Next", exact: true}).click();
      await page.locator(`[data-candidate="${next}"][aria-current="true"]`).waitFor();
      expect(new URL(page.url()).searchParams.get("open")).toBe(next);
    });
  });

  it("sort any table by its headings, numbers by size", async () => {
    await visit("studies/lab/", async (page) => {
      const table = page.locator("table", {has: page.locator("th", {hasText: "best score"})});
      const column = async () => (await table.locator("tbody tr td:nth-child(3)").allInnerTexts()).map(Number);
      await table.getByRole("button", {name: "Sort by run"}).click();
      expect(await column()).toEqual([...(await column())].sort((a, b) => b - a));
      await table.getByRole("button", {name: "Sort by run"}).click();
      expect(await column()).toEqual([...(await column())].sort((a, b) => a - b));
    });
  });
});

it("a report below another path has the pages of its findings, and no links to them where it lacks these", async () => {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-finding-report-"));
  const before = process.env.SURFTURF_DATA;
  process.env.SURFTURF_DATA = data;
  try {
    await writeReport("worked", {findings: [workedFinding]}, {output: join(folder, "out", "whole")});
    await writeReport("worked", {pages: ["overview", "confirm"]}, {output: join(folder, "out", "part")});
  } finally {
    process.env.SURFTURF_DATA = before;
  }
  expect(readdirSync(join(folder, "out", "whole", "studies", "worked", "findings"))).toEqual([`${workedFinding}.html`]);
  writeFileSync(join(folder, "out", "index.html"), "<h1>host</h1>");
  const {url: site, close} = await serveSite({folder: join(folder, "out"), port: 0});
  try {
    await visit(
      "whole/studies/worked/confirm.html",
      async (page) => {
        await page.locator(`a[href*="findings/${workedFinding}"]`).first().click();
        await page.waitForURL(`**/whole/studies/worked/findings/${workedFinding}.html*`);
        await settle(page);
        expect(await page.locator(".training-pair").count()).toBe(3);
      },
      {site}
    );
    await visit(
      "part/studies/worked/index.html",
      async (page) => {
        expect(await page.locator("tbody", {hasText: "holds"}).count()).toBeGreaterThan(0);
        expect(await page.locator("a[href*='findings/']").count()).toBe(0);
      },
      {site}
    );
  } finally {
    await close();
    rmSync(folder, {recursive: true, force: true});
  }
}, 240_000);
