import type {AttributePosterior} from "./attribute-posterior.js";
import type {Explained} from "./explained.js";

/** Outcomes by which of some attributes a candidate had: sufficient for every hypothesis on them. */
export interface SubsetCounts {
  n: Float64Array; // by mask of attributes
  violations: Float64Array;
  expected: Float64Array; // by attribute: violations without the others that its company leads one to expect
}

/**
 * Counts the candidates that have any of the attributes and that no known core explains. The most used attribute has by
 * far the most candidates, nearly all with none of the others; these are what remains of its own count.
 */
export function countBySubset(
  attributes: readonly number[],
  posterior: Pick<AttributePosterior, "observations" | "rateWithout">,
  explained: Explained
): SubsetCounts {
  const {observations} = posterior;
  const n = new Float64Array(1 << attributes.length);
  const violations = new Float64Array(1 << attributes.length);
  const expected = new Float64Array(attributes.length);
  const bitOf = new Uint8Array(observations.size);
  for (const [place, attribute] of attributes.entries()) bitOf[attribute] = 1 << place;
  const {uses} = observations;
  const mostUsed = attributes.reduce((a, b) => (uses[b]! > uses[a]! ? b : a));
  const rest = {...explained.countOutside(mostUsed)};
  let counted = 0; // mask of the attributes whose candidates are counted
  for (const [place, attribute] of attributes.entries()) {
    if (attribute === mostUsed) continue;
    for (const i of observations.indicesOf(attribute)) {
      const {attributes: asked, violated} = observations.all[i]!;
      if (violated === null || explained.has(i)) continue;
      let mask = 0;
      for (const id of asked) mask |= bitOf[id]!;
      if ((mask & counted) !== 0) continue;
      if (mask === 1 << place) expected[place]! += posterior.rateWithout(asked, attribute);
      n[mask]!++;
      if (violated) violations[mask]!++;
      if ((mask & bitOf[mostUsed]!) === 0) continue;
      rest.n--;
      if (violated) rest.violations--;
      rest.expected -= posterior.rateWithout(asked, mostUsed);
    }
    counted |= 1 << place;
  }
  n[bitOf[mostUsed]!] = rest.n;
  violations[bitOf[mostUsed]!] = rest.violations;
  expected[attributes.indexOf(mostUsed)] = Math.max(0, rest.expected);
  return {n, violations, expected};
}
