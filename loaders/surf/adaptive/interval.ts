import {mixtureRatio, ratesAbove, ratesBelow} from "./mixture.js";
import type {Count} from "./observations.js";

const steps = 40; // of the bisection

/**
 * A 95% interval for a rate that covers at whatever moment one looks (a confidence sequence): the rates that neither the
 * e-process from above nor the one from below rejects at 2.5% each. From 0 to 1 without data.
 */
export function anytimeInterval({n, violations}: Count): {low: number; high: number} {
  const reject = 40; // 1 / 0.025
  const isBelow = (rate: number) => mixtureRatio(n, violations, rate, ratesAbove(rate)) >= reject;
  const isAbove = (rate: number) => mixtureRatio(n, violations, rate, ratesBelow(rate)) >= reject;
  const mean = n === 0 ? 0.5 : violations / n;
  return {low: bisect(mean, 0, isBelow), high: bisect(mean, 1, isAbove)};
}

/** The upper bound of a rate, at a level of 95%, at whatever moment one looks. */
export function anytimeUpperBound({n, violations}: Count): number {
  const mean = n === 0 ? 0.5 : violations / n;
  return bisect(mean, 1, (rate) => mixtureRatio(n, violations, rate, ratesBelow(rate)) >= 20);
}

/** Where rates begin to be rejected, on the way from one that is not to the end of the range. */
function bisect(inside: number, end: number, isRejected: (rate: number) => boolean): number {
  let [kept, rejected] = [inside, end];
  for (let i = 0; i < steps; i++) {
    const middle = (kept + rejected) / 2;
    if (isRejected(middle)) rejected = middle;
    else kept = middle;
  }
  return kept;
}
