import type {Random} from "../../util/random.js";
import type {AttributePosterior} from "./attribute-posterior.js";
import {minNovelty, promisingPower} from "./constants.js";
import type {Coverage} from "./coverage.js";

/**
 * Draws promising attributes: with probability proportional to (P(active) * novelty)^1.6, where novelty is the share of
 * the pool that an attribute was not yet tested with. The power favours the more promising.
 */
export class PromisingDraw {
  readonly #cumulative: Float64Array;

  constructor(private readonly size: number) {
    this.#cumulative = new Float64Array(size);
  }

  update({active}: Pick<AttributePosterior, "active">, {partners}: Pick<Coverage, "partners">): void {
    let sum = 0;
    for (let id = 0; id < this.size; id++) {
      const novelty = Math.max(minNovelty, 1 - partners[id]! / this.size);
      this.#cumulative[id] = sum += (active[id]! * novelty) ** promisingPower;
    }
  }

  draw(random: Random): number {
    const point = random() * this.#cumulative[this.#cumulative.length - 1]!;
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulative[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
