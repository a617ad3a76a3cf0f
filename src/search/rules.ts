import type {RuleCounts, StudyManifest} from "../shared/manifest.js";
import {count, percent, shareWithRange} from "../ui/format.js";

type ShownRubric = StudyManifest["rubrics"][number];

/** Who scores by a rubric, in words. */
export function scorerOf({rule}: {rule?: ShownRubric["rule"]}): string {
  if (rule === undefined) return "judge";
  return rule.use === "score" ? "rule" : "judge, where a rule fires";
}

/** The rule of a rubric with what it did, as a table shows it. */
export interface RuleRow {
  rubric: string;
  rule: string;
  fired: string;
  missed: string;
}

/** A row for each rubric with a rule. */
export const ruleRows = ({rubrics, rules = []}: Pick<StudyManifest, "rubrics" | "rules">): RuleRow[] =>
  rubrics.flatMap(({name, rule}) => {
    if (rule === undefined) return [];
    const counts = rules.find(({rubric}) => rubric === name);
    const missed = rule.use === "score" || counts === undefined ? "\u2013" : missedInWords(counts);
    return [{rubric: name, rule: rule.words, fired: counts === undefined ? "\u2013" : firedInWords(counts), missed}];
  });

const firedInWords = ({fired, exchanges}: RuleCounts): string =>
  exchanges === 0 ? "\u2013" : `${count(fired)} of ${count(exchanges)} (${percent(fired / exchanges)})`;

const missedInWords = ({checked, missed, missedRate, low, high}: RuleCounts): string =>
  checked === 0
    ? "not checked"
    : `${count(missed)} of ${count(checked)} checked: ${shareWithRange({rate: missedRate, low, high})}`;
