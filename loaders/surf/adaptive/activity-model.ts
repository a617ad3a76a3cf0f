import {liftGrid, silentProbability} from "./constants.js";

/**
 * The model of an active attribute, one that is part of a region not yet known. With probability s it adds nothing,
 * since its partners are missing; else it raises the rate of any query by one of the lifts l_1 to l_K, equally likely
 * a priori. With c the rate of its company, the other attributes of the query, as a noisy or:
 *
 *     P(violation | active, l_k) = 1 - (1 - c) (1 - l_k)        P(violation | inactive) = c
 *     Bayes factor = s + (1 - s) / K * sum over k of product over trials of P(outcome | l_k) / P(outcome | inactive)
 */

/** Prior weight of one lift: (1 - s) / K. */
export const liftWeight = (1 - silentProbability) / liftGrid.length;

/** The posterior probability of a hypothesis: posterior odds = prior odds * Bayes factor. */
export function posteriorProbability(prior: number, bayesFactor: number): number {
  const odds = (prior / (1 - prior)) * bayesFactor;
  return odds / (1 + odds);
}

/** The Bayes factor of v violations in n trials whose company fails at the base rate. */
export function activityBayesFactor(baseRate: number): (violations: number, n: number) => number {
  const rates = liftGrid.map((lift) => baseRate + (1 - baseRate) * lift);
  const ofViolation = rates.map((rate) => Math.log(rate / baseRate));
  const ofClean = rates.map((rate) => Math.log((1 - rate) / (1 - baseRate)));
  return (violations, n) => {
    let factor = silentProbability;
    for (let k = 0; k < rates.length; k++)
      factor += liftWeight * Math.exp(violations * ofViolation[k]! + (n - violations) * ofClean[k]!);
    return factor;
  };
}
