import type {Evidence, Explained} from "./evidence.js";

/**
 * Counts candidates by which of the attributes they have. The most used attribute has by far the most candidates, nearly
 * all with none of the others: these are what is left of its own record.
 */
export function countByMask(
  attributes: readonly number[],
  evidence: Evidence,
  explained: Explained
): [n: Float64Array, violations: Float64Array, expected: Float64Array] {
  const n = new Float64Array(1 << attributes.length);
  const violations = new Float64Array(1 << attributes.length);
  const expected = new Float64Array(attributes.length); // violations of each in other company that the company explains
  const bitOf = new Uint8Array(evidence.size);
  for (const [place, attribute] of attributes.entries()) bitOf[attribute] = 1 << place;
  const most = attributes.reduce((a, b) => (evidence.uses[b]! > evidence.uses[a]! ? b : a));
  const rest = {...explained.recordOf(most)};
  let counted = 0; // attributes looked at
  for (const [place, attribute] of attributes.entries()) {
    if (attribute === most) continue;
    for (const i of evidence.indicesOf(attribute)) {
      const {attributes: asked, violated} = evidence.all[i]!;
      if (violated === null || explained.has(i)) continue;
      let mask = 0;
      for (const id of asked) mask |= bitOf[id]!;
      if ((mask & counted) !== 0) continue; // counted at an earlier attribute
      if (mask === 1 << place) expected[place]! += evidence.rateWithout(asked, attribute);
      n[mask]!++;
      if (violated) violations[mask]!++;
      if ((mask & bitOf[most]!) === 0) continue;
      rest.n--;
      if (violated) rest.violations--;
      rest.expected -= evidence.rateWithout(asked, most);
    }
    counted |= 1 << place;
  }
  n[bitOf[most]!] = rest.n;
  violations[bitOf[most]!] = rest.violations;
  expected[attributes.indexOf(most)] = Math.max(0, rest.expected);
  return [n, violations, expected];
}
