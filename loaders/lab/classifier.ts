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

const lanes = 4; // classes that are summed at once: their sums stay in registers, which is twice as fast

/** Weights while they are fitted: the classes are filled up to a multiple of `lanes`. */
interface Fit {
  stride: number; // classes, filled up
  weights: Float32Array; // weights[feature * stride + class]
  bias: Float32Array;
}

/** The features of a row: indices[from .. to]. */
interface RowPlace {
  indices: Uint32Array;
  from: number;
  to: number;
}

/**
 * Fits a classifier by stochastic gradient descent on the cross entropy; the same rows and seed give the same weights.
 */
export function trainClassifier(
  rows: FeatureRows,
  {classes, buckets, epochs, seed, rate = 2, decay = 1e-5, done = 1}: TrainingOptions
): Classifier {
  const stride = Math.ceil(classes / lanes) * lanes;
  const fit = {stride, weights: new Float32Array(buckets * stride), bias: new Float32Array(stride)};
  const sums = new Float64Array(stride);
  const probabilities = sums.subarray(0, classes);
  const random = createRandom(seed);
  const order = Array.from(rows.labels, (_, row) => row);
  const steps = epochs * order.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const row of shuffle(random, order)) {
      if (step >= done * steps) return unfilled(fit, classes);
      const place = {indices: rows.indices, from: rows.starts[row]!, to: rows.starts[row + 1]!};
      sumUp(fit, place, sums);
      softmax(probabilities, 1);
      probabilities[rows.labels[row]!]! -= 1;
      descend(fit, place, sums, {rate: rate * (1 - (0.9 * step++) / steps), decay});
    }
  return unfilled(fit, classes);
}

const scaleOf = ({from, to}: RowPlace): number => 1 / Math.sqrt(to - from || 1);

/** The sum of the weights of a row's features for each class, scaled, written into `sums`. */
function sumUp({stride, weights, bias}: Fit, place: RowPlace, sums: Float64Array): void {
  const {indices, from, to} = place;
  const scale = scaleOf(place);
  for (let c = 0; c < stride; c += lanes) {
    let a = bias[c]!;
    let b = bias[c + 1]!;
    let d = bias[c + 2]!;
    let e = bias[c + 3]!;
    for (let i = from; i < to; i++) {
      const at = indices[i]! * stride + c;
      a += scale * weights[at]!;
      b += scale * weights[at + 1]!;
      d += scale * weights[at + 2]!;
      e += scale * weights[at + 3]!;
    }
    sums[c] = a;
    sums[c + 1] = b;
    sums[c + 2] = d;
    sums[c + 3] = e;
  }
}

/** A step against the gradient: `errors` are the probabilities, less 1 for the class of the row. */
function descend(
  {stride, weights, bias}: Fit,
  place: RowPlace,
  errors: Float64Array,
  {rate, decay}: {rate: number; decay: number}
): void {
  const {indices, from, to} = place;
  const scale = scaleOf(place);
  for (let c = 0; c < stride; c++) bias[c]! -= 0.1 * rate * scale * errors[c]!;
  for (let c = 0; c < stride; c += lanes) {
    const a = scale * errors[c]!;
    const b = scale * errors[c + 1]!;
    const d = scale * errors[c + 2]!;
    const e = scale * errors[c + 3]!;
    for (let i = from; i < to; i++) {
      const at = indices[i]! * stride + c;
      weights[at]! -= rate * (a + decay * weights[at]!);
      weights[at + 1]! -= rate * (b + decay * weights[at + 1]!);
      weights[at + 2]! -= rate * (d + decay * weights[at + 2]!);
      weights[at + 3]! -= rate * (e + decay * weights[at + 3]!);
    }
  }
}

/** The classifier without what its classes were filled up with. */
function unfilled({stride, weights, bias}: Fit, classes: number): Classifier {
  const kept = new Float32Array((weights.length / stride) * classes);
  for (let from = 0, to = 0; from < weights.length; from += stride, to += classes)
    for (let c = 0; c < classes; c++) kept[to + c] = weights[from + c]!;
  return {classes, weights: kept, bias: bias.slice(0, classes)};
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
