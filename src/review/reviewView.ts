import {addressOf, type Address} from "../ui/address.js";
import {sources} from "./population.js";

/** Which queue is reviewed. The place in it is not in the address, nor what the item is. */
export interface ReviewView {
  source: string;
  rubric: string; // empty: the first
  size: number; // items
  seed: number;
}

export const emptyReview: ReviewView = {source: "", rubric: "", size: 60, seed: 1};

const largest = 5000;

export const reviewAddress: Address<ReviewView> = addressOf(emptyReview, {
  clean: (view) => ({
    ...view,
    source: (sources as readonly string[]).includes(view.source) ? view.source : "",
    size: Math.min(largest, Math.max(1, view.size))
  })
});

/** Names a queue in its marks: what it was drawn from and how, whatever its size. */
export const queueName = (
  source: string,
  rubric: string,
  {seed, threshold}: {seed: number; threshold: number}
): string => `${source}/${rubric}/above ${threshold}/seed ${seed}`;
