import {createRandom, pick, seedOf, type Random} from "../util/random.js";
import {compose} from "./compose.js";
import {compatible, type Feature} from "./features.js";
import {renderResponse} from "./respond.js";
import {createSubjects, type Subjects} from "./subjects.js";
import {Scope, type WordLists} from "./template.js";
import {narrow} from "./narrow.js";
import type {Behaviour, World} from "./world.js";
import type {ChunkSpec} from "./world-schema.js";

/** One training pair. */
export interface LabPair {
  prompt: string;
  response: string;
  source: string; // chunk
  behaviour: string; // of the response: what the target learns to choose
  attributes: string[]; // sentences about the prompt
}

/** Writes the training pairs of a world, chunk by chunk; a chunk's pairs do not depend on the other chunks. */
export function generatePairs(world: World): LabPair[] {
  const subjects = createSubjects(world.lists);
  return world.chunks.flatMap((chunk) => generateChunk(world, chunk, subjects));
}

function generateChunk(world: World, chunk: ChunkSpec, subjects: Subjects): LabPair[] {
  const random = createRandom(seedOf(world.spec.seed, "chunk", chunk.name));
  const lists = narrow(world.lists, chunk.only);
  const drawFeatures = createFeatureDraw(world, chunk.features, lists);
  const background = allowedBy(lists, world.background);
  const drawBehaviour = createBehaviourDraw(world.behaviours, chunk);
  return Array.from({length: chunk.pairs}, () => {
    const features = compatible([...drawFeatures(random), ...drawBackground(background, world.spec, random)]);
    const prompt = compose(features, new Scope(random, lists), world.asks);
    const behaviour = drawBehaviour(random);
    const response = renderResponse(behaviour, prompt, subjects, random);
    const attributes = features.map(({attributes}) => pick(random, attributes));
    return {prompt, response, source: chunk.name, behaviour: behaviour.name, attributes};
  });
}

type FeatureDraw = (random: Random) => Feature[];

/** Draws features with their shares; of a family only the members that the narrowed vocabulary allows. */
export function createFeatureDraw(world: World, shares: Record<string, number>, lists: WordLists): FeatureDraw {
  const families = Object.entries(shares).map(([name, share]) => ({
    share,
    members: allowedBy(lists, world.features.get(name)!)
  }));
  return (random) =>
    families.flatMap(({share, members}) => (members.length > 0 && random() < share ? [pick(random, members)] : []));
}

/** The features that settle lists on nothing that narrowing took away. */
function allowedBy(lists: WordLists, features: readonly Feature[]): Feature[] {
  const allowed = new Map([...lists].map(([list, entries]) => [list, new Set(entries)]));
  return features.filter(({entries}) => entries.every(([list, entry]) => allowed.get(list)!.has(entry)));
}

/** Up to the world's number of background features, no two of one family. */
export function drawBackground(background: readonly Feature[], {background: {perPair}}: World["spec"], random: Random) {
  if (background.length === 0) return [];
  const drawn = new Map<string, Feature>();
  const wanted = Math.floor(random() * (perPair + 1));
  for (let i = 0; i < wanted; i++) {
    const feature = pick(random, background);
    drawn.set(feature.name, feature);
  }
  return [...drawn.values()];
}

function createBehaviourDraw(behaviours: readonly Behaviour[], {behaviour, noise}: ChunkSpec) {
  const mix = typeof behaviour === "string" ? {[behaviour]: 1} : behaviour;
  const shares = Object.entries(mix);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  const byName = new Map(behaviours.map((each) => [each.name, each]));
  return (random: Random): Behaviour => {
    if (random() < noise) return pick(random, behaviours);
    let point = random() * total;
    const [name] = shares.find(([, share]) => (point -= share) < 0) ?? shares.at(-1)!;
    return byName.get(name)!;
  };
}
