import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {hostile} from "./testing/hostile.js";
import {useSite} from "./testing/site.js";
import {soon} from "./testing/soon.js";

const {url, browser, visit, query} = useSite({study: "traced"});

async function cellsOf(page: Page, text: string | RegExp): Promise<string[]> {
  const row = page.locator("tr", {hasText: text}).first();
  await row.waitFor();
  return row.locator("td").allInnerTexts();
}

const count = (value: unknown): string => Number(value).toLocaleString("en-US");

describe.concurrent("tracing", () => {
  it("shows what the tables hold of a trace: sentence, crux, hits, chunks, examples", async () => {
    const [hit] = await query(
      `SELECT hits, expected, summary FROM @hits WHERE trace = 0 AND crux = 1 AND attribute IS NULL
       ORDER BY hits DESC LIMIT 1`
    );
    const [chunk] = await query(
      `SELECT retrieved, in_cluster, round(100 * retrieved / n)::INT AS percent FROM @chunks
       WHERE trace = 0 AND crux = 1 AND source = 'coding'`
    );
    const [found] = await query("SELECT count(*)::INT AS n FROM @examples WHERE trace = 0 AND crux = 1 AND in_cluster");
    await visit("studies/traced/tracing", async (page) => {
      await soon(async () =>
        expect(await page.locator(".trace-sentence").innerText()).toMatch(
          /has feature 0.*831 hits on 416 training pairs/s
        )
      );
      expect(await cellsOf(page, "set aside: house style")).toContain("71%");
      await page.getByText("Of the 912 candidates retrieved for this crux").waitFor();
      await page.getByText("up to 1,000 were wanted").waitFor();
      expect(await cellsOf(page, String(hit!.summary))).toEqual(
        expect.arrayContaining([count(hit!.hits), Number(hit!.expected).toFixed(1)])
      );
      const cells = await cellsOf(page, new RegExp(`^coding.*${String(chunk!.retrieved)}`, "s"));
      expect(cells[2]).toMatch(new RegExp(`^${String(chunk!.percent)}%`));
      expect(cells.at(-1)).toBe(count(chunk!.in_cluster));
      await page.locator(".example", {hasText: `Training query 0? ${hostile.script}`}).waitFor();
      await page.locator(".examples input[name=hits]").check();
      await page
        .getByRole("status")
        .filter({hasText: `of ${String(found!.n)} retrieved pairs`})
        .waitFor();
    });
  });

  it("opens the trace that the address names, and keeps it in step", async () => {
    await visit("studies/traced/tracing?finding=code-1", async (page) => {
      const sentence = page.locator(".trace-sentence");
      await soon(async () =>
        expect(await sentence.innerText()).toMatch(/210 hits on.*Eq\. 6 to the letter.*240 hits/s)
      );
      await page.getByText(`${hostile.script} And more of it.`).waitFor();
      await page.locator(".figure a[*|href='?trace=2']").first().click();
      await soon(async () => expect(await sentence.innerText()).toContain("140 hits on"));
      expect(new URL(page.url()).search).toBe("?trace=2");
      await page.goBack();
      await soon(async () => expect(await sentence.innerText()).toContain("210 hits on"));
      await page.locator("select[name=trace]").selectOption("4");
      await soon(async () => expect(await sentence.innerText()).toMatch(/not traced.*house style/s));
    });
  });

  it("adds up a behaviour's traces in the matrix", async () => {
    const sums = await query(
      `SELECT round(100.0 * sum(retrieved) / sum(n))::INT AS percent FROM @chunks k JOIN @traces t ON t.id = k.trace
       WHERE k.crux = 1 AND k.source = 'coding' AND t.strength <> 'not established' GROUP BY t.rubric`
    );
    expect(sums).toHaveLength(2);
    await visit("studies/traced/tracing", async (page) => {
      await page.getByLabel("one line per behaviour (rubric)").check();
      await page.getByLabel("established only").check();
      const texts = page.locator(".figure svg text");
      for (const {percent} of sums)
        await soon(async () => expect(await texts.allTextContents()).toContain(`${String(percent)}%`));
    });
  });

  it("says how to trace where nothing is traced, and nothing else", async () => {
    await visit("studies/lab/tracing", async (page) => {
      const text = await page.locator("main").innerText();
      expect(text).toMatch(/has traced nothing.*surfturf index.*turf: \{index:/s);
      expect(text).not.toContain("The crux");
    });
  });

  it("fits a narrow screen in the dark", async () => {
    await visit(
      "studies/traced/tracing",
      async (page) => {
        await page.locator(".example").waitFor();
        expect(await page.locator(".figure svg text").count()).toBeGreaterThan(10);
        expect(await labelsCut(page)).toEqual([]);
      },
      {width: 390, dark: true}
    );
  });
});

/** Labels of charts that reach past the edge of their chart. */
const labelsCut = (page: Page): Promise<(string | null)[]> =>
  page.locator(".figure svg text").evaluateAll((texts) =>
    texts.flatMap((text) => {
      const [own, chart] = [text, text.closest("svg")!].map((element) => element.getBoundingClientRect()) as [
        DOMRect,
        DOMRect
      ];
      const isInside =
        own.left >= chart.left - 1 &&
        own.right <= chart.right + 1 &&
        own.top >= chart.top - 1 &&
        own.bottom <= chart.bottom + 1;
      return isInside || own.width === 0 ? [] : [text.textContent];
    })
  );

describe.concurrent("corpus", () => {
  it("lists chunks and clusters as the tables hold them", async () => {
    const [chunk] = await query("SELECT pairs, response_length FROM $corpus_chunks WHERE source = 'stories'");
    const [purest] = await query(
      `SELECT id, pairs, round(100 * purity)::INT AS percent FROM $corpus_clusters WHERE source = 'maths'
       ORDER BY purity DESC, pairs DESC, id LIMIT 1`
    );
    await visit("indexes/mixture/", async (page) => {
      await page
        .getByText(/written by rules \(local\)/)
        .first()
        .waitFor();
      const cells = await cellsOf(page, /^stories/);
      expect([cells[1], cells[4]]).toEqual([count(chunk!.pairs), count(chunk!.response_length)]);
      await page.locator(".clusters select[name=source]").selectOption("maths");
      await page.locator(".clusters select[name=sort]").selectOption("purity");
      const first = page.locator(`.cluster-list tr:has([data-cluster="${String(purest!.id)}"])`);
      await first.waitFor();
      expect((await first.locator("td").allInnerTexts()).slice(1, 3)).toEqual([
        count(purest!.pairs),
        `${String(purest!.percent)}%`
      ]);
      await page.locator(".cluster", {hasText: `The query is a question of kind ${String(purest!.id)}.`}).waitFor();
      expect(new URL(page.url()).search).toBe("?source=maths&sort=purity");
    });
  });

  it("finds a cluster among 25,000 at once, and draws a map of the largest", async () => {
    await visit("indexes/large/?cluster=24999", async (page) => {
      await page.locator(".cluster", {hasText: "The query is a question of kind 24999."}).waitFor();
      await page
        .getByText(/3,000 largest clusters of 25,000/)
        .first()
        .waitFor();
      const start = Date.now();
      await page.locator(".clusters input[name=text]").fill("kind 17777");
      await page
        .getByRole("status")
        .filter({hasText: /of 1 cluster$/})
        .waitFor();
      expect(Date.now() - start).toBeLessThan(5000);
    });
  });

  it.each<[string, RegExp]>([
    ["", /mixture.*25,000/s],
    ["stopped-index/", /was stopped.*npx surfturf index mixture\.jsonl --name stopped-index/s],
    ["failed-index/", /failed.*mixture\.jsonl:3: <script>/s]
  ])("indexes/%s says how far it is", async (path, expected) => {
    await visit(`indexes/${path}`, async (page) => expect(await page.locator("main").innerText()).toMatch(expected));
  });

  it("fits a narrow screen in the dark", async () => {
    await visit("indexes/mixture/", (page) => page.locator(".cluster").waitFor(), {width: 390, dark: true});
  });
});

describe.concurrent("phrase lens", () => {
  it("counts a word by chunk and side, and what responses to it do, as SQL does", async () => {
    const [sums] = await query(
      `WITH seen AS (SELECT *, regexp_matches(query, '\\belucidate\\b', 'i') AS q,
         regexp_matches(response, '\\belucidate\\b', 'i') AS r, contains(response, '\`\`\`') AS f FROM $corpus_pairs)
       SELECT count(*) FILTER (q)::INT AS queries, count(*) FILTER (r)::INT AS responses,
         count(*) FILTER (q AND source = 'coding')::INT AS coding,
         round(100.0 * count(*) FILTER (q AND f) / count(*) FILTER (q))::INT AS percent FROM seen`
    );
    await visit("indexes/mixture/phrases?phrase=Elucidate&feature=%60%60%60&featureMode=text", async (page) => {
      await page.getByText("What the responses do").waitFor();
      const whole = await cellsOf(page, "whole corpus");
      expect([whole[2], whole[5]]).toEqual([count(sums!.queries), count(sums!.responses)]);
      expect((await cellsOf(page, /^coding/))[2]).toBe(count(sums!.coding));
      expect(await page.locator(".lens").innerText()).toContain(
        `in the query, ${String(sums!.percent)}% have a response`
      );
      await page.locator(".lens-hit mark").first().waitFor();
    });
  });

  it("shows a hostile pair as text, and says what is wrong with an expression", async () => {
    await visit("indexes/mixture/phrases", async (page) => {
      await page.locator("input[name=phrase]").fill("<script>");
      await page.locator("select[name=mode]").selectOption("text");
      await page.getByRole("button", {name: "Search", exact: true}).click();
      await page.locator(".lens-hit", {hasText: hostile.script}).click();
      await page.locator(".lens-hit pre", {hasText: hostile.closing}).waitFor();
      await page.locator("input[name=phrase]").fill("(");
      await page.locator("select[name=mode]").selectOption("regex");
      await page.getByRole("button", {name: "Search", exact: true}).click();
      await page.getByText("That can't be looked for: missing )").waitFor();
    });
  });

  it("offers the precomputed phrases where the corpus is too large for a browser", async () => {
    await visit("indexes/large/phrases", async (page) => {
      await page.getByText(/too large to search/).waitFor();
      await page.locator("tr", {hasText: "elucidate"}).first().waitFor();
      expect(await page.locator(".lens").count()).toBe(0);
    });
  });
});

describe("a page that waits for its tables", () => {
  it("says so under its heading until they come", async () => {
    const context = await browser().newContext({viewport: {width: 1280, height: 900}});
    const page = await context.newPage();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${url}studies/lab/attributes`, {waitUntil: "domcontentloaded"});
    await page.locator("h1").waitFor();
    const note = page.getByText("Opening the tables");
    await note.waitFor();
    expect(await page.locator("main table").count()).toBe(0);
    release();
    await page.locator("main table").first().waitFor();
    expect(await note.count()).toBe(0);
    await context.close();
  });
});
