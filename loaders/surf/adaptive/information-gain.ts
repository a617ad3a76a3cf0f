import type {Random} from "../../util/random.js";

/** Entropy of a Bernoulli variable, in nats. */
export function binaryEntropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}

/** A discrete posterior, and what each hypothesis predicts for each test. */
export interface Predictions {
  weights: Float64Array; // by hypothesis: posterior probability
  probabilities: Float64Array; // [hypothesis, subset] -> probability of a violation
  subsets: number; // the empty one, 0, is never tested
}

/**
 * The tests to ask next, as masks. Each maximizes the expected information gain, which is the mutual information of
 * hypothesis and outcome:
 *
 *     gain(S) = H(sum over h of w_h p_hS) - sum over h of w_h H(p_hS)
 *
 * A batch is chosen one by one; the outcome of each test is drawn from the predictive distribution and conditioned on
 * before the next is chosen, so that a batch does not repeat one test.
 */
export function mostInformativeTests(predictions: Predictions, count: number, random: Random): number[] {
  const {probabilities, subsets} = predictions;
  const weights = Float64Array.from(predictions.weights);
  const entropies = probabilities.map(binaryEntropy);
  return Array.from({length: count}, () => {
    const subset = mostInformative({weights, probabilities, subsets}, entropies);
    const violated = random() < predictive({weights, probabilities, subsets}, subset);
    let sum = 0;
    for (let h = 0; h < weights.length; h++) {
      const probability = probabilities[h * subsets + subset]!;
      sum += weights[h]! *= violated ? probability : 1 - probability;
    }
    for (let h = 0; h < weights.length; h++) weights[h]! /= sum;
    return subset;
  });
}

const tie = 1e-9; // nats; among equals the largest mask is taken

function mostInformative(predictions: Predictions, entropies: Float64Array): number {
  const {weights, subsets} = predictions;
  let best = subsets - 1;
  let highest = -1;
  for (let subset = subsets - 1; subset > 0; subset--) {
    let conditional = 0;
    for (let h = 0; h < weights.length; h++) conditional += weights[h]! * entropies[h * subsets + subset]!;
    const gain = binaryEntropy(predictive(predictions, subset)) - conditional;
    if (gain > highest + tie) [best, highest] = [subset, gain];
  }
  return best;
}

/** Posterior predictive probability of a violation. */
function predictive({weights, probabilities, subsets}: Predictions, subset: number): number {
  let probability = 0;
  for (let h = 0; h < weights.length; h++) probability += weights[h]! * probabilities[h * subsets + subset]!;
  return probability;
}
