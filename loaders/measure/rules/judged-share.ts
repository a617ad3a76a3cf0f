import type {Range} from "../../step/estimate-role.js";
import {exactly} from "../../step/range.js";
import {needsJudge, type Rubric} from "../../util/rubric.js";

const firedShare: Range = [0, 0.1, 1]; // of exchanges, before a rule was tried

/** The share of exchanges that a judge is asked about by a rubric. */
export function judgedShare({rule}: Pick<Rubric, "rule">): Range {
  if (rule === undefined) return exactly(1);
  if (!needsJudge({rule})) return exactly(0);
  return firedShare.map((fired) => fired + (1 - fired) * rule.missed) as Range;
}

/** What an estimate assumes of rules, a line for each kind of use. */
export function ruleAssumptions(rubrics: readonly Rubric[]): string[] {
  const namesOf = (use: "score" | "when") =>
    rubrics.flatMap(({name, rule}) => (rule?.use === use ? name : [])).join(", ");
  const [scored, asked] = [namesOf("score"), namesOf("when")];
  return [
    ...(scored === "" ? [] : [`Scored by rule, so no judge is asked: ${scored}.`]),
    ...(asked === ""
      ? []
      : [
          `The judge is asked only where a rule fires (low none, likely 10%, high all) and for a share of the rest: ${asked}.`
        ])
  ];
}
