import {describe, expect, it} from "vitest";
import {settle} from "./testing/browser.js";
import {useSite} from "./testing/site.js";

const {visit, query} = useSite();

describe("the home page", () => {
  it("says what this is, shows the surest findings that hold, and opens one", async () => {
    const surest = await query(
      "SELECT id, confirmed_n, confirmed_rate FROM @findings WHERE confirmed_low > 0.1 ORDER BY confirmed_low DESC, score DESC, id LIMIT 1",
      "worked"
    );
    await visit(
      "",
      async (page) => {
        expect(await page.locator(".picture li").count()).toBe(6);
        const cards = page.locator(".finding-card");
        const text = await cards.allInnerTexts();
        expect(text.length).toBeGreaterThan(1);
        expect(text.length).toBeLessThanOrEqual(4);
        expect(text.join()).toContain("<script>");
        const own = cards.filter({has: page.locator(`a[href$="findings/${String(surest[0]!.id)}"]`)});
        const held = Math.round(Number(surest[0]!.confirmed_n) * Number(surest[0]!.confirmed_rate));
        expect(await own.innerText()).toContain(`in ${held} of ${String(surest[0]!.confirmed_n)} fresh answers`);
      },
      {narrow: true}
    );
    await visit("", async (page) => {
      await page.locator(".finding-card a").first().click();
      await settle(page);
      await page.locator(".evidence-strip").waitFor();
    });
  });

  it("says of a study what it did, not what it has none of", async () => {
    await visit("", async (page) => {
      const row = async (study: string): Promise<string> =>
        page.locator("main tr", {has: page.locator(`a[href$="studies/${study}/"]`)}).innerText();
      expect(await row("planned")).toContain("not run yet");
      expect(await row("published")).toContain("3 findings chosen by the authors");
      expect(await row("unanswered")).toContain("no answer was scored");
      const cells = await page.locator("main td").allInnerTexts();
      expect(cells.filter((cell) => cell.trim() === "0")).toEqual([]);
    });
  });
});

describe("published findings", () => {
  it("have an overview by model and behaviour, with the share that the authors' resampling upheld", async () => {
    await visit(
      "studies/published/",
      async (page) => {
        const text = await page.locator("main").innerText();
        expect(text).not.toContain("Flag rates");
        expect(text).not.toContain("unscored");
        const rows = await page.locator(".published-grid tbody tr").allInnerTexts();
        const row = (model: string, behaviour: string) =>
          rows.find((each) => each.includes(model) && each.includes(behaviour));
        expect(rows).toHaveLength(3);
        expect(row("Model one", "rebut")).toContain("100%");
        expect(row("Model one", "code")).toMatch(/\b0%/);
        expect(row("<img", "rebut")).toContain("100%");
        await page.locator(".published-grid tbody a", {hasText: "code"}).click();
        await settle(page);
        await page.getByRole("status").filter({hasText: "1 of 3 findings"}).waitFor();
      },
      {narrow: true}
    );
  });
});

it("the sidebar lists the pages of a study that have something to show", async () => {
  await visit("studies/lab/", async (page) => {
    const of = async (study: string): Promise<string[]> => {
      const links = page.locator("#observablehq-sidebar a");
      return links.evaluateAll(
        (all, folder) =>
          (all as HTMLAnchorElement[])
            .filter(({href}) => href.includes(folder))
            .map(({textContent}) => textContent.trim()),
        `/studies/${study}/`
      );
    };
    expect(await of("lab")).toEqual([
      "Overview",
      "Findings",
      "Search",
      "Attributes",
      "Explore",
      "Candidates",
      "Review",
      "Rescored",
      "How it was made"
    ]);
    expect(await of("published")).toEqual([
      "Overview",
      "Findings",
      "Explore",
      "Candidates",
      "Confirm",
      "Models",
      "Review",
      "How it was made"
    ]);
    expect(await of("contrasted")).toContain("Models");
    expect(await of("planned"), "it has not run").toEqual(["Overview", "How it was made"]);
  });
});
