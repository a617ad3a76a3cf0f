import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {baseName, namedModels} from "./testing/named-study.js";
import {useSite} from "./testing/site.js";

const {visit} = useSite();
const shownTuned = "acme-research/llama-3.1-70b-instruct-sft-dpo-final-2025-11/checkpoint-12000:latest";

/** What a reader sees of a page before its settings, which hold ids. */
const shownOn = async (page: Page): Promise<string> => {
  const text = await page.locator("main").innerText();
  expect(text).not.toMatch(/127\.0\.0\.1|https?:\/\//);
  return text;
};

describe("models with a name or an address", () => {
  it("are shown by name or without their address, in tables, charts and texts", () =>
    visit(
      "studies/named/models",
      async (page) => {
        expect(await shownOn(page)).toContain(`${shownTuned} minus ${baseName}`);
        expect(await page.locator("main figure").allTextContents()).toContainEqual(expect.stringContaining(baseName));
        const cell = page.locator("td .model-name", {hasText: shownTuned}).last();
        expect(await cell.getAttribute("title")).toBe(namedModels.tuned);
      },
      {narrow: true}
    ));

  it("are chosen by their id, so that addresses of pages stay as they are", () =>
    visit("studies/named/probes?p=probe%2Flatex", async (page) => {
      const choice = page.locator("select[name=model]");
      await choice.waitFor();
      expect(await choice.locator("option").allInnerTexts()).toEqual(["all", baseName, shownTuned]);
      await choice.selectOption({label: baseName});
      await expect.poll(() => new URL(page.url()).searchParams.get("in")).toBe(namedModels.base);
      expect(await shownOn(page)).toContain(baseName);
    }));

  it("have their ids in the settings of the study", () =>
    visit("studies/named/", async (page) => {
      const row = await page.locator("tr", {hasText: /^target/}).innerText();
      expect(row.replaceAll(/\s+/g, " ")).toContain(`${baseName} ${namedModels.base}`);
      expect(row).toContain(namedModels.tuned);
    }));

  it("are shown so where there is no name, and where several studies are", async () => {
    await visit("studies/stopped/search", async (page) => {
      expect(await page.locator("main form option").first().innerText()).toBe("code, target");
      await shownOn(page);
    });
    await visit("", async (page) => {
      const row = (study: string) => page.locator("main tr", {has: page.locator(`a[href$="studies/${study}/"]`)});
      expect(await row("named").innerText()).toContain(`${baseName}, ${shownTuned}`);
      expect(await row("stopped").innerText()).toMatch(/\ttarget\t/);
    });
  });

  it("are told apart with their ids where two sides are compared", () =>
    visit(
      `compare?a=named&a.model=${encodeURIComponent(namedModels.base)}&b=named&b.model=${encodeURIComponent(namedModels.tuned)}`,
      (page) => expect.poll(() => page.locator("main").innerText()).toContain(`${baseName} (${namedModels.base})`),
      {narrow: true}
    ));
});
