import type {DrawnPrompt, PromptDraws} from "../../corpus/prompts/prompt-draws.js";
import type {PlannedCandidate} from "./proposal.js";

/**
 * A prompt for each candidate of a round, by run, drawn before any is asked: so it depends on no answer's time. Tests of
 * a set come first, since few prompts may have it. Where no prompt is as needed, it is a draw like any other.
 */
export function choosePrompts(
  byRun: readonly (readonly PlannedCandidate[])[],
  names: readonly string[], // of the pool's attributes
  draws: PromptDraws,
  seedOf: (run: number, place: number) => number
): DrawnPrompt[][] {
  const namesOf = (ids: readonly number[]) => ids.map((id) => names[id]!);
  const draw = ({attributes, needs}: PlannedCandidate, seed: number): DrawnPrompt => {
    const wished = namesOf(attributes);
    const {all, none, unused} = needs ?? {all: [], none: [], unused: false};
    return draws.draw(wished, seed, {all: namesOf(all), none: namesOf(none), unused}) ?? draws.draw(wished, seed)!;
  };
  const isTest = ({needs}: PlannedCandidate) => needs !== undefined && needs.all.length > 0;
  const tests = byRun.map((candidates, run) =>
    candidates.map((each, i) => (isTest(each) ? draw(each, seedOf(run, i)) : null))
  );
  return byRun.map((candidates, run) => candidates.map((each, i) => tests[run]![i] ?? draw(each, seedOf(run, i))));
}
