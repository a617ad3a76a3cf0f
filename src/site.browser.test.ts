import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {commonPages, studyPages} from "./shared/pages.js";
import {definitionOf} from "./ui/glossary.js";
import {settle} from "./testing/browser.js";
import {hostile, longLine} from "./testing/hostile.js";
import {useSite} from "./testing/site.js";
import {siteStudies} from "./testing/site-data.js";

const {url, data, visit, query} = useSite();
const pages = studyPages.map(({path}) => path);

describe.concurrent("every page", () => {
  const all = [
    "",
    ...commonPages.map(({path}) => path),
    "notebooks/first-look",
    ...siteStudies.flatMap((study) => pages.map((page) => `studies/${study}/${page}`))
  ];

  it.each(all)("/%s opens without an error, and fits, wide and narrow, light and dark", async (path) => {
    await visit(path, async (page) => expect(await page.locator("h1").count()).toBe(1), {narrow: true});
  });
});

describe("studies that are not whole", () => {
  it.each<[string, RegExp]>([
    ["planned", /has not run yet.*costs? money.*npx surfturf run planned/s],
    ["stopped", /was stopped.*npx surfturf run stopped/s],
    ["paused", /paused by itself.*npx surfturf run paused.*no calls left today.*raise max_wait/s],
    ["failed", /failed.*401.*bad <b>key<\/b>/s],
    ["broken", /failed.*broken\.yaml:3.*colour: unknown key/s],
    ["unanswered", /0 of 12 candidates.*query-failed/s]
  ])("%s says so and what to do", async (study, expected) => {
    await visit(`studies/${study}/`, async (page) => {
      const text = await page.locator("main").innerText();
      expect(text).toMatch(expected);
      expect(text).not.toContain(data);
    });
  });
});

it.each(["planned", "broken", "failed"])(
  "shows no sections on the overview of %s, which has no data for them",
  async (study) => {
    await visit(`studies/${study}/`, async (page) => {
      expect(await page.locator("main h2").allInnerTexts()).toEqual(["Settings"]);
    });
  }
);

it("says on the home page why studies paused or failed, and what to do", async () => {
  await visit("", async (page) => {
    const notes = await page.locator("main .note").allInnerTexts();
    const noteOn = (name: string) => notes.find((note) => note.startsWith(`${name} `));
    expect(noteOn("paused")).toMatch(/paused by itself.*npx surfturf run paused.*raise max_wait/s);
    expect(noteOn("failed")).toMatch(/failed.*npx surfturf run failed.*bad <b>key<\/b>/s);
    expect(noteOn("Stopped early")).toBeUndefined(); // by its user, who knows why
  });
});

it("says nothing about regions and control arm of a search that failed in its first iteration", async () => {
  await visit("studies/failed/search", async (page) => {
    const text = await page.locator("main").innerText();
    expect(text).toContain("No iteration is complete yet");
    expect(text).not.toMatch(/does not look for regions|no control arm/);
  });
});

describe("a search against a contrast model, in a context", () => {
  it("shows both rates with their difference, both answers, and what came before the queries", async () => {
    const [region] = await query("SELECT * FROM @regions ORDER BY difference DESC, id LIMIT 1", "contrasted");
    for (const path of ["search", "models"])
      await visit(`studies/contrasted/${path}`, async (page) => {
        const row = page.locator("tr", {hasText: String(region!.description)}).last();
        const cells = await row.locator("td").allInnerTexts();
        const percent = (rate: unknown) => new RegExp(`^${Math.round(100 * Number(rate))}%$`);
        expect(cells[3]).toMatch(percent(region!.target_rate));
        expect(cells[5]).toMatch(new RegExp(`^\\+${(100 * Number(region!.difference)).toFixed(1)} pts`));
      });
    const [flag] = await query(
      "SELECT c.id, t.contrast_response FROM @candidates c JOIN @texts t USING (id) WHERE contrast_status = 'scored' LIMIT 1",
      "contrasted"
    );
    await visit(`studies/contrasted/candidates?open=${String(flag!.id)}`, async (page) => {
      const text = await page.locator("article.candidate").innerText();
      expect(text).toContain("asked after the context helper");
      expect(text).toContain(String(flag!.contrast_response).split("\n")[0]);
    });
    await visit("studies/contrasted/made", (page) =>
      page.getByText("You are a <b>helpful</b> assistant.", {exact: true}).waitFor()
    );
  });
});

