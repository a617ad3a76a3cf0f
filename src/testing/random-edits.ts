import type {Page} from "playwright-core";
import {createRandom, pick, type Random} from "../../loaders/util/random.js";

/** What a reader may do to a page; one that is listed twice is done twice as often. */
export type Edit = (page: Page, random: Random) => Promise<void>;

/** How an open page is edited at random, as an impatient reader would. */
export interface RandomEdits {
  seed: number;
  afterEach?: () => Promise<void>; // called after each ten edits
}

/** Edits an open page at random. Returns how many edits were made. */
export async function editAtRandom(
  page: Page,
  kinds: readonly Edit[],
  edits: number,
  {seed, afterEach = async () => undefined}: RandomEdits
): Promise<number> {
  const random = createRandom(seed);
  for (let done = 0; done < edits; done++) {
    await pick(random, kinds)(page, random);
    if (done % 10 === 9) await afterEach();
  }
  return edits;
}
