import {liftGrid, silentProbability} from "./constants.js";

/**
 * When is an attribute active, that is, part of a region not yet known? An active attribute raises the rate of a query,
 * whatever its company, by one of the lifts l_k with equal prior weight, or by nothing (s: its partners are missing):
 *
 *     P(violation | active, l_k) = 1 - (1 - company) (1 - l_k)        a noisy or; company: rate of the rest of the query
 *     Bayes factor = s + (1 - s) / K * sum over k of prod over trials of P(outcome | l_k) / P(outcome | inactive)
 */
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
  const ofSuccess = rates.map((rate) => Math.log((1 - rate) / (1 - baseRate)));
  return (violations, n) => {
    let factor = silentProbability;
    for (let k = 0; k < rates.length; k++)
      factor += liftWeight * Math.exp(violations * ofViolation[k]! + (n - violations) * ofSuccess[k]!);
    return factor;
  };
}
