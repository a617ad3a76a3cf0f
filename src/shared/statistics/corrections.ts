import {z, type Proportion} from "../statistics.js";

/** q values of a table of p values (Benjamini and Hochberg 1995); a null p keeps a null q and does not count. */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, i) => (p === null ? [] : [{p, i}])).toSorted((a, b) => b.p - a.p);
  const qs: (number | null)[] = ps.map(() => null);
  let least = 1;
  order.forEach(({p, i}, place) => {
    least = Math.min(least, (p * order.length) / (order.length - place));
    qs[i] = least;
  });
  return qs;
}

/** How often a judge is right, counted on labelled exchanges. */
export interface JudgeErrors {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

/**
 * The true rate behind a judged one, given the judge's measured sensitivity and specificity (Rogan and Gladen 1978),
 * with the 95% interval of Lang and Reiczigel (2014), which counts the uncertainty of all three. All null when the
 * judge does no better than chance, or labels of one kind are missing. `n` may be an effective number.
 */
export function roganGladen(rate: number, n: number, errors: JudgeErrors): Proportion {
  const positives = errors.truePositives + errors.falseNegatives;
  const negatives = errors.trueNegatives + errors.falsePositives;
  const nothing = {rate: null, low: null, high: null};
  if (positives === 0 || negatives === 0 || n === 0) return nothing;
  const plain = errors.truePositives / positives + errors.trueNegatives / negatives - 1;
  const sensitivity = (errors.truePositives + 1) / (positives + 2);
  const specificity = (errors.trueNegatives + 1) / (negatives + 2);
  const youden = sensitivity + specificity - 1;
  if (plain <= 0 || youden <= 0) return nothing;
  const apparent = (n * rate + z ** 2 / 2) / (n + z ** 2);
  const centre = (apparent + specificity - 1) / youden;
  const fromSensitivity = (sensitivity * (1 - sensitivity)) / (positives + 2);
  const fromSpecificity = (specificity * (1 - specificity)) / (negatives + 2);
  const shift = 2 * z ** 2 * (centre * fromSensitivity - (1 - centre) * fromSpecificity);
  const own = (apparent * (1 - apparent)) / (n + z ** 2);
  const error = Math.sqrt(own + centre ** 2 * fromSensitivity + (1 - centre) ** 2 * fromSpecificity) / youden;
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const corrected = (rate + errors.trueNegatives / negatives - 1) / plain;
  return {
    rate: inside(corrected),
    low: inside(centre + shift - z * error),
    high: inside(centre + shift + z * error)
  };
}

/** Smallest difference of two shares that n samples of each find with 80% power at a two-sided 5%. */
export function detectableDifference(rate: number, n: number): number {
  const at = (other: number) => {
    const middle = (rate + other) / 2;
    const power = 0.8416212335729143 * Math.sqrt((rate * (1 - rate) + other * (1 - other)) / n);
    return z * Math.sqrt((2 * middle * (1 - middle)) / n) + power;
  };
  let [low, high] = [0, 1 - rate];
  if (high < at(1)) return 1; // no difference upwards is large enough
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle < at(rate + middle)) low = middle;
    else high = middle;
  }
  return high;
}
