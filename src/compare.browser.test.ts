import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Locator, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {comparisonAddress, sideOfStudy, type Side} from "./compare/sides.js";
import type {Rescore} from "./shared/rescore.js";
import {wilson} from "./shared/statistics.js";
import {newcombe} from "./shared/statistics/differences.js";
import {settle} from "./testing/browser.js";
import {useSite} from "./testing/site.js";
import {percent, points} from "./ui/format.js";

const {data, visit, query} = useSite();
const pathOf = (a: Side, b: Side): string => `compare${comparisonAddress({a, b})}`;
const field = (page: Page, name: string): Locator => page.locator(`.compare-side select[name="${name}"]`);
const line = async (page: Page, label: string): Promise<string> => {
  const row = page.locator(".compare-rates tbody tr").filter({has: page.getByText(label, {exact: true})});
  return (await row.innerText()).replaceAll(/\s+/g, " ");
};

describe("two runs of the lab", () => {
  const runs = pathOf(sideOfStudy("lab", {run: 1}), sideOfStudy("lab", {run: 2}));

  it("has their rates, not paired, wide and narrow, light and dark", async () => {
    const counts = await query(
      `SELECT run::INT AS run, sum(n)::INT AS n, sum(violations)::INT AS sum FROM @iterations
       WHERE rubric = 'code' AND arm = 'search' AND run < 3 GROUP BY run ORDER BY run`
    );
    const [a, b] = counts.map(({n, sum}) => ({n: Number(n), sum: Number(sum)}));
    const {difference, low, high} = newcombe(a!, b!);
    const act = async (page: Page) => {
      const text = await line(page, "search arm, code");
      expect(text).toContain(`${percent(wilson(a!.sum, a!.n).rate)} (`);
      expect(text).toContain(`n = ${a!.n}`);
      expect(text).toContain(`${points(difference)} (${points(low)} to ${points(high)})`);
      expect(text).toContain("not paired");
      expect(await page.locator(".compare-conditions").innerText()).toContain("Nothing else is known to differ");
      expect(await page.locator(".compare-weights svg").count()).toBeGreaterThan(0);
    };
    await visit(runs, act, {narrow: true});
    await visit(runs, act, {dark: true});
  });

  it("has the weights that the tables have, and labels that do not collide", async () => {
    const [top] = await query(
      `SELECT attribute, probability FROM @attribute_weights
       WHERE rubric = 'code' AND run = 1 AND iteration = (SELECT max(iteration) FROM @attribute_weights WHERE rubric = 'code' AND run = 1)
       ORDER BY probability DESC, attribute LIMIT 1`
    );
    await visit(runs, async (page) => {
      const row = page.locator(".compare-weights tbody tr", {hasText: String(top!.attribute)});
      expect(await row.locator("td").nth(2).innerText()).toBe(percent(Number(top!.probability)));
      const boxes = await page
        .locator(".compare-weights .figure-content svg text")
        .evaluateAll((texts) =>
          texts
            .map((text) => (text as Element).getBoundingClientRect())
            .map(({x, y, width, height}) => ({x, y, width, height}))
        );
      const apart = boxes.every((one, i) =>
        boxes
          .slice(i + 1)
          .every(
            (other) => one.x + one.width <= other.x || other.x + other.width <= one.x || Math.abs(one.y - other.y) > 8
          )
      );
      expect(boxes.length).toBeGreaterThan(4);
      expect(apart).toBe(true);
    });
  });

  it("is chosen by the keyboard and kept in the address, back and forth", async () => {
    await visit(runs, async (page) => {
      await field(page, "b.run").focus();
      await field(page, "b.run").selectOption("3");
      await settle(page);
      expect(new URL(page.url()).search).toBe("?a=lab&a.run=1&b=lab&b.run=3");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("b.run");
      await page.getByRole("button", {name: "Swap A and B"}).press("Enter");
      await settle(page);
      expect(await field(page, "a.run").inputValue()).toBe("3");
      await page.goBack();
      await settle(page);
      expect(await field(page, "a.run").inputValue()).toBe("1");
      expect(await page.locator(".compare-heading").innerText()).toContain("run 3");
    });
  });

  it("says that a side is a part of the other, or the same", async () => {
    await visit(pathOf(sideOfStudy("lab"), sideOfStudy("lab", {run: 1})), async (page) => {
      expect(await page.locator(".compare-conditions .note").innerText()).toContain("B is a part of A");
      await field(page, "b.run").selectOption("");
      await page.getByText("A and B are the same.").waitFor();
    });
  });
});

