import type {Page} from "playwright-core";
import {pick} from "../../loaders/util/random.js";
import {editAtRandom, type Edit, type RandomEdits} from "./random-edits.js";

/** Edits the filters of an open page Candidates at random. Returns how many edits were made. */
export const randomFilterEdits = (page: Page, edits: number, options: RandomEdits): Promise<number> =>
  editAtRandom(page, [choose, choose, choose, choose, limit, limit, type, turn, back, clear, search], edits, options);

/** Sets a field as a reader does, without waiting for the list. */
const set = (page: Page, name: string, value: string): Promise<void> =>
  page.evaluate(
    ([name, value]) => {
      const field = document.querySelector<HTMLInputElement>(`form.filters [name="${name}"]`)!;
      field.value = value;
      field.dispatchEvent(new Event("input", {bubbles: true}));
      field.dispatchEvent(new Event("change", {bubbles: true}));
    },
    [name, value] as const
  );

const choose: Edit = async (page, random) => {
  const selects = page.locator("form.filters select");
  const [name, values] = await selects.evaluateAll((all, share) => {
    const select = all[Math.floor(share * all.length)] as HTMLSelectElement;
    return [select.name, [...select.options].map(({value}) => value)] as const;
  }, random());
  await set(page, name, pick(random, values));
};

const limit: Edit = (page, random) =>
  set(page, pick(random, ["least", "most"]), pick(random, ["", "0", "50", "71", "100", "-1", "1e3"]));

const type: Edit = (page, random) =>
  set(page, "text", pick(random, ["", "e", "machine", "MACHINE", "nothing like it", "' OR 1=1 --"]));

const turn: Edit = (page, random) =>
  page.evaluate((share) => {
    const buttons = document.querySelectorAll<HTMLButtonElement>(".candidates .toolbar button:not(:disabled)");
    const turns = [...buttons].filter(({textContent}) => !/search/i.test(textContent ?? ""));
    turns[Math.floor(share * turns.length)]?.click();
  }, random());

const back: Edit = (page) =>
  page.evaluate(() => {
    if (location.search !== "") history.back();
  });

const clear: Edit = (page) => page.getByRole("button", {name: "Clear filters"}).click();

/** The slow one: it reads all responses. */
const search: Edit = async (page, random) => {
  await page.locator("input[name=response]").fill(pick(random, ["", "town", "nothing like it"]));
  await page.locator("input[name=response]").press("Enter");
};
