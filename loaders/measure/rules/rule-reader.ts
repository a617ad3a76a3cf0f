import {measuresIn, type MeasureRule, type Rule} from "../../util/rule.js";
import type {MeasuredValue, Reader} from "../measure.js";
import {programMeasure} from "../registry.js";
import {measureInWords} from "./rule-in-words.js";

/** What a rule reads. */
export interface RuledExchange {
  query: string | null; // null: not known yet
  response: string | null; // null: not known yet
  expected?: string | null; // answer key of the query
}

/** What a rule says of an exchange. */
export interface RuleVerdict {
  score: number | null; // 0-100; null: it can't be measured
  reason: string; // a line for each measure: whether it holds, and what it found
}

export type RuleReader = (exchange: RuledExchange) => RuleVerdict;

/** Makes what scores by a rule; it may load a tokenizer or the like. */
export async function createRuleReader(rule: Rule): Promise<RuleReader> {
  const readers = new Map<MeasureRule, Reader>();
  for (const each of measuresIn(rule))
    readers.set(each, await programMeasure(each.measure.kind).createReader(each.measure));
  return (exchange) => {
    const values = new Map([...readers].map(([each, reader]) => [each, read(each, reader, exchange)]));
    return {score: scoreOf(rule, values), reason: [...values].map(lineOf).join("\n")};
  };
}

const unknown: MeasuredValue = {value: null, label: null};

function read({on}: MeasureRule, reader: Reader, exchange: RuledExchange): MeasuredValue {
  const text = exchange[on];
  return text === null ? unknown : reader(text, on === "response" ? (exchange.expected ?? null) : null);
}

type Values = ReadonlyMap<MeasureRule, MeasuredValue>;

/** all: the min, any: the max, not: what is left of 100. What is unknown counts only if it could change the result. */
function scoreOf(rule: Rule, values: Values): number | null {
  if ("all" in rule) return least(rule.all.map((each) => scoreOf(each, values)));
  if ("any" in rule) return inverse(least(rule.any.map((each) => inverse(scoreOf(each, values)))));
  return "not" in rule ? inverse(scoreOf(rule.not, values)) : scoreOfMeasure(rule, values.get(rule)!);
}

const inverse = (score: number | null): number | null => (score === null ? null : 100 - score);

function least(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  const min = Math.min(100, ...known);
  return known.length === scores.length || min === 0 ? min : null;
}

function scoreOfMeasure({scale}: MeasureRule, {value}: MeasuredValue): number | null {
  if (value === null) return null;
  if (scale === null) return value * 100;
  return Math.min(1, Math.max(0, (value - scale.from) / (scale.to - scale.from))) * 100;
}

function lineOf([rule, {value, label}]: [MeasureRule, MeasuredValue]): string {
  const said = value === null ? "unknown" : rule.scale !== null ? String(round(value)) : value > 0 ? "yes" : "no";
  return `${measureInWords(rule)}: ${said}${label === null ? "" : `, ${JSON.stringify(label)}`}`;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
