import type {DrawnPrompt, PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import type {PlannedCandidate} from "./proposal.js";

/**
 * A prompt for each candidate of a round, by run, drawn before any is asked: so it depends on no answer's time. Tests
 * come first, since they need prompts that were not drawn before; where there is none, a test is a draw like any other.
 */
export function choosePrompts(
  byRun: readonly (readonly PlannedCandidate[])[],
  names: readonly string[], // of the pool's attributes
  draws: PromptDraws,
  seedOf: (run: number, place: number) => number
): DrawnPrompt[][] {
  const namesOf = (ids: readonly number[]) => ids.map((id) => names[id]!);
  const forTest = ({attributes, needs}: PlannedCandidate, seed: number): DrawnPrompt | null => {
    if (needs === undefined) return null;
    const {all, none} = needs;
    return draws.draw(namesOf(attributes), seed, {all: namesOf(all), none: namesOf(none), unused: true});
  };
  const tests = byRun.map((candidates, run) => candidates.map((each, i) => forTest(each, seedOf(run, i))));
  return byRun.map((candidates, run) =>
    candidates.map(({attributes}, i) => tests[run]![i] ?? draws.draw(namesOf(attributes), seedOf(run, i))!)
  );
}
