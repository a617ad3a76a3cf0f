import type {RuleCounts} from "../../../src/shared/manifest.js";
import {wilson} from "../../../src/shared/statistics.js";
import type {StepRows} from "../../step/step-run.js";

/** How often the rule of each rubric fired, over all steps, and what it misses where judges looked. */
export function countRules(steps: readonly Pick<StepRows, "ruled">[]): RuleCounts[] {
  const counts = new Map<string, {exchanges: number; fired: number; checked: number; missed: number}>();
  for (const step of steps) {
    for (const {rubric, fired, missed} of step.ruled?.() ?? []) {
      const own = counts.get(rubric) ?? {exchanges: 0, fired: 0, checked: 0, missed: 0};
      counts.set(rubric, own);
      if (fired === null) continue;
      own.exchanges++;
      own.fired += Number(fired);
      own.checked += Number(missed !== null);
      own.missed += Number(missed === true);
    }
  }
  return [...counts].map(([rubric, own]) => {
    const {rate, low, high} = wilson(own.missed, own.checked);
    return {rubric, ...own, missedRate: rate, low, high};
  });
}
