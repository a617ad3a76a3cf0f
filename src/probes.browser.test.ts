import {readFileSync} from "node:fs";
import {mkdtempSync, rmSync, cpSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {writeReport} from "../loaders/site/report/report.js";
import {siteFiles} from "../loaders/site/pages.js";
import {serveSite} from "../loaders/site/serve.js";
import {percent} from "./ui/format.js";
import {paperItems} from "./shared/paper.js";
import {hostile} from "./testing/hostile.js";
import {useSite} from "./testing/site.js";
import {soon} from "./testing/soon.js";

const site = useSite({study: "probed"});
const {url, data} = site;
const query = site.query as (text: string, study?: string) => Promise<Record<string, never>[]>;

/** Every page of probes is looked at narrow and dark as well. */
const visit = (path: string, act: (page: Page) => Promise<unknown>, host = url): Promise<unknown> =>
  site.visit(path, act, {narrow: true, site: host});

const plain = (text: string): string => text.replaceAll(/\s+/g, " ");

/** What a button of a page downloads. */
async function download(page: Page, button: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", {name: button}).first().click()
  ]);
  return readFileSync(await file.path());
}

describe("probe pages say what the tables hold, and open their samples", () => {
  it("confirm: each finding's rate, which hold", async () => {
    const [counts] = await query(
      `SELECT count(*)::INT AS n, count(*) FILTER (confirmed_low > 0.5)::INT AS held FROM @findings
       WHERE confirmed_n > 0`
    );
    const [best] = await query("SELECT * FROM @findings ORDER BY confirmed_low DESC, confirmed_rate DESC LIMIT 1");
    await visit("studies/probed/confirm", async (page) => {
      const main = page.locator("main");
      await page.locator("article.candidate").waitFor();
      expect(plain(await main.innerText())).toContain(`${counts!.held} of ${counts!.n} hold`);
      const row = plain(
        await page
          .locator("tr", {hasText: String(best!.query)})
          .first()
          .innerText()
      );
      expect(row).toContain(percent(best!.confirmed_rate));
      expect(row).toContain(
        `${percent(best!.confirmed_low)}\u2013${percent(best!.confirmed_high)}, n = ${best!.confirmed_n}`
      );
      expect(await main.innerText()).toContain(hostile.script);
    });
  });

  it("robustness: originals, rewordings, and the samples of a mark", async () => {
    const rates = await query(
      `SELECT variant, rate, low, high, n FROM @rates WHERE step = 'robustness' AND "group" = 'variant'
       ORDER BY variant DESC`
    );
    const [item] = await query(
      `SELECT count(*)::INT AS n FROM @samples s JOIN @probe_prompts p ON p.id = s.prompt
       WHERE s.step = 'robustness' AND p.item = 'rebut-1' AND p.variant = 'perturbed'`
    );
    await visit("studies/probed/robustness", async (page) => {
      await page.locator("article.candidate").waitFor();
      const text = plain(await page.locator("main").innerText());
      for (const {rate, low, high} of rates)
        expect(text).toContain(`${percent(rate)} ${percent(low)}\u2013${percent(high)}`);
      expect(text).toContain("identical 1");
      const mark = page.locator(
        'a[href*="item=rebut-1"][href*="perturbed"], a[*|href*="item=rebut-1"][*|href*="perturbed"]'
      );
      await mark.first().dispatchEvent("click");
      await page
        .getByRole("status")
        .filter({hasText: `of ${item!.n} samples`})
        .waitFor();
      expect(new URL(page.url()).searchParams.get("item")).toBe("rebut-1");
      await page.goBack();
      await page.getByText("All samples. A mark above opens its own.").waitFor();
    });
  });

  it("probes: a grid as a heat map, groups as SQL has them, the choice in the address", async () => {
    const [cell] = await query(
      `SELECT sum(value)::DOUBLE / count(value) AS rate, count(value)::INT AS n 
       FROM @measurements m JOIN @samples s ON s.id = m.sample
       JOIN @probe_prompts p ON p.id = s.prompt WHERE s.probe = 'sums' AND p."row" = '4' AND p."column" = '2'`
    );
    const [latex] = await query(
      `SELECT avg(rate) AS rate FROM (
         SELECT avg(violation::INT) AS rate FROM @samples s JOIN @probe_prompts p ON p.id = s.prompt
       WHERE s.probe = 'latex' AND p.variant = 'latex' AND s.model = 'planted:one' GROUP BY s.prompt)`
    );
    await visit("studies/probed/probes?p=probe%2Fsums", async (page) => {
      await page.locator(".explorer tbody tr").first().waitFor();
      const all = page.locator(".explorer button", {hasText: /^Show all/});
      if ((await all.count()) > 0) await all.click();
      const cellOf = (place: number, text: string) =>
        page.locator(`td:nth-child(${place})`, {hasText: new RegExp(`^\\s*${text}\\s*$`)});
      const line = page
        .locator(".explorer tr")
        .filter({has: cellOf(1, "4")})
        .filter({has: cellOf(2, "2")});
      await line.waitFor();
      expect(plain(await line.innerText())).toContain(`${percent(cell!.rate)} `);
      expect(plain(await line.innerText())).toContain(` ${cell!.n} `);
      await page.locator("select[name=probe]").selectOption("probe/latex");
      await page.locator("select[name=model]").selectOption("planted:one");
      const group = page.locator(".explorer tr", {hasText: /^latex/}).first();
      await soon(async () => expect(plain(await group.innerText())).toContain(percent(latex!.rate)));
      const choice = new URL(page.url()).searchParams;
      expect([choice.get("p"), choice.get("in")]).toEqual(["probe/latex", "planted:one"]);
      await group.getByRole("link").click();
      await page.getByRole("status").filter({hasText: "of 80 samples"}).waitFor();
      await page.locator("select[name=show]").selectOption("violations");
      const article = page.locator("article.candidate");
      await article.getByText("a violation of").waitFor();
      expect(await article.innerText()).toMatch(/Response/);
      await page.goto(`${url}studies/probed/probes?p=constructor&m=%3Cimg%3E&sample=99999`);
      await page.getByText("Sample 99999 can't be read: there is no such sample").waitFor();
    });
  });

  it("models: paired differences and transfer; every table and figure can be taken away", async () => {
    const [row] = await query("SELECT difference FROM @comparisons WHERE compares = 'model' AND step = 'confirm'");
    await visit("studies/probed/models", async (page) => {
      await page.locator("article.candidate").waitFor();
      const difference = Math.abs(Number(row!.difference) * 100).toFixed(1);
      expect(await page.locator("main").innerText()).toContain(`\u2212${difference} pts`);
      const csv = (await download(page, "CSV")).toString();
      expect(csv.split("\r\n")[0]).toMatch(/^\uFEFFstep,probe,measure/); // the mark tells Excel that it is UTF-8
      expect((await download(page, "Parquet")).subarray(0, 4).toString()).toBe("PAR1");
      expect((await download(page, "PNG")).subarray(1, 4).toString()).toBe("PNG");
      const picture = (await download(page, "SVG")).toString();
      expect(picture).toMatch(/^<svg/);
      expect(picture).not.toMatch(/var\(--|<script|href="http/);
    });
  });

  it("how it was made: versions, counts, the study file", async () => {
    const [latex] = await query("SELECT count(*)::INT AS n FROM @samples WHERE probe = 'latex'");
    await visit("studies/probed/made", async (page) => {
      expect(plain(await page.locator("main").innerText())).toContain(`transform: 16 prompts, ${latex!.n} samples`);
    });
    await visit("studies/lab/made", async (page) => {
      const text = await page.locator("main").innerText();
      expect(text).toContain("models: lab");
      expect(text).not.toContain(data);
    });
  });

  it("a study without these steps says how to add them", async () => {
    for (const [page, snippet] of [
      ["confirm", "confirm: {top: 75"],
      ["robustness", "robustness: {top: 45"],
      ["probes", "probe:"],
      ["models", "target: ["]
    ] as const)
      await visit(`studies/lab/${page}`, (opened) => opened.getByText(snippet).first().waitFor());
  });
});

describe("pages of the paper", () => {
  it("every item has one, and the index names it", async () => {
    await visit("paper/", async (page) => {
      const text = await page.locator("main").innerText();
      for (const {title} of paperItems) expect(text).toContain(title);
    });
    for (const {path} of paperItems.filter(({path}) => !/table|figure-25|examples/.test(path)))
      await visit(`paper/${path}`, (page) => page.locator("main h2").first().waitFor());
  });

  it("published numbers are those of data/paper, the lab's those of its tables", async () => {
    const published = readFileSync("data/paper/table-1.csv", "utf8").trim().split("\n").slice(1);
    const haiku = published.filter((line) => line.includes("Haiku 4.5")).map((line) => line.split(",")[3]);
    const [own] = await query(
      `SELECT rate, low, high, n FROM @rates WHERE step = 'surf' AND "group" = 'output' AND rubric = 'code'`,
      "lab"
    );
    await visit("paper/table-1", async (page) => {
      const cells = await page.locator("tr", {hasText: "Haiku 4.5"}).first().locator("td strong").allInnerTexts();
      expect(cells).toEqual(haiku.map((value) => percent(Number(value) / 100)));
      const rows = (await page.locator("tr", {hasText: "lab:target"}).allInnerTexts()).map(plain); // of several studies
      expect(rows.join("\n")).toContain(
        `${percent(own!.rate)} ${percent(own!.low)}\u2013${percent(own!.high)}, n = ${own!.n}`
      );
      await page.locator("h3 .label-lab").first().waitFor(); // one for each study of the lab
    });
    await visit("paper/table-2", async (page) => {
      const rows = readFileSync("data/paper/table-2.csv", "utf8").trim().split("\n").slice(1);
      for (const row of rows) {
        const [, , prompt, value] = row.split(",") as [string, string, string, string];
        await page
          .locator("tr")
          .filter({has: page.getByText(prompt, {exact: true})})
          .filter({hasText: `${value}%`})
          .waitFor();
      }
    });
    await visit("paper/figure-25", async (page) => {
      expect(await page.locator("main").innerText()).toContain("no numbers");
      expect(await page.locator(".run svg").count()).toBeGreaterThan(0);
    });
    const [again] = await query("SELECT avg(confirmed_rate) AS rate FROM @findings");
    await visit("paper/examples", async (page) => {
      const row = page.locator("tr", {hasText: "planted:one"}).first();
      expect(plain(await row.innerText())).toContain(percent(again!.rate));
    });
  });
});

describe("surfturf report", () => {
  it("is one folder for any host: chosen pages, masked in the data, no large file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "surfturf-report-"));
    process.env.SURFTURF_DATA = data;
    try {
      const spec = {pages: ["robustness"], masks: ["pattern:\\bmill\\b", "pattern:pwned"]};
      await writeReport("probed", spec, {output: join(folder, "out")});
      cpSync(join(folder, "out"), join(folder, "host", "deep", "er"), {recursive: true});
      cpSync(join(folder, "out", "index.html"), join(folder, "host", "index.html"));
      const files = siteFiles(join(folder, "out"), "");
      for (const file of files.filter((name) => /_file/.test(name)))
        expect(readFileSync(file).toString("latin1"), file).not.toMatch(/\bmill\b|pwned/i);
      expect(files.filter((file) => readFileSync(file).byteLength > 25e6)).toEqual([]);
      expect(files.some((file) => file.endsWith("confirm.html"))).toBe(false);
      const {url: host, close} = await serveSite({folder: join(folder, "host"), port: 0});
      await visit("deep/er/", (page) => page.getByText("Pages left out").waitFor(), host);
      await visit("deep/er/studies/probed/robustness", (page) => page.locator("article.candidate").waitFor(), host);
      await close();
      const page = await site.browser().newPage();
      await page.goto(pathToFileURL(join(folder, "out", "index.html")).href);
      await page.getByText("This report needs a web server").waitFor();
      await page.close();
    } finally {
      delete process.env.SURFTURF_DATA;
      rmSync(folder, {recursive: true, force: true});
    }
  }, 240_000);
});
