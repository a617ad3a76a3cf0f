import {createRandom, shuffle} from "../util/random.js";

/** Sparse binary rows: row r has features indices[starts[r] .. starts[r + 1]]. */
export interface FeatureRows {
  starts: Uint32Array;
  indices: Uint32Array;
  labels: Uint16Array; // class of each row
}

export interface TrainingOptions {
  classes: number;
  buckets: number;
  epochs: number;
  seed: number;
  rate?: number; // (default 2) step at the start; falls to a tenth in a straight line
  done?: number; // (default 1) share of the training after which it stops: a checkpoint
  decay?: number; // (default 1e-5) pull of a used weight to zero at each step
}

/** Multinomial logistic regression: weights[feature * classes + class]. */
export interface Classifier {
  classes: number;
  weights: Float32Array;
  bias: Float32Array;
}

/** Rows of bucket numbers and their classes, packed. */
export function packRows(surfaces: readonly Uint32Array[], labels: readonly number[]): FeatureRows {
  const starts = new Uint32Array(surfaces.length + 1);
  surfaces.forEach((surface, row) => (starts[row + 1] = starts[row]! + surface.length));
  const indices = new Uint32Array(starts[surfaces.length]!);
  surfaces.forEach((surface, row) => indices.set(surface, starts[row]));
  return {starts, indices, labels: Uint16Array.from(labels)};
}

/**
 * Fits a classifier by stochastic gradient descent on the cross entropy; the same rows and seed give the same weights.
 */
export function trainClassifier(
  rows: FeatureRows,
  {classes, buckets, epochs, seed, rate = 2, decay = 1e-5, done = 1}: TrainingOptions
): Classifier {
  const classifier = {classes, weights: new Float32Array(buckets * classes), bias: new Float32Array(classes)};
  const probabilities = new Float64Array(classes);
  const random = createRandom(seed);
  const order = Array.from(rows.labels, (_, row) => row);
  const steps = epochs * order.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const row of shuffle(random, order)) {
      if (step >= done * steps) return classifier;
      const surface = rows.indices.subarray(rows.starts[row], rows.starts[row + 1]);
      predict(classifier, [{surface, share: 1}], 1, probabilities);
      update(classifier, surface, rows.labels[row]!, probabilities, rate * (1 - (0.9 * step++) / steps), decay);
    }
  return classifier;
}

function update(
  {classes, weights, bias}: Classifier,
  surface: Uint32Array,
  label: number,
  probabilities: Float64Array,
  rate: number,
  decay: number
): void {
  const scale = 1 / Math.sqrt(surface.length || 1);
  probabilities[label]! -= 1;
  for (let c = 0; c < classes; c++) bias[c]! -= 0.1 * rate * scale * probabilities[c]!;
  for (let i = 0; i < surface.length; i++) {
    const start = surface[i]! * classes;
    for (let c = 0; c < classes; c++)
      weights[start + c]! -= rate * (scale * probabilities[c]! + decay * weights[start + c]!);
  }
}

export interface WeightedSurface {
  surface: Uint32Array;
  share: number; // 1 for the prompt itself, less for what stands around it
}

/** The distribution over classes at a temperature above 0, written into `result`. */
export function predict(
  {classes, weights, bias}: Classifier,
  parts: readonly WeightedSurface[],
  temperature: number,
  result: Float64Array
): Float64Array {
  let features = 0;
  for (const {surface, share} of parts) features += surface.length * share;
  const scale = 1 / Math.sqrt(features || 1);
  for (let c = 0; c < classes; c++) result[c] = bias[c]!;
  for (const {surface, share} of parts)
    for (let i = 0; i < surface.length; i++) {
      const start = surface[i]! * classes;
      for (let c = 0; c < classes; c++) result[c]! += scale * share * weights[start + c]!;
    }
  return softmax(result, temperature);
}

function softmax(values: Float64Array, temperature: number): Float64Array {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c] = Math.exp((values[c]! - top) / temperature);
  for (let c = 0; c < values.length; c++) values[c]! /= sum;
  return values;
}
