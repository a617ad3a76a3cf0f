import type {MeasureRule, Rule} from "../../util/rule.js";

const longest = 200; // characters of a measure's name

/** A measure of a rule in words: what it is of, and its name, on one line. */
export function measureInWords({measure, on, scale}: MeasureRule): string {
  const name = measure.name.replaceAll(/\s+/g, " ").slice(0, longest);
  return `${on} ${name}${scale === null ? "" : ` from ${scale.from} to ${scale.to}`}`;
}

/** A rule in words, such as "response regex:^once and not query phrase:story". */
export function ruleInWords(rule: Rule): string {
  if ("all" in rule) return rule.all.map(inside).join(" and ");
  if ("any" in rule) return rule.any.map(inside).join(" or ");
  return "not" in rule ? `not ${inside(rule.not)}` : measureInWords(rule);
}

const isList = (rule: Rule): boolean =>
  ("all" in rule && rule.all.length > 1) || ("any" in rule && rule.any.length > 1);

const inside = (rule: Rule): string => (isList(rule) ? `(${ruleInWords(rule)})` : ruleInWords(rule));
