import {createRandom, integerBelow, shuffle} from "../../loaders/util/random.js";
import {Population, type PromptOutcome} from "./population.js";
import {frequentSets, selectSets} from "./select-sets.js";

/** A prompt with the rule's verdict on each of its answers. */
export type AnsweredPrompt = Pick<PromptOutcome, "id" | "attributes"> & {verdicts: readonly boolean[]};

/**
 * The plainest thing a statistician would do with a number of calls: ask prompts drawn uniformly, again only when all
 * were asked, and test every set of one or two attributes that enough of them have.
 */
export function countUniformly(prompts: readonly AnsweredPrompt[], calls: number, seed: number): string[][] {
  const random = createRandom(seed);
  const drawn = new Map<AnsweredPrompt, boolean[]>();
  let left: AnsweredPrompt[] = [];
  for (let i = 0; i < calls; i++) {
    if (left.length === 0) left = shuffle(random, prompts);
    const prompt = left.pop()!;
    const before = drawn.get(prompt) ?? [];
    drawn.set(prompt, [...before, drawOne(prompt.verdicts, random)]);
  }
  const asked = [...drawn].map(([{id, attributes}, verdicts]) => ({id, attributes, ...countVerdicts(verdicts)}));
  const population = new Population(asked);
  return selectSets(population, frequentSets(population));
}

const drawOne = (verdicts: readonly boolean[], random: () => number): boolean =>
  verdicts[integerBelow(random, verdicts.length)]!;

/** How many answers a prompt has, and on how many the rule fired. */
export const countVerdicts = (verdicts: readonly boolean[]): Pick<PromptOutcome, "answers" | "fired"> => ({
  answers: verdicts.length,
  fired: verdicts.filter(Boolean).length
});
