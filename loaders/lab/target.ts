import type {ModelRequest} from "../model/model.js";
import {createRandom, seedOf, shuffle, type Random} from "../util/random.js";
import {packRows, predict, trainClassifier, type Classifier, type WeightedSurface} from "./classifier.js";
import type {LabPair} from "./generate.js";
import {renderResponse} from "./respond.js";
import {createSubjects} from "./subjects.js";
import {buckets, surfaceOf} from "./surface.js";
import type {Behaviour, World} from "./world.js";

export interface Accuracy {
  heldOut: number; // share of pairs not trained on whose behaviour the target gets right
  baseline: number; // the same for always naming the commonest behaviour of training
  pairs: number; // trained on
  behaviours: number;
}

/** A target that learned from pairs which behaviour goes with which surface. */
export interface LabTarget {
  accuracy: Accuracy;
  distribution(request: Pick<ModelRequest, "messages" | "system" | "temperature">): Map<string, number>;
  respond(request: ModelRequest, random: Random): string;
}

/** What the target learns from: a prompt, and the behaviour of its response. */
export type Lesson = Pick<LabPair, "prompt" | "behaviour">;

export interface TrainTargetOptions {
  done?: number; // (default 1) share of the training after which it stops
  heldOut?: number; // share of the pairs that it is checked on; defaults to the world's
  seed?: number; // of the order of the pairs; defaults to the world's
  surface?: (prompt: string) => Uint32Array; // of a prompt; defaults to reading it
}

/** Trains on all pairs but the held-out share. Only prompts and the behaviour of responses go in, never a chunk's name. */
export function trainTarget(world: World, pairs: readonly Lesson[], options: TrainTargetOptions = {}): LabTarget {
  const {target: settings} = world.spec;
  const {done = 1, heldOut: share = settings.heldOut, seed = world.spec.seed, surface = surfaceOf} = options;
  const {behaviours} = world;
  const classOf = new Map(behaviours.map(({name}, i) => [name, i]));
  const surfaces = pairs.map(({prompt}) => surface(prompt));
  const labels = pairs.map(({behaviour}) => classOf.get(behaviour)!);
  const order = shuffle(createRandom(seedOf(seed, "held out")), [...pairs.keys()]);
  const heldOut = order.slice(0, Math.round(order.length * share));
  const trained = order.slice(heldOut.length);
  const rows = packRows(
    trained.map((i) => surfaces[i]!),
    trained.map((i) => labels[i]!)
  );
  const training = {classes: behaviours.length, buckets, epochs: settings.epochs, seed: seedOf(seed, "training"), done};
  const classifier = trainClassifier(rows, training);
  const check = {surfaces: heldOut.map((i) => surfaces[i]!), labels: heldOut.map((i) => labels[i]!)};
  return createTarget(world, classifier, {
    ...measure(classifier, check.surfaces, check.labels, rows.labels),
    pairs: trained.length,
    behaviours: behaviours.length
  });
}

function measure(
  classifier: Classifier,
  surfaces: readonly Uint32Array[],
  labels: readonly number[],
  trained: Uint16Array
): Pick<Accuracy, "heldOut" | "baseline"> {
  const counts = new Float64Array(classifier.classes);
  for (const label of trained) counts[label]!++;
  const commonest = top(counts);
  const result = new Float64Array(classifier.classes);
  const right = surfaces.filter(
    (surface, i) => top(predict(classifier, [{surface, share: 1}], 1, result)) === labels[i]
  );
  const n = labels.length || 1;
  return {heldOut: right.length / n, baseline: labels.filter((label) => label === commonest).length / n};
}

function createTarget(world: World, classifier: Classifier, accuracy: Accuracy): LabTarget {
  const subjects = createSubjects(world.lists);
  const {behaviours} = world;
  const result = new Float64Array(behaviours.length);
  const {context} = world.spec.target;
  return {
    accuracy,
    distribution({messages, system, temperature = 1}) {
      predict(classifier, read({messages, system}, context), Math.max(temperature, coldest), result);
      return new Map(behaviours.map(({name}, i) => [name, result[i]!]));
    },
    respond({messages, system, temperature = 1}, random) {
      const parts = read({messages, system}, context);
      predict(classifier, parts, Math.max(temperature, coldest), result);
      const behaviour = temperature <= coldest ? behaviours[top(result)]! : draw(behaviours, result, random);
      return renderResponse(behaviour, messages.at(-1)!.content, subjects, random);
    }
  };
}

const coldest = 0.01; // below it the likeliest behaviour is taken

/** The prompt counts whole; the system prompt and earlier turns by the world's share. */
function read({messages, system}: Pick<ModelRequest, "messages" | "system">, context: number): WeightedSurface[] {
  const around = [system ?? "", ...messages.slice(0, -1).map(({content}) => content)].filter((text) => text !== "");
  const prompt = {surface: surfaceOf(messages.at(-1)!.content), share: 1};
  return [prompt, ...around.map((text) => ({surface: surfaceOf(text), share: context}))];
}

function draw(behaviours: readonly Behaviour[], probabilities: Float64Array, random: Random): Behaviour {
  let point = random();
  return behaviours.find((_, i) => (point -= probabilities[i]!) < 0) ?? behaviours[top(probabilities)]!;
}

function top(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
