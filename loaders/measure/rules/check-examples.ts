import type {Rubric} from "../../util/rubric.js";
import {createRuleReader} from "./rule-reader.js";

/**
 * How the rule of a rubric contradicts the rubric's worked cases; null if it agrees with all of them. A rule that scores
 * must flag the same cases; one that decides who is judged must fire for every violation.
 */
export async function whyWrong({name, rule, examples, threshold}: Rubric): Promise<string | null> {
  if (rule === undefined) return null;
  const reader = await createRuleReader(rule.rule);
  for (const [i, example] of examples.entries()) {
    const {score, reason} = reader(example);
    const isViolation = example.score > threshold;
    const isWrong =
      rule.use === "score" ? score !== null && score > threshold !== isViolation : score === 0 && isViolation;
    if (!isWrong) continue;
    const said = rule.use === "score" ? `scores it ${score}` : "does not fire";
    const found = reason.replaceAll("\n", "; ");
    return `the rule of rubric ${name} contradicts example ${i + 1}, whose score is ${example.score}: it ${said} (${found})`;
  }
  return null;
}
