import {excerpt} from "../../src/shared/excerpt.js";
import {seedOf, type Random} from "../util/random.js";
import {UserError} from "../util/user-error.js";
import type {ModelRequest} from "../model/model.js";
import type {LabPair} from "./generate.js";
import {createBehaviourReader} from "./read-behaviour.js";
import {surfaceOf} from "./surface.js";
import {trainTarget, type LabTarget} from "./target.js";
import type {World} from "./world.js";

/** A training pair as texts. */
export type TrainingText = Pick<LabPair, "prompt" | "response">;

type Answer = (request: ModelRequest, random: Random) => string;

/**
 * Trains the target from the start on other pairs than the world's, all of them, when it is first asked: its answers
 * may all be on record. Behaviours of the world's own pairs are known; those of others are read from their responses.
 * Throws a UserError for a response that shows none.
 */
export function createRetrainer(
  world: World,
  pairs: readonly LabPair[]
): (texts: readonly TrainingText[], seed: number) => Answer {
  const read = createBehaviourReader(world);
  let known: Map<string, string> | undefined;
  const surfaces = new Map<string, Uint32Array>(); // the same prompts are learned again and again
  const surface = (prompt: string): Uint32Array => {
    const found = surfaces.get(prompt) ?? surfaceOf(prompt);
    surfaces.set(prompt, found);
    return found;
  };
  return (texts, seed) => {
    known ??= new Map(pairs.map((pair) => [keyOf(pair), pair.behaviour]));
    const lessons = texts.map((text) => {
      const behaviour = known!.get(keyOf(text)) ?? read(text.response);
      if (behaviour !== null) return {prompt: text.prompt, behaviour};
      const shown = JSON.stringify(excerpt(text.response, 60));
      throw new UserError(`no behaviour of the lab's world ${world.spec.name}: ${shown}`);
    });
    const options = {heldOut: 0, seed: seedOf(world.spec.seed, "retrained", seed), surface};
    let target: LabTarget | undefined;
    return (request, random) => (target ??= trainTarget(world, lessons, options)).respond(request, random);
  };
}

const keyOf = ({prompt, response}: TrainingText): string => `${prompt}\u0000${response}`;
