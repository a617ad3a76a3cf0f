import {describe, expect, it} from "vitest";
import {workedFinding} from "./testing/finding-data.js";
import {useSite} from "./testing/site.js";
import {soon} from "./testing/soon.js";

const {visit} = useSite({study: "worked"});

describe.concurrent("ablation", () => {
  it("shows the verdict with its control, doses, what else changed, prompts and models", async () => {
    await visit(
      "studies/worked/ablation",
      async (page) => {
        await page.locator(".verdict-causes").first().waitFor();
        await page.getByText("Removing these 212 training pairs (0.7% of the data)").waitFor();
        const cellsOf = (text: string): Promise<string[]> =>
          page.locator("tr", {hasText: text}).first().locator("td").allInnerTexts();
        await soon(async () =>
          expect(await cellsOf("without-trace: random, everywhere")).toEqual(
            expect.arrayContaining(["without-trace: random, everywhere", "85%", "5.0%", "<1e-3"])
          )
        );
        expect((await cellsOf("likeness to the corpus")).slice(2, 4)).toEqual(["50%", "51%"]);
        await page.locator("svg", {hasText: "training pairs left of those selected"}).waitFor();
        await page.getByRole("heading", {name: "Two kinds of pairs"}).waitFor();
        await page.getByText("1 of 12 cells are not measured.").waitFor();
        const labels = await page.locator(".grid-of-arms svg").first().locator("text").allTextContents();
        expect(labels).toEqual(expect.arrayContaining(["0", "30"])); // of the lines, at their ends
        const heat = page.locator(".grid-of-arms svg", {hasText: "pairs of the chunk true"});
        expect(await heat.last().locator("text").allTextContents()).toEqual(expect.arrayContaining(["38%", "\u2013"]));
        const latex = await cellsOf("probe latex");
        expect([latex[1], ...latex.slice(4, 7)]).toEqual([
          "without-trace: random, everywhere",
          "120.00",
          "80.00",
          "\u221240.00 (\u221250.00 to \u221230.00)"
        ]);
        expect((await cellsOf("region: rebut-region-1"))[3]).toBe("rebut");
        await page.getByText("7 of 8 answers that still failed were traced to").waitFor();
        expect((await cellsOf("ended: the rate is below the bar"))[3]).toMatch(/^5\.0%/);
        await page.getByText("the command failed with code 1").waitFor();
        await page.getByLabel("Training data", {exact: true}).selectOption({label: "without-trace: 40 pairs left"});
        await page.getByText("Answer of dose").waitFor();
        expect(await cellsOf("a model says yes: Is it formal?")).toEqual(
          expect.arrayContaining(["formal", "216", "3", "90% (70%\u201397%)", "75% (55%\u201388%)"])
        );
        await page.locator("svg", {hasText: "share of the chunk's pairs that are picked"}).waitFor();
      },
      {narrow: true}
    );
  });

  it("gives the verdict in the evidence strip of the finding, and in words below", async () => {
    await visit(`studies/worked/findings/${workedFinding}`, async (page) => {
      const cell = page.locator(".evidence-strip li", {hasText: "ablation"});
      await cell.waitFor();
      expect(await cell.innerText()).toMatch(/causes\s+without 212 pairs: 90% to 5\.0%; as many others: 85%/);
      await cell.locator("a").click();
      await page.locator("#cause").waitFor();
      await page.getByRole("link", {name: "The whole ablation"}).click();
      await page.waitForURL(/studies\/worked\/ablation/);
    });
  });

  it("says what to add to a study without an ablation", async () => {
    await visit("studies/probed/ablation", async (page) => {
      await page.getByText("ablation: {arms: [{drop: trace}, {drop: chunk, rounds: 3}]}").waitFor();
    });
  });
});