describe("numbers on the pages are those of the tables", () => {
  it("home and overview", async () => {
    const [counts] = await query(
      "SELECT count(*)::INT AS n, sum(flagged::INT)::INT AS flags, count(score)::INT AS scored FROM @candidates"
    );
    await visit("", async (page) => {
      const cells = await page
        .locator("tr", {has: page.locator('a[href$="studies/lab/"]')})
        .locator("td")
        .allInnerTexts();
      const [asked, found] = cells.slice(4);
      expect(asked).toBe(`${String(counts!.n)} candidates`); // nothing of them is unscored
      const [own] = await query("SELECT count(*)::INT AS n FROM @findings");
      expect(found).toContain(`${String(own!.n)} findings`);
    });
    await visit("studies/lab/", async (page) => {
      const facts = (await page.locator(".facts").innerText()).replaceAll(/\s+/g, " ");
      const [n, scored, flags] = [counts!.n, counts!.scored, counts!.flags].map(String);
      expect(facts).toContain(`${n} candidates ${scored} scored 0 unscored`);
      expect(facts).toContain(`${flags} flags`);
    });
    const [rate] = await query(
      `SELECT round(100 * avg(flagged::INT))::INT AS percent, count(*)::INT AS n FROM @candidates
       WHERE rubric = 'code' AND arm = 'search'`
    );
    await visit("studies/lab/", async (page) => {
      const row = page.locator("tr", {hasText: "code"}).first();
      const text = (await row.innerText()).replaceAll(/\s+/g, " ");
      expect(text).toContain(`${rate!.percent}% `);
      expect(text).toContain(`n = ${rate!.n} `);
    });
  });

  it("attributes: uses, mean score and examples, recomputed from the candidates", async () => {
    const [top] = await query(`WITH used AS (
        SELECT unnest(attributes) AS attribute, score, query FROM @candidates WHERE rubric = 'code'
      ) SELECT attribute, count(*)::INT AS uses, round(avg(score), 1) AS mean FROM used
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1`);
    await visit("studies/lab/attributes", async (page) => {
      await page.getByLabel("Find").fill(String(top!.attribute));
      const weights = page.locator("table", {hasText: "P(a) now"});
      const row = weights.locator("tr", {hasText: String(top!.attribute)}).first();
      await row.waitFor();
      const cells = await row.locator("td").allInnerTexts();
      expect(cells[4]).toBe(String(top!.uses));
      expect(Number(cells[6])).toBeCloseTo(Number(top!.mean), 1);
      await row.getByRole("button").click();
      await page.getByText("Best-scored candidates with").getByText(String(top!.attribute)).waitFor();
    });
  });

  it("candidates: each filter counts what SQL counts", async () => {
    const [{id}] = (await query("SELECT id::INT AS id FROM @attributes ORDER BY uses DESC, id LIMIT 1")) as [
      {id: number}
    ];
    const cases: [string, (page: Page) => Promise<unknown>, string][] = [
      ["rubric", (page) => page.locator("select[name=rubric]").selectOption("refusal"), "rubric = 'refusal'"],
      ["arm", (page) => page.locator("select[name=arm]").selectOption("control"), "arm = 'control'"],
      ["score", (page) => page.locator("input[name=least]").fill("71"), "score >= 71"],
      ["text", (page) => page.locator("input[name=text]").fill("PRAY"), "query ILIKE '%pray%'"],
      [
        "attribute",
        (page) => page.locator("select[name=attribute]").selectOption(String(id)),
        `list_contains(attributes, (SELECT attribute FROM @attributes WHERE id = ${id}))`
      ]
    ];
    await visit("studies/lab/candidates", async (page) => {
      const conditions: string[] = [];
      for (const [name, act, condition] of cases) {
        conditions.push(condition);
        const [{n}] = (await query(`SELECT count(*)::INT AS n FROM @candidates WHERE ${conditions.join(" AND ")}`)) as [
          {n: number}
        ];
        await act(page);
        const shown = n === 0 ? "No candidates" : new RegExp(`of ${n} candidates?$`);
        await page.getByRole("status").filter({hasText: shown}).waitFor({timeout: 5000});
        expect(new URL(page.url()).search, name).not.toBe("");
      }
      const address = page.url();
      await page.goto(address);
      await settle(page);
      expect(await page.locator("select[name=rubric]").inputValue()).toBe("refusal");
      await page.getByRole("button", {name: "Clear filters"}).click();
      await page
        .getByRole("status")
        .filter({hasText: /of 960 candidates$/})
        .waitFor();
    });
  });

  it("candidates: order, keys and address", async () => {
    const ids = await query("SELECT id::INT AS id FROM @candidates ORDER BY score DESC NULLS LAST, id LIMIT 27");
    await visit("studies/lab/candidates", async (page) => {
      const opened = (i: number) => page.locator("article.candidate", {hasText: `Candidate ${ids[i]!.id}:`}).waitFor();
      await opened(0);
      for (let i = 1; i <= 26; i++) {
        await page.keyboard.press("j"); // over the edge of the first page of 25
        await opened(i);
      }
      await page.keyboard.press("k");
      await opened(25);
      expect(new URL(page.url()).searchParams.get("open")).toBe(String(ids[25]!.id));
      await page.goBack();
      await opened(26);
      const [text] = await query(`SELECT response FROM @texts WHERE id = ${String(ids[26]!.id)}`);
      expect(await page.locator("article.candidate").innerText()).toContain(String(text!.response).split("\n")[0]);
    });
  });

  it("candidates: a search in the responses reads them all", async () => {
    const [{n}] = (await query("SELECT count(*)::INT AS n FROM @texts WHERE response ILIKE '%once upon a time%'")) as [
      {n: number}
    ];
    await visit("studies/lab/candidates", async (page) => {
      await page.locator("input[name=response]").fill("once upon a time");
      await page.getByRole("button", {name: "Search responses"}).click();
      await page
        .getByRole("status")
        .filter({hasText: `of ${n} candidate`})
        .waitFor();
    });
  });

  it("search: one dot an iteration and run, and a buffer entry opens its candidate", async () => {
    await visit("studies/lab/search", async (page) => {
      expect(await page.locator("figure svg, svg").count()).toBeGreaterThan(2);
      const [entry] = await query(
        `SELECT candidate::INT AS candidate FROM @buffer
         WHERE rubric = 'code' AND run = 1 AND iteration = 4 AND rank = 1`
      );
      await page
        .locator(`a[href*="open=${String(entry!.candidate)}"], a[*|href*="open=${String(entry!.candidate)}"]`)
        .first()
        .waitFor();
    });
  });
});