describe("two models that a study asked the same prompts", () => {
  const models = pathOf(sideOfStudy("worked", {model: "planted:one"}), sideOfStudy("worked", {model: "planted:two"}));

  it("pairs the prompts, and has q values over all lines", async () => {
    const [own] = await query(
      `SELECT count(*)::INT AS prompts, avg(b.rate - a.rate) AS difference FROM @rates a JOIN @rates b USING (prompt, step)
       WHERE a.step = 'confirm' AND a."group" = 'prompt' AND b."group" = 'prompt' AND a.model = 'planted:one' AND b.model = 'planted:two'`,
      "worked"
    );
    await visit(models, async (page) => {
      const text = await line(page, "confirm, original, rubric:rebut");
      expect(text).toContain(`paired, ${String(own!.prompts)} prompts`);
      expect(text).toContain(points(Number(own!.difference)));
      expect(await page.locator(".compare-rates").innerText()).toContain("Measured of A only");
    });
  });

  it("sets their answers side by side, marks the words that differ, and leaves out the rest", async () => {
    await visit(models, async (page) => {
      const article = page.locator(".compare-pairs article");
      await article.waitFor();
      expect(await page.locator(".compare-pairs").innerText()).toContain("flagged on one side only");
      expect(await article.locator("del").count()).toBeGreaterThan(0);
      expect(await article.locator("ins").count()).toBeGreaterThan(0);
      await page.getByLabel("mark the words that differ").uncheck();
      await page.waitForFunction(() => document.querySelector(".compare-pairs del") === null);
      const first = await article.innerText();
      await page.getByRole("button", {name: "Next", exact: true}).press("Enter");
      await page.waitForFunction(
        (text) => document.querySelector<HTMLElement>(".compare-pairs article")?.innerText !== text,
        first
      );
      await page.locator("select[name=show]").selectOption("agree");
      await page.waitForURL(/show=agree/);
    });
  });

  it("lists findings of both and of one side, with links to their pages", async () => {
    const [{n}] = (await query("SELECT count(*)::INT AS n FROM @findings", "worked")) as [{n: number}];
    await visit(models, async (page) => {
      await page.getByRole("heading", {name: `A only: ${n} findings`}).waitFor();
      await page.getByRole("heading", {name: "B only: 0 findings"}).waitFor();
      await page.locator('.compare-findings a[href*="studies/worked/findings/"]').first().click();
      await page.locator(".evidence-strip").waitFor();
    });
  });
});

describe("two studies", () => {
  it("says what else differs before the numbers, and compares what both searched", async () => {
    await visit(pathOf(sideOfStudy("lab"), sideOfStudy("contrasted")), async (page) => {
      const text = await page.locator(".compare-result").innerText();
      expect(text.indexOf("this differs too")).toBeGreaterThan(0);
      expect(text.indexOf("this differs too")).toBeLessThan(text.indexOf("B minus A"));
      const note = await page.locator(".compare-conditions .note").innerText();
      for (const what of ["contrast model", "context of the search", "control arm", "rubrics"])
        expect(note).toContain(what);
      expect(await line(page, "control arm, code")).toContain("not paired");
    });
  });

  it("shows hostile texts as texts, and what has nothing in common as that", async () => {
    await visit(pathOf(sideOfStudy("hostile"), sideOfStudy("worked")), async (page) => {
      const text = await page.locator(".compare-result").innerText();
      expect(text).toContain("<img src=");
      expect(text).toContain("A and B have measured nothing in common");
      expect(text).toContain("No prompt was asked on both sides");
    });
  });

  it("says what to do about studies that have not run, and takes the address of a study that is not there", async () => {
    await visit(pathOf(sideOfStudy("planned"), sideOfStudy("unanswered")), async (page) => {
      expect(await page.locator(".compare-result").innerText()).toMatch(/has not run yet.*npx surfturf run planned/s);
    });
    await visit("compare?a=nowhere", async (page) => {
      await page.locator(".compare-heading").waitFor();
      await page.getByText("Comparisons to begin with").click();
      await page.locator(".compare-suggestions a").first().click();
      await page.locator(".compare-heading").waitFor();
    });
  });
});

it("compares a study before and after a change of its rubric, over the same answers", async () => {
  const folder = join(data, "runs/lab/rescores");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const rescore = JSON.parse(readFileSync(join(folder, file!), "utf8")) as Rescore;
  const scored = rescore.rows.filter(({before, after}) => before !== null && after !== null);
  const lost = scored.filter(({before, after}) => before! > 70 && after! <= 95).length;
  expect(lost).toBeGreaterThan(0);
  await visit(pathOf(sideOfStudy("lab"), sideOfStudy("lab", {scores: rescore.name})), async (page) => {
    expect(await line(page, "flags, code")).toContain(`paired, ${scored.length} answers scored twice`);
    const note = await page.locator(".compare-conditions details").innerText();
    expect(note).not.toContain("Before the numbers");
    expect(await page.locator("select[name=show] option", {hasText: "flagged on A only"}).innerText()).toContain(
      `(${lost})`
    );
    expect(await field(page, "b.model").count()).toBe(0);
    await page.locator(".compare-pairs article").waitFor();
  });
});
