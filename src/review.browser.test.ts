import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {siteFiles} from "../loaders/site/pages.js";
import {writeReport} from "../loaders/site/report/report.js";
import {serveSite} from "../loaders/site/serve.js";
import {markLine, readMarkLines, type Mark} from "./shared/marks.js";
import {useSite} from "./testing/site.js";

const site = useSite();
const {data} = site;

async function exported(page: Page): Promise<Mark[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: "Export marks"}).click()
  ]);
  return readMarkLines(readFileSync(await file.path(), "utf8")).marks;
}

const statusOf = (page: Page) => page.locator(".mark-status").first();

describe("marks", () => {
  it("are made from the keyboard, survive a reload, and are seen in another tab", () =>
    site.visit("studies/lab/candidates", async (page) => {
      await page.locator("article.candidate").waitFor();
      await page.keyboard.press("1");
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^true by anonymous, .*kept in this browser/);
      await page.keyboard.press("2");
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^false by/);
      await page.keyboard.press("u");
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^true by/);
      const note = `<img src=x onerror="window.pwned=1">${"long ".repeat(20_000)}`;
      await page.keyboard.press("e");
      await page.locator("textarea[name=note]").fill(note);
      await page.keyboard.press("Control+Enter");
      const other = await page.context().newPage();
      await other.goto(page.url());
      await expect.poll(() => statusOf(other).innerText()).toMatch(/^true by anonymous/);
      expect(await other.locator("textarea[name=note]").inputValue()).toBe(note);
      await other.keyboard.press("3");
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^unsure by/);
      await other.close();
      await page.reload();
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^unsure by/);
      await page.keyboard.press("u"); // nothing to undo in this visit: the mark is taken back, the note stays
      await expect.poll(() => statusOf(page).innerText()).toMatch(/^a note by/);
    }));

  it("loses none of two tabs that mark at once", () =>
    site.visit("studies/lab/review", async (page) => {
      await page.locator(".review-item h3").first().waitFor();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.locator(".review-item h3").first().waitFor();
      await other.locator("input[name=reviewer]").fill("Ben");
      await other.locator("input[name=reviewer]").press("Tab");
      for (let i = 0; i < 8; i++) await Promise.all([page.keyboard.press("1"), other.keyboard.press("2")]);
      await expect.poll(async () => (await exported(page)).length).toBe(16);
      await other.reload();
      await expect
        .poll(async () => (await exported(other)).map(({by, label}) => `${by} ${label}`).sort())
        .toEqual([...Array<string>(8).fill("Ben false"), ...Array<string>(8).fill("anonymous true")]);
      await other.close();
    }));

  it("are exported and imported as the lines that `marks:` reads; damaged lines are named", () =>
    site.visit("studies/lab/review", async (page) => {
      await page.locator(".review-item h3").first().waitFor();
      const mark: Mark = {
        kind: "finding",
        id: "code-1",
        label: "unsure",
        note: "<b>?</b>",
        by: "Eva",
        at: "2026-01-01T00:00:00.000Z"
      };
      const text = [
        markLine(mark),
        '{"sample": 3, "label": "violation"}',
        "{torn",
        '{"sample": 4, "label": "maybe"}'
      ].join("\n");
      const choose = () =>
        page
          .locator("input[type=file]")
          .setInputFiles({name: "marks.jsonl", mimeType: "text/plain", buffer: Buffer.from(text)});
      await choose();
      const said = page.locator(".marks-bar p");
      await expect
        .poll(() => said.innerText())
        .toMatch(/^2 marks imported, 2 lines left out \(line 3: .*; line 4: label: expected/);
      await choose();
      await expect.poll(() => said.innerText()).toMatch(/^0 marks imported, 2 already here/);
      const marks = await exported(page);
      expect(marks).toContainEqual(mark);
      expect(marks).toContainEqual(expect.objectContaining({kind: "sample", id: "3", label: "true"}));
    }));
});