describe("hostile text stays text", () => {
  const untouched = (page: Page) =>
    page.evaluate(() => ({
      pwned: (window as unknown as {pwned?: number}).pwned ?? null,
      images: document.querySelectorAll("main img, main iframe, main object").length,
      scripts: [...document.querySelectorAll("main a")].filter((a) =>
        /^(javascript|data):/i.test(a.getAttribute("href") ?? "")
      ).length
    }));

  it("on every page of the study, and on home", async () => {
    for (const path of ["", ...pages.map((page) => `studies/hostile/${page}`)])
      await visit(path, async (page) => {
        expect(await untouched(page), path).toEqual({pwned: null, images: 0, scripts: 0});
        if (/(^|\/)(attributes|candidates|made)?$/.test(path))
          expect(await page.locator("main").innerText(), path).toContain(hostile.script);
      });
  });

  it("in the reader, candidate by candidate, whole", async () => {
    await visit("studies/hostile/candidates", async (page) => {
      const article = page.locator("article.candidate");
      for (let i = 0; i < Object.keys(hostile).length; i++) {
        await page.keyboard.press("j");
        await page.waitForTimeout(50);
        expect(await untouched(page)).toEqual({pwned: null, images: 0, scripts: 0});
      }
      await page.locator("input[name=text]").fill("before");
      await article.filter({hasText: "before\u2400after\u2407"}).waitFor();
      await page.locator("input[name=text]").fill("gnp.exe");
      await article.filter({hasText: "<U+202E>gnp.exe"}).waitFor();
      await page.locator("input[name=text]").fill(hostile.sql);
      await page.getByRole("status").filter({hasText: "of 1 candidate"}).waitFor();
    });
  });

  it("a line of a megabyte is cut, and shown on demand", async () => {
    await visit("studies/hostile/candidates", async (page) => {
      const button = page.getByRole("button", {name: `Show all ${longLine.length.toLocaleString("en-US")} characters`});
      await button.first().click();
      await page.getByText("more characters are not shown").first().waitFor();
    });
  });

  it("an address that lies shows the default, or says what is wrong", async () => {
    await visit("studies/lab/candidates?sort=constructor&arm=%3Cimg%3E&run=x&least=1e999&page=99999", async (page) => {
      await page.getByRole("status").filter({hasText: "of 960 candidates"}).waitFor();
    });
    await visit("studies/lab/candidates?open=999999", async (page) => {
      await page.getByText("Candidate 999999 can't be read: there is no such candidate").waitFor();
    });
  });
});

describe("terms of the glossary", () => {
  it("show their definition on hover and on focus, and say it to screen readers", async () => {
    await visit("studies/lab/search", async (page) => {
      const term = page.locator(".term", {hasText: "control arm"}).first();
      const note = term.locator(".term-note");
      expect(await note.isVisible()).toBe(false);
      await term.focus();
      expect(await note.innerText()).toBe(definitionOf("control arm"));
      expect(await term.getAttribute("aria-describedby")).toBe(await note.getAttribute("id"));
      await page.keyboard.press("Escape");
      expect(await note.isVisible()).toBe(false);
      await term.hover();
      expect(await note.isVisible()).toBe(true);
    });
  });

  it("are listed on a page that the footer links", async () => {
    await visit("studies/lab/", async (page) => {
      await page.locator("footer").getByRole("link", {name: "Glossary"}).click();
      await page.getByText(definitionOf("crux")).waitFor();
    });
  });
});

describe("the site's files", () => {
  it("hold a content security policy that names no other host", async () => {
    const response = await fetch(`${url}studies/lab/candidates`);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/i.exec(await response.text())?.[1] ?? "";
    expect(policy).toMatch(/default-src/);
    expect(policy).not.toMatch(/https?:/);
  });
});
