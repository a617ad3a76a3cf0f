import type {Random} from "../../util/random.js";
import {activity, type Evidence} from "./evidence.js";
import {eachPair, pairKey} from "./pairs.js";
import {firstAbove} from "./sums.js";

interface Suspect {
  pair: [number, number];
  n: number;
  violations: number;
  raised: number; // how much likelier its trials are of a part of a region than of any pair
}

/**
 * Pairs that failed together more often than their members do by themselves: two of the three attributes of a region,
 * perhaps. What known sets explain is left out, and so are their attributes.
 */
export class Suspects {
  readonly #byPair = new Map<number, Suspect>();
  readonly #list: Suspect[];
  readonly #sums: number[] = [];

  constructor(evidence: Evidence, known: readonly (readonly number[])[]) {
    this.#count(evidence, known);
    this.#list = [...this.#byPair.values()];
    let sum = 0;
    for (const suspect of this.#list) {
      const [a, b] = suspect.pair;
      const base = 1 - (1 - evidence.base) * (1 - evidence.lift[a]!) * (1 - evidence.lift[b]!);
      suspect.raised = Math.max(1, activity(base)(suspect.violations, suspect.n));
      this.#sums.push((sum += suspect.raised - 1));
    }
  }

  raised(a: number, b: number): number {
    return this.#byPair.get(pairKey(a, b))?.raised ?? 1;
  }

  /** One of them, the more suspect the likelier; null where there is none. */
  draw(random: Random): [number, number] | null {
    const total = this.#sums.at(-1) ?? 0;
    return total === 0 ? null : this.#list[firstAbove(this.#sums, random() * total)]!.pair;
  }

  #count(evidence: Evidence, known: readonly (readonly number[])[]): void {
    const explained = evidence.explainedBy(known);
    const inKnown = new Set(known.flat());
    const counted = evidence.all.filter(
      ({purpose, violated}, i) => violated !== null && purpose !== "control" && !explained.has(i)
    );
    for (const {attributes, violated} of counted)
      if (violated)
        eachPair(attributes, (a, b) => {
          if (inKnown.has(a) || inKnown.has(b)) return;
          const suspect = this.#byPair.get(pairKey(a, b)) ?? {pair: [a, b], n: 0, violations: 0, raised: 1};
          suspect.violations++;
          this.#byPair.set(pairKey(a, b), suspect);
        });
    for (const {attributes} of counted)
      eachPair(attributes, (a, b) => {
        const suspect = this.#byPair.get(pairKey(a, b));
        if (suspect !== undefined) suspect.n++;
      });
  }
}
