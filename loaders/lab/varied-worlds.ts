import {createRandom, integerBelow, seedOf, shuffle, type Random} from "../util/random.js";
import {buildWorld, type World} from "./world.js";
import type {ChunkSpec, WorldSpec} from "./world-schema.js";

/** A fault that a varied world has: which chunk teaches which behaviour by which features. */
export interface PlantedFault {
  chunk: string;
  trigger: readonly string[];
  behaviour: string;
  rubric: string;
}

/**
 * A world unlike the one it comes from, for measuring on worlds that nothing was tuned on: another seed, other names,
 * sizes and shares of its chunks, some of its faults and neighbours left out, and the behaviours dealt again, so that a
 * trigger is linked with another behaviour than in any world file. With `planted` false every chunk has one and the
 * same mix of behaviours: nothing is linked with anything.
 */
export function varyWorld(base: WorldSpec, seed: number, {planted = true}: {planted?: boolean} = {}): World {
  const random = createRandom(seedOf("varied world", seed));
  const between = (low: number, high: number): number => low + (high - low) * random();
  const faulty = shuffle(
    random,
    base.chunks.filter(({fault}) => fault !== undefined)
  ).slice(0, 6 + integerBelow(random, 5));
  const behaviours = shuffle(
    random,
    faulty.map(({fault}) => fault!.behaviour)
  );
  const plain = shuffle(
    random,
    base.chunks.filter(({fault}) => fault === undefined)
  );
  const chunks = [
    ...faulty.map((chunk, i) => withBehaviour(chunk, behaviours[i]!)),
    ...plain.slice(0, plain.length - integerBelow(random, 4))
  ].map((chunk, i): ChunkSpec => {
    const size = Math.max(60, Math.round(chunk.pairs * between(0.4, 1.3)));
    return {
      ...chunk,
      name: `set-${i + 1}-${Math.floor(1e5 * random()).toString(36)}`,
      pairs: size,
      noise: between(0, 0.06),
      features: jitter(chunk.features, random)
    };
  });
  const mixed = planted ? chunks : chunks.map(({fault: _, ...chunk}) => ({...chunk, behaviour: mixOf(base, random)}));
  const spec: WorldSpec = {
    ...base,
    name: `varied-${seed}`,
    seed: seedOf("varied", seed),
    background: {attributes: 100 + integerBelow(random, 300), perPair: 1 + integerBelow(random, 3)},
    writer: {drop: between(0.05, 0.2)},
    chunks: planted ? mixed : mixed.map((chunk) => ({...chunk, behaviour: mixed[0]!.behaviour}))
  };
  return buildWorld({...spec, chunks: shuffle(random, spec.chunks)});
}

function withBehaviour(chunk: ChunkSpec, behaviour: string): ChunkSpec {
  return {...chunk, behaviour, fault: {...chunk.fault!, behaviour}};
}

const jitter = (features: Record<string, number>, random: Random): Record<string, number> =>
  Object.fromEntries(
    Object.entries(features).map(([name, share]) => [name, Math.min(1, Math.max(0.1, share * (0.85 + 0.3 * random())))])
  );

const mixOf = ({behaviours}: WorldSpec, random: Random): Record<string, number> =>
  Object.fromEntries(Object.keys(behaviours).map((name) => [name, 0.2 + random()]));

/** The faults of a varied world whose behaviour a rubric grades. */
export function faultsOf({spec}: World): PlantedFault[] {
  return spec.chunks.flatMap(({name, fault}) => {
    const rubric = fault && spec.behaviours[fault.behaviour]!.rubric;
    return fault && rubric !== undefined
      ? [{chunk: name, trigger: fault.trigger, behaviour: fault.behaviour, rubric}]
      : [];
  });
}
