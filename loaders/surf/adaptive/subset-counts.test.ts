import {expect, it} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {includesAll} from "./attribute-set.js";
import {AttributePosterior} from "./attribute-posterior.js";
import {Observations} from "./observations.js";
import {countBySubset} from "./subset-counts.js";

const size = 12;
const investigated = [3, 7, 0, 5, 9]; // 0 is in nearly every candidate

/** Candidates of up to five attributes, some unscored. */
function somePosterior(): AttributePosterior {
  const random = createRandom(4);
  const observations = new Observations(size, 70);
  for (let i = 0; i < 600; i++) {
    const attributes = new Set(Array.from({length: 4}, () => integerBelow(random, size)));
    if (random() < 0.9) attributes.add(0);
    const score = random() < 0.05 ? null : attributes.has(3) && attributes.has(7) ? 90 : random() < 0.1 ? 90 : 10;
    observations.add({attributes: [...attributes], purpose: "explore", score});
  }
  const posterior = new AttributePosterior(observations);
  posterior.update([]);
  return posterior;
}

it.each([[[]], [[[3, 7]]], [[[0, 1], [5]]]])(
  "counts by subset what a count one by one comes to, without what %j explains",
  (known) => {
    const posterior = somePosterior();
    const {n, violations, expected} = countBySubset(investigated, posterior, posterior.explainedBy(known));
    const masks = Array.from({length: 32}, () => ({n: 0, violations: 0, expected: 0}));
    for (const {attributes, violated} of posterior.observations.all) {
      if (violated === null || known.some((set) => includesAll(attributes, set))) continue;
      const inside = investigated.filter((id) => attributes.includes(id));
      const mask = masks[inside.reduce((sum, id) => sum + (1 << investigated.indexOf(id)), 0)]!;
      mask.n++;
      if (violated) mask.violations++;
      if (inside.length === 1) mask.expected += posterior.rateWithout(attributes, inside[0]!);
    }
    expect([...n].slice(1)).toEqual(masks.slice(1).map((mask) => mask.n));
    expect([...violations].slice(1)).toEqual(masks.slice(1).map((mask) => mask.violations));
    for (const [place, id] of investigated.entries())
      expect(expected[place], `attribute ${id}`).toBeCloseTo(masks[1 << place]!.expected);
  }
);