describe("the review queue", () => {
  it("shows answers without score, reason, model or arm, also not in the address", () =>
    site.visit(
      "studies/lab/review",
      async (page) => {
        const rows = await site.query(
          `SELECT t.query, t.response, t.reasoning FROM @texts t JOIN @candidates c USING (id) WHERE c.status = 'scored'`
        );
        const byResponse = new Map(
          rows.map((row) => [`${String(row.query)}\n${String(row.response)}`, String(row.reasoning)])
        );
        for (let i = 0; i < 10; i++) {
          const item = page.locator(".review-item");
          await item.locator("pre").nth(1).waitFor();
          const [query, response] = await item.locator("pre").allInnerTexts();
          const reasoning = byResponse.get(`${query}\n${response}`);
          expect(reasoning).toBeDefined();
          const markup = await page.locator(".review").innerHTML();
          expect(markup).not.toContain(reasoning);
          expect(await item.innerHTML()).not.toMatch(
            /lab:target|\bsearch\b arm|\bcontrol\b arm|flagged|iteration|data-candidate/
          );
          expect(page.url()).not.toMatch(/open|id=|item/);
          await page.keyboard.press("j");
        }
      },
      {narrow: true}
    ));

  it("takes 60 items in one sitting from the keyboard, and says what they say of the judge", () =>
    site.visit("studies/lab/review", async (page) => {
      const progress = page.locator(".review-progress");
      await expect.poll(() => progress.innerText()).toMatch(/^Item 1 of 60\. You have marked 0\./);
      const waits: number[] = [];
      for (let i = 1; i <= 60; i++) {
        const before = await page.locator(".review-item").innerText();
        const isCode = before.includes("```") || before.includes("def ");
        waits.push(await page.evaluate(pressAndWait, {key: i % 20 === 0 ? "3" : isCode ? "1" : "2", marked: i}));
      }
      waits.sort((a, b) => a - b);
      expect(waits[30]).toBeLessThan(100);
      expect(waits[57]).toBeLessThan(200); // the others may have met another program of a busy machine
      await expect.poll(() => progress.innerText()).toMatch(/all of them/);
      const figures = page.locator(".review-figures");
      await expect.poll(() => figures.innerText()).toMatch(/anonymous marked 60, 3 of them unsure/);
      expect(await figures.innerText()).toMatch(/precision[^\n]*\s+\d+%/);
      expect(await figures.innerText()).toMatch(/all \d+ scored candidates\s+\d/);
      await page.locator("input[name=reviewer]").fill("Ben");
      await page.locator("input[name=reviewer]").press("Tab");
      await expect.poll(() => progress.innerText()).toMatch(/You have marked 0\./);
      await page.locator("h1").click();
      await page.reload();
      await expect.poll(() => progress.innerText()).toMatch(/^Item 1 of 60\. You have marked 0\./);
      for (const key of ["1", "2", "1"]) await page.keyboard.press(key);
      await expect.poll(() => progress.innerText()).toMatch(/You have marked 3\./);
      await page.keyboard.press("u");
      await expect.poll(() => progress.innerText()).toMatch(/You have marked 2\./);
      await expect.poll(() => figures.innerText()).toMatch(/Alpha between people: .*on 2 items/);
    }));

  it("offers Undo only where this visit has a mark to take back", () =>
    site.visit("studies/lab/review?seed=5", async (page) => {
      const undo = page.getByRole("button", {name: "Undo (u)"});
      const progress = page.locator(".review-progress");
      await expect.poll(() => progress.innerText()).toMatch(/^Item 1 of 60\. You have marked 0\./);
      expect(await undo.isDisabled()).toBe(true);
      await page.keyboard.press("u"); // does nothing
      await page.keyboard.press("1");
      await expect.poll(() => progress.innerText()).toMatch(/^Item 2 of 60\. You have marked 1\./);
      expect(await undo.isEnabled(), "the mark of the first item").toBe(true);
      await undo.click();
      await expect.poll(() => progress.innerText()).toMatch(/^Item 1 of 60\. You have marked 0\./);
      await expect.poll(() => undo.isDisabled()).toBe(true);
      await page.keyboard.press("2");
      await expect.poll(() => progress.innerText()).toMatch(/^Item 2 of 60/);
      await page.keyboard.press("k");
      await expect.poll(() => progress.innerText()).toMatch(/^Item 1 of 60/);
      await page.keyboard.press("u"); // takes the mark of the shown item back: none is left of this visit
      await expect.poll(() => progress.innerText()).toMatch(/You have marked 0\./);
      await expect.poll(() => undo.isDisabled()).toBe(true);
    }));

  it("has nothing to show where nothing was scored", () =>
    site.visit("studies/planned/review", async (page) => {
      expect(await page.locator("main").innerText()).toContain("nothing to review");
    }));
});

/** Runs on the page: presses a key and resolves to the milliseconds until the next item is there. */
function pressAndWait({key, marked}: {key: string; marked: number}): Promise<number> {
  const start = performance.now();
  document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  return new Promise((resolve) => {
    const check = (): void => {
      const text = document.querySelector(".review-progress")?.textContent ?? "";
      if (text.includes(`You have marked ${marked}`)) resolve(performance.now() - start);
      else requestAnimationFrame(check);
    };
    check();
  });
}

describe("a report", () => {
  it("holds no mark unless it is asked for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "surfturf-marked-"));
    const [finding] = await site.query("SELECT id FROM @findings LIMIT 1");
    const secret = "a note of a person about this finding";
    const mark: Mark = {
      kind: "finding",
      id: String(finding!.id),
      label: "true",
      note: secret,
      by: "Ann Other",
      at: "2026-01-01T00:00:00.000Z"
    };
    mkdirSync(join(data, "marks"), {recursive: true});
    writeFileSync(join(data, "marks", "lab.jsonl"), `${markLine(mark)}\n`);
    const before = process.env.SURFTURF_DATA;
    process.env.SURFTURF_DATA = data;
    const holds = (output: string): boolean =>
      siteFiles(output, "").some((file) => /a note of a person|Ann Other/.test(readFileSync(file, "utf8")));
    try {
      const spec = {pages: ["candidates", "review"]};
      await writeReport("lab", spec, {output: join(folder, "plain")});
      expect(holds(join(folder, "plain"))).toBe(false);
      await writeReport("lab", {...spec, marks: true}, {output: join(folder, "marked")});
      expect(holds(join(folder, "marked"))).toBe(true);
      const served = await serveSite({folder: join(folder, "marked"), port: 0});
      await site.visit(
        "studies/lab/review",
        async (page) => expect((await exported(page)).map(({note}) => note)).toEqual([secret]),
        {site: served.url}
      );
      await served.close();
    } finally {
      if (before === undefined) delete process.env.SURFTURF_DATA;
      else process.env.SURFTURF_DATA = before;
      rmSync(join(data, "marks"), {recursive: true});
      rmSync(folder, {recursive: true, force: true});
    }
  });
});
