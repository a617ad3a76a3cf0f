import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {workedFinding} from "./testing/finding-data.js";
import {useSite} from "./testing/site.js";

/** Faults that readers met once, each looked for where it was. Others are in the tests of what they are about. */

const {visit, query} = useSite();
const textOf = (page: Page): Promise<string> => page.locator("main").innerText();

describe("a finding", () => {
  it("that is confirmed says that it holds, and not that it has to be confirmed", async () => {
    await visit(`studies/worked/findings/${workedFinding}`, async (page) => {
      await page.locator(".evidence-strip").waitFor();
      const text = await textOf(page);
      expect(text).toMatch(/\bholds\b/);
      expect(text).not.toMatch(/until (it is )?confirmed/);
      expect(text).not.toContain("*holds*");
    });
  });

  it("that its authors sampled again says whether it holds", async () => {
    await visit("studies/published/findings", async (page) => {
      await page.locator(".standing").first().waitFor();
      const standings = await page.locator("tbody .standing").allInnerTexts();
      expect(standings.filter((each) => each === "holds")).toHaveLength(2);
    });
  });
});

describe("pages", () => {
  it("keep the bars of rates and of Explore when they are printed", async () => {
    const bars = [
      ["studies/lab/", ".rate-bar"],
      ["studies/lab/explore", ".explore-track"]
    ] as const;
    for (const [path, bar] of bars)
      await visit(path, async (page) => {
        await page.locator(bar).first().waitFor();
        await page.emulateMedia({media: "print"});
        const adjust = await page
          .locator(bar)
          .first()
          .evaluate((each) => getComputedStyle(each).printColorAdjust);
        expect(adjust).toBe("exact");
        await page.emulateMedia({media: "screen"});
      });
  });

  it("list training pairs by their rank", async () => {
    await visit("studies/traced/tracing", async (page) => {
      await page.locator(".candidate-list small").first().waitFor();
      const ranks = (await page.locator(".candidate-list small").allInnerTexts()).map((text) => parseInt(text, 10));
      expect(ranks.length).toBeGreaterThan(3);
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    });
  });

  it("label regions in charts with all of their sentence", async () => {
    const [region] = await query("SELECT description FROM @regions ORDER BY rate DESC LIMIT 1", "contrasted");
    await visit("studies/contrasted/search", async (page) => {
      const chart = page.locator("svg", {hasText: "violations among scored"}).first();
      await chart.waitFor();
      const labels = await chart.locator("text").allTextContents();
      const plain = (text: string): string => text.replaceAll(/\s/g, "");
      expect(labels.map(plain).join(" ")).toContain(plain(String(region!.description)).slice(0, 60));
    });
  });

  it("can be read in the dark: no number of a heat map is as dark as the page", async () => {
    await visit(
      "studies/probed/probes?p=probe%2Fsums",
      async (page) => {
        const numbers = page.locator('svg g[aria-label="text"] text');
        await numbers.first().waitFor();
        const dark = await numbers.evaluateAll(
          (all) =>
            all.filter((text) => {
              const [fill, cells] = [
                getComputedStyle(text).fill,
                text.closest("svg")!.querySelectorAll('[aria-label="cell"] rect')
              ];
              const {left, top} = text.getBoundingClientRect();
              const isOnCell = [...cells].some((cell) => {
                const box = cell.getBoundingClientRect();
                return left >= box.left - 1 && left <= box.right && top >= box.top - 1 && top <= box.bottom;
              });
              return cells.length > 0 && fill === "rgb(0, 0, 0)" && !isOnCell;
            }).length
        );
        expect(dark).toBe(0);
      },
      {dark: true}
    );
  });
});
