/** What is measured of a text. Each kind of measure adds what it needs. */
export interface MeasureSettings {
  name: string; // in tables
  kind: string; // name of its definition
}

export const subjects = ["response", "query"] as const;
export type Subject = (typeof subjects)[number];

/** A measure of a query or of its response. With a scale, its number becomes a score: `from` is 0, `to` is 100. */
export interface MeasureRule {
  measure: MeasureSettings;
  on: Subject;
  scale: {from: number; to: number} | null; // null: it holds (100) or does not (0)
}

/** A rule on a query and its response, in its normal form: plain data, so that it can be hashed. */
export type Rule = {all: readonly Rule[]} | {any: readonly Rule[]} | {not: Rule} | MeasureRule;

/** How a rule takes part in scoring by a rubric (docs/rubrics.md). */
export interface RubricRule {
  use: "score" | "when"; // in place of the judge, or before it
  rule: Rule;
  missed: number; // `when`: share of the exchanges for which the rule does not fire that are judged anyway
}

/** All measures of a rule, in the order written. */
export function measuresIn(rule: Rule): MeasureRule[] {
  if ("all" in rule) return rule.all.flatMap(measuresIn);
  if ("any" in rule) return rule.any.flatMap(measuresIn);
  return "not" in rule ? measuresIn(rule.not) : [rule];
}
