import {expect, it} from "vitest";
import {createRandom, integerBelow} from "../../util/random.js";
import {countByMask} from "./mask-counts.js";
import {Evidence, holds} from "./evidence.js";

const size = 12;
const asked = [3, 7, 0, 5, 9]; // what is looked into; 0 is in nearly every candidate

/** Candidates of up to five attributes, some unscored. */
function someEvidence(): Evidence {
  const random = createRandom(4);
  const evidence = new Evidence(size, 70);
  for (let i = 0; i < 600; i++) {
    const attributes = new Set(Array.from({length: 4}, () => integerBelow(random, size)));
    if (random() < 0.9) attributes.add(0);
    const score = random() < 0.05 ? null : attributes.has(3) && attributes.has(7) ? 90 : random() < 0.1 ? 90 : 10;
    evidence.add({attributes: [...attributes], purpose: "explore", score});
  }
  evidence.refresh([]);
  return evidence;
}

it.each([[[]], [[[3, 7]]], [[[0, 1], [5]]]])(
  "counts by mask what one by one comes to, without what %j explains",
  (known) => {
    const evidence = someEvidence();
    const [n, violations, expected] = countByMask(asked, evidence, evidence.explainedBy(known));
    const masks = Array.from({length: 32}, () => ({n: 0, violations: 0, expected: 0}));
    for (const {attributes, violated} of evidence.all) {
      if (violated === null || known.some((set) => holds(attributes, set))) continue;
      const inside = asked.filter((id) => attributes.includes(id));
      const mask = masks[inside.reduce((sum, id) => sum + (1 << asked.indexOf(id)), 0)]!;
      mask.n++;
      if (violated) mask.violations++;
      if (inside.length === 1) mask.expected += evidence.rateWithout(attributes, inside[0]!);
    }
    expect([...n].slice(1)).toEqual(masks.slice(1).map((mask) => mask.n));
    expect([...violations].slice(1)).toEqual(masks.slice(1).map((mask) => mask.violations));
    for (const [place, id] of asked.entries())
      expect(expected[place], `attribute ${id}`).toBeCloseTo(masks[1 << place]!.expected);
  }
);
