import type {Page} from "playwright-core";
import {integerBelow, pick} from "../../loaders/util/random.js";
import {editAtRandom, type Edit, type RandomEdits} from "./random-edits.js";

/** Edits the selection of an open page Explore at random. Returns how many edits were made. */
export const randomEdits = (page: Page, edits: number, options: RandomEdits): Promise<number> =>
  editAtRandom(page, [press, press, press, drag, write, back, clear, find], edits, options);

const press: Edit = (page, random) =>
  page.evaluate(
    ([share, shiftKey]) => {
      const buttons = document.querySelectorAll(".explore-panel button");
      const button = buttons[Math.floor(share * buttons.length)]!;
      button.dispatchEvent(new MouseEvent("click", {bubbles: true, shiftKey, detail: 0}));
    },
    [random(), random() < 0.4] as const
  );

const drag: Edit = async (page, random) => {
  const all = await page.locator(".explore-bins").all();
  const bins = pick(random, all);
  await bins.scrollIntoViewIfNeeded();
  const {x, y, width, height} = (await bins.boundingBox())!;
  await page.mouse.move(x + random() * width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + random() * width, y + height / 2, {steps: 3});
  await page.mouse.up();
};

const wheres = [
  "score >= 90",
  "flagged AND iteration < 3",
  "rubric = 'code' OR score IS NULL",
  "NOT (length BETWEEN 100 AND 500)",
  "score >",
  "list_contains(attributes, '''; DROP TABLE candidates; --')"
];

const write: Edit = async (page, random) => {
  await page.locator("textarea[name=where]").fill(pick(random, wheres));
  await page.locator("textarea[name=where]").press("Enter");
};

const back: Edit = async (page) => {
  await page.evaluate(() => {
    if (location.search !== "") history.back();
  });
};

const clear: Edit = (page) =>
  page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>(".explore-bar button")];
    buttons.find(({textContent}) => textContent === "Clear the selection")?.click();
  });

const find: Edit = async (page, random) => {
  const field = page.locator("input[name=find-attributes]");
  if ((await field.count()) > 0)
    await field.fill(pick(random, ["", "query", String(integerBelow(random, 100)), "none of them"]));
};
