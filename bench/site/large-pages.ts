import type {Page} from "playwright-core";
import {randomFilterEdits} from "../../src/testing/candidate-edits.js";
import {randomEdits} from "../../src/testing/explore-edits.js";
import type {LargePage} from "./large-page.js";
import {redraw} from "./page.js";

/** The page Explore of a study. */
export const studyExplore: LargePage = {
  first: ".explore-panel[data-drawn]",
  ready: '.explore[data-drawn="rows"]',
  maxRedrawInMs: 150,
  redraws: (page) => timeBrushes(page, "score"),
  edit: randomEdits
};

/** The page Explore of an index. */
export const indexExplore: LargePage = {...studyExplore, redraws: (page) => timeBrushes(page, "response_length")};

/** The page Candidates: it answers when its filters know all attributes. */
export const candidates: LargePage = {
  first: ".candidate-list",
  ready: "select[name=attribute] option:nth-child(2)",
  maxRedrawInMs: 150, // the texts of the new list are read meanwhile
  redraws: timeFilters,
  edit: randomFilterEdits
};

const filters = [
  ["arm", ["control", ""]],
  ["least", ["71", "40", ""]],
  ["rubric", ["code", "refusal", ""]],
  ["sort", ["latest", "lowest", "score"]],
  ["run", ["3", "7", ""]],
  ["attribute", ["3", "7", ""]],
  ["status", ["unscored", ""]],
  ["most", ["20"]]
] as const;

async function timeFilters(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const [name, values] of filters) for (const value of values) times.push(await redraw(page, name, value));
  await page.getByRole("button", {name: "Clear filters"}).click();
  return times;
}

/** Milliseconds from each of 20 moves of a drag over a histogram to the redrawn page. Its helpers are methods: tsx marks named functions. */
const timeBrushes = (page: Page, dimension: string): Promise<number[]> =>
  page.evaluate(async (dimension) => {
    const bins = document.querySelector<HTMLElement>(`[data-dimension="${dimension}"] .explore-bins`)!;
    bins.setPointerCapture = () => undefined; // there is no such pointer
    const {left, top, width, height} = bins.getBoundingClientRect();
    const pointer = {
      send(type: string, share: number): void {
        const [clientX, clientY] = [left + share * width, top + height / 2];
        bins.dispatchEvent(new PointerEvent(type, {clientX, clientY, pointerId: 1, isPrimary: true, bubbles: true}));
      },
      /** The page draws in the next frame, before this is told. */
      painted(): Promise<void> {
        return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve())));
      }
    };
    pointer.send("pointerdown", 0.025);
    const times: number[] = [];
    for (let i = 1; i <= 20; i++) {
      const start = performance.now();
      pointer.send("pointermove", ((i < 20 ? i : 9) + 0.5) / 20); // over all bins, and back to the middle
      await pointer.painted();
      times.push(performance.now() - start);
    }
    pointer.send("pointerup", 0.5);
    return times;
  }, dimension);
