import type {Exchange} from "../../turf/trace/trace.js";
import {promptsOfFinding, type AblationState, type ArmState} from "../arm-state.js";
import type {AblatedFinding} from "../plan-ablation.js";

const mostTraced = 8; // answers of a round

/**
 * Answers of the models of an arm that still fail a finding's rubric, as exchanges to trace: a few of different
 * prompts before others of the same.
 */
export function failingAnswers(
  {models}: Pick<ArmState, "models">,
  {finding: {id}, rubric}: Pick<AblatedFinding, "finding" | "rubric">,
  {state, textOf}: {state: Pick<AblationState, "prompts">; textOf(ordinal: number): string | null}
): Exchange[] {
  const own = new Set(promptsOfFinding(state, id));
  const failing = models.flatMap(({name, samples}) =>
    (samples ?? [])
      .filter(
        ({prompt, scores: [first]}) => own.has(prompt) && first!.score !== null && first!.score > rubric.threshold
      )
      .map((sample) => ({...sample, model: name}))
  );
  const exchanges = new Map<string, Exchange>();
  for (const {prompt, target, model} of failing.toSorted((a, b) => a.sample - b.sample || a.prompt - b.prompt)) {
    const response = textOf(target);
    if (response === null || exchanges.size === mostTraced) continue;
    const {query} = state.prompts[prompt]!;
    exchanges.set(JSON.stringify([query, response]), {finding: id, rubric, model, query, response});
  }
  return [...exchanges.values()];
}
