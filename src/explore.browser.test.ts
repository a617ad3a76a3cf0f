import type {Locator, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {settle} from "./testing/browser.js";
import {randomFilterEdits} from "./testing/candidate-edits.js";
import {randomEdits} from "./testing/explore-edits.js";
import {hostile} from "./testing/hostile.js";
import {manyCandidates} from "./testing/made-up-study.js";
import {useSite} from "./testing/site.js";

const {visit, query} = useSite();
const path = "studies/lab/explore";
const panel = (page: Page, name: string): Locator => page.locator(`.explore-panel[data-dimension="${name}"]`);
const ready = (page: Page): Promise<void> => page.locator('.explore[data-drawn="rows"]').waitFor();
const selected = async (page: Page): Promise<number> =>
  Number(await page.locator(".explore").getAttribute("data-selected"));
const shownWhere = (page: Page): string => new URL(page.url()).searchParams.get("where") ?? "";

/** How many candidates the same WHERE selects in the tables. */
async function counted(where: string, study = "lab"): Promise<number> {
  const [row] = await query(
    `SELECT count(*)::INT AS n FROM (SELECT c.*, length(t.response) AS length FROM @candidates c JOIN @texts t USING (id))
     WHERE ${where || "TRUE"}`,
    study
  );
  return Number(row!.n);
}

describe("the page Explore", () => {
  it("narrows every panel by what is chosen in one, as SQL over the tables counts", async () => {
    await visit(
      path,
      async (page) => {
        await ready(page);
        await panel(page, "rubric").locator("button", {hasText: "code"}).click();
        await panel(page, "arm").locator("button", {hasText: "control"}).press("Enter");
        await expect.poll(() => shownWhere(page)).toBe("rubric = 'code' AND arm = 'control'");
        await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
        const bins = panel(page, "iteration").locator("[data-place]");
        for (const [i, bin] of (await bins.all()).entries())
          expect(Number(await bin.getAttribute("data-n"))).toBe(
            await counted(`${shownWhere(page)} AND iteration = ${i + 1}`)
          );
        const other = panel(page, "rubric").locator("button", {hasText: "refusal"});
        expect(Number(await other.getAttribute("data-n"))).toBe(
          await counted("rubric = 'refusal' AND arm = 'control'")
        );
        await other.click({modifiers: ["Shift"]});
        await expect.poll(() => selected(page)).toBe(await counted("arm = 'control'"));
        await panel(page, "rubric").getByRole("button", {name: "Clear Rubric"}).click();
        await expect.poll(() => shownWhere(page)).toBe("arm = 'control'");
        await page.goBack();
        await expect.poll(() => selected(page)).toBe(await counted("arm = 'control'"));
        await page.goBack();
        await page.locator(".explore[data-selected]").waitFor();
        await expect.poll(() => selected(page)).toBe(await counted("rubric = 'code' AND arm = 'control'"));
      },
      {narrow: true}
    );
  });

  it("takes a drag over a histogram, and shows the selected rows, the best first", async () => {
    await visit(path, async (page) => {
      await ready(page);
      const {x, y, width, height} = (await panel(page, "score").locator(".explore-bins").boundingBox())!;
      await page.mouse.move(x + 0.525 * width, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 0.725 * width, y + height / 2, {steps: 4});
      await page.mouse.up();
      await expect.poll(() => shownWhere(page)).toBe("score >= 50 AND score < 75");
      const rows = await query(
        "SELECT id FROM @candidates WHERE score >= 50 AND score < 75 ORDER BY score DESC, id LIMIT 1"
      );
      await page.locator(`[data-candidate="${String(rows[0]!.id)}"][aria-current="true"]`).waitFor();
      await page
        .getByRole("status")
        .filter({hasText: `of ${await counted(shownWhere(page))} candidates`})
        .waitFor();
      const [text] = await query(`SELECT response FROM @texts WHERE id = ${String(rows[0]!.id)}`);
      await page.locator("article.candidate").waitFor();
      expect(await page.locator("article.candidate").innerText()).toContain(String(text!.response).split("\n")[0]);
    });
  });

  it("asks for all chosen attributes, found by their text", async () => {
    const [row] = await query("SELECT attribute FROM @attributes ORDER BY uses DESC, id LIMIT 1 OFFSET 3");
    const attribute = String(row!.attribute);
    await visit(path, async (page) => {
      await ready(page);
      await panel(page, "attributes").locator("input[type=search]").fill(attribute.toUpperCase());
      await panel(page, "attributes").locator("button.explore-line", {hasText: attribute}).first().click();
      await expect.poll(() => shownWhere(page)).toBe(`list_contains(attributes, '${attribute.replaceAll("'", "''")}')`);
      await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
    });
  });

  it("reads a WHERE, says what is wrong with one, and keeps the selection meanwhile", async () => {
    await visit(`${path}?where=${encodeURIComponent("score >= 70 OR run = 2")}`, async (page) => {
      await ready(page);
      await expect.poll(() => selected(page)).toBe(await counted("score >= 70 OR run = 2"));
      const field = page.getByLabel("WHERE");
      expect(await field.inputValue()).toBe("score >= 70 OR run = 2");
      await field.fill("score >= much");
      await field.press("Enter");
      await page.getByText("expected a number for score, got much (character 10)").waitFor();
      await expect.poll(() => selected(page)).toBe(await counted("score >= 70 OR run = 2"));
      await field.fill("score BETWEEN 20 AND 71.5 AND NOT flagged");
      await page.getByRole("button", {name: "Apply"}).click();
      await expect.poll(() => selected(page)).toBe(await counted("score BETWEEN 20 AND 71.5 AND NOT flagged"));
      expect(await page.locator(".explore-error").first().isVisible()).toBe(false);
    });
    await visit(`${path}?where=${encodeURIComponent(hostile.sql)}&page=x&sort=%3Cb%3E`, async (page) => {
      await page.getByText("The address has a selection that can't be read").waitFor();
      await expect.poll(() => selected(page)).toBe(await counted(""));
    });
  });

  it("keeps a selection under a name, and copies it for a notebook", async () => {
    await visit(`${path}?where=${encodeURIComponent("arm = 'control' AND score > 50")}`, async (page) => {
      await ready(page);
      await page.getByLabel("Save as").fill("high controls");
      await page.getByRole("button", {name: "Save", exact: true}).click();
      await page.getByRole("button", {name: "Clear the selection"}).click();
      await expect.poll(() => shownWhere(page)).toBe("");
      await page.reload();
      await ready(page);
      await page.getByRole("button", {name: "high controls", exact: true}).click();
      await expect.poll(() => selected(page)).toBe(await counted("arm = 'control' AND score > 50"));
      await page.getByText("Copy for a notebook").click();
      const text = await page.locator(".explore .copy-text").innerText();
      expect(text).toContain("const where = \"score > 50 AND arm = 'control'\";");
      expect(text).toContain('FileAttachment("../data/lab/explore.bin")');
      await page.getByRole("button", {name: "Remove high controls"}).click();
      expect(await page.getByRole("button", {name: "high controls", exact: true}).count()).toBe(0);
    });
  });

  it("has the regions of a search and the chunks of its traces, which select what is in them", async () => {
    await visit("studies/worked/explore", async (page) => {
      await ready(page);
      const line = panel(page, "chunks").locator("button.explore-line").first();
      const chunk = await line.locator(".explore-name").innerText();
      await line.click();
      await expect.poll(() => shownWhere(page)).toBe(`list_contains(chunks, '${chunk}')`);
      const [row] = await query(
        `SELECT count(DISTINCT id)::INT AS n FROM (
           SELECT unnest(list_append(folded_candidates, candidate)) AS id FROM @findings
           WHERE id IN (SELECT finding FROM @traces WHERE source = '${chunk}'))`,
        "worked"
      );
      await expect.poll(() => selected(page)).toBe(row!.n);
    });
    const [region] = await query("SELECT id, rubric, attributes FROM @regions ORDER BY id LIMIT 1", "contrasted");
    expect(region).toBeDefined();
    await visit("studies/contrasted/explore", async (page) => {
      await ready(page);
      const has = (region!.attributes as string[]).map(
        (each) => `list_contains(attributes, '${each.replaceAll("'", "''")}')`
      );
      const field = page.getByLabel("WHERE");
      await field.fill(`list_contains(regions, '${String(region!.id)}')`);
      await field.press("Enter");
      const expected = await counted(`rubric = '${String(region!.rubric)}' AND ${has.join(" AND ")}`, "contrasted");
      expect(expected).toBeGreaterThan(0);
      await expect.poll(() => selected(page)).toBe(expected);
    });
  });

  it("is linked from an attribute, with the candidates that have it", async () => {
    await visit("studies/lab/attributes", async (page) => {
      await page.getByRole("link", {name: "explore them"}).click();
      await ready(page);
      expect(shownWhere(page)).toMatch(/^list_contains\(attributes, 'The query /);
      await expect.poll(() => selected(page)).toBe(await counted(shownWhere(page)));
      expect(await selected(page)).toBeGreaterThan(0);
    });
  });

  it("survives 200 random edits, and still counts right", async () => {
    await visit(
      path,
      async (page) => {
        await ready(page);
        await randomEdits(page, 200, {seed: 11});
        await settle(page);
        await page.getByLabel("WHERE").fill("rubric = 'refusal' AND length >= 50");
        await page.getByLabel("WHERE").press("Enter");
        await expect.poll(() => selected(page)).toBe(await counted("rubric = 'refusal' AND length >= 50"));
      },
      {dark: true, width: 390}
    );
  });
});

describe("candidates", () => {
  const shown = (page: Page, text: RegExp): Promise<void> => page.getByRole("status").filter({hasText: text}).waitFor();

  it("keep the text in the response in the address, until the filters are cleared", async () => {
    const [{n}] = (await query("SELECT count(*)::INT AS n FROM @texts WHERE response ILIKE '%the%'")) as [{n: number}];
    await visit("studies/lab/candidates?response=the", async (page) => {
      await shown(page, new RegExp(`of ${n} candidates with .the. in the response$`));
      expect(await page.locator("input[name=response]").inputValue()).toBe("the");
      await page.getByRole("button", {name: "Clear filters"}).click();
      await shown(page, /of 960 candidates$/);
      expect(new URL(page.url()).search).toBe("");
      expect(await page.locator("input[name=response]").inputValue()).toBe("");
      await page.locator("input[name=response]").fill("THE");
      await page.locator("input[name=response]").press("Enter");
      await shown(page, new RegExp(`of ${n} candidates with`));
    });
  });

  it("say so when the list can't be read, and show no old one", async () => {
    await visit("studies/lab/candidates", async (page) => {
      await page.locator(".candidate-list").waitFor();
      await page.route("**/texts.*.parquet", (route) => route.fulfill({status: 200, body: "not Parquet"}));
      await page.goto(`${page.url()}?response=the`);
      await page.getByText("The candidates can't be read:").waitFor();
      expect(await page.locator(".candidate-list").count()).toBe(0);
      await page.getByRole("button", {name: "Clear filters"}).click();
      await shown(page, /of 960 candidates$/);
    });
  });

  it("of a large study: the first list comes before all else, 100 random edits do no harm, and it still counts right", async () => {
    await visit(
      "studies/many/candidates",
      async (page) => {
        const all = new RegExp(`of ${manyCandidates.toLocaleString("en")} candidates$`);
        await shown(page, all);
        const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({name}) => name));
        expect(asked.filter((name) => /candidates\.[\w]*\.?arrow|duckdb/.test(name))).toEqual([]);
        await randomFilterEdits(page, 100, {seed: 3});
        await page.getByRole("button", {name: "Clear filters"}).click();
        await shown(page, all);
        await page.locator("select[name=rubric]").selectOption("code");
        await page.locator("input[name=least]").fill("71");
        await page.locator("input[name=text]").fill("OLD machine");
        const [{n}] = (await query(
          "SELECT count(*)::INT AS n FROM @candidates WHERE rubric = 'code' AND score >= 71 AND query ILIKE '%old machine%'",
          "many"
        )) as [{n: number}];
        await shown(page, new RegExp(`of ${n} candidates?$`));
        await page.locator("select[name=sort]").selectOption("latest");
        const [last] = await query(
          `SELECT id::INT AS id FROM @candidates WHERE rubric = 'code' AND score >= 71 AND query ILIKE '%old machine%'
           ORDER BY iteration DESC, id LIMIT 1`,
          "many"
        );
        await page.locator("article.candidate", {hasText: `Candidate ${String(last!.id)}:`}).waitFor();
      },
      {dark: true, width: 390}
    );
  }, 120_000);

  it("keep both of two quick edits, and drop what was typed when the filters are cleared", async () => {
    await visit("studies/lab/candidates", async (page) => {
      await page.locator(".candidate-list").waitFor();
      const edit = (clear: boolean): Promise<void> =>
        page.evaluate((clear) => {
          const type = (name: string, value: string, event: string): void => {
            const field = document.querySelector<HTMLInputElement>(`form.filters [name=${name}]`)!;
            field.value = value;
            field.dispatchEvent(new Event(event, {bubbles: true}));
          };
          type("least", "20", "input");
          type("text", "a", "input");
          type("arm", "control", "change");
          type("most", "60", "input");
          if (clear)
            [...document.querySelectorAll("button")].find((each) => each.textContent === "Clear filters")!.click();
        }, clear);
      await edit(false);
      await page.waitForURL(/most=60/);
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
        arm: "control",
        least: "20",
        most: "60",
        text: "a"
      });
      await edit(true);
      await shown(page, /of 960 candidates$/);
      await page.waitForTimeout(300);
      expect(new URL(page.url()).search).toBe("");
    });
  });
});
