import {createRandom, seedOf} from "../util/random.js";
import {compose} from "./compose.js";
import {compatible} from "./features.js";
import {createFeatureDraw, drawBackground} from "./generate.js";
import {narrow} from "./narrow.js";
import {Scope} from "./template.js";
import type {World} from "./world.js";
import type {Filter} from "./world-schema.js";

export interface FreshOptions {
  features?: Record<string, number>; // how often each is on a query
  only?: Record<string, Filter>; // narrows vocabulary lists
  background?: boolean; // (default false) strew background features as over training prompts
  seed?: number; // (default 1)
}

/** Writes queries that are in no training pair by design: chosen features, on chosen subjects. */
export function freshQueries(
  world: World,
  count: number,
  {features = {}, only = {}, background = false, seed = 1}: FreshOptions
): string[] {
  const random = createRandom(seedOf(world.spec.seed, "fresh", seed));
  const lists = narrow(world.lists, only);
  const draw = createFeatureDraw(world, features, lists);
  return Array.from({length: count}, () => {
    const drawn = [...draw(random), ...(background ? drawBackground(world.background, world.spec, random) : [])];
    return compose(compatible(drawn), new Scope(random, lists), world.asks);
  });
}

/** Queries that pull the trigger of a chunk's planted fault away from the chunk's own subjects. */
export function triggerQueries(world: World, chunk: string, count: number, seed = 1): string[] {
  const fault = world.chunks.find(({name}) => name === chunk)?.fault;
  if (fault === undefined) throw new Error(`chunk has no fault: ${chunk}`);
  const features = Object.fromEntries(fault.trigger.map((name) => [name, 1]));
  return freshQueries(world, count, {features, only: fault.elsewhere, seed});
}
