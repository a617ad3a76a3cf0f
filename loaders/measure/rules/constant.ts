import {measuresIn, type MeasureRule, type Rule} from "../../util/rule.js";
import type {Extent} from "../measure.js";
import {programMeasure} from "../registry.js";
import {measureInWords, ruleInWords} from "./rule-in-words.js";

const mostTried = 4096; // combinations; a rule with more is not looked at

/**
 * Why a rule can never fire, or always fires, whatever the texts; null if it can do both as far as is known without a
 * text. Goes through what the measures can say together: equal measures agree, and a number is in one place.
 */
export function whyConstant(rule: Rule): string | null {
  const measures = measuresIn(rule);
  if (measures.some(({scale}) => scale !== null)) return null;
  const fixed = measures.find((each) => typeof extentOf(each) === "string");
  const combinations = combinationsOf(measures);
  if (combinations === null) return null;
  const results = combinations.map((holds) => fires(rule, holds));
  if (results.includes(true) && results.includes(false)) return null;
  const why =
    fixed === undefined ? "" : `: ${measureInWords(fixed)} ${holdsFor[extentOf(fixed) as keyof typeof holdsFor]}`;
  return `the rule ${results[0] ? "always fires" : "can never fire"}, whatever the answer (${ruleInWords(rule)})${why}`;
}

const holdsFor = {"every text": "holds for every text", "no text": "holds for no text"};

const extentOf = ({measure}: MeasureRule): Extent | null => programMeasure(measure.kind).extent?.(measure) ?? null;

type Holds = (rule: MeasureRule) => boolean;

function fires(rule: Rule, holds: Holds): boolean {
  if ("all" in rule) return rule.all.every((each) => fires(each, holds));
  if ("any" in rule) return rule.any.some((each) => fires(each, holds));
  return "not" in rule ? !fires(rule.not, holds) : holds(rule);
}

/** Something unknown about an exchange, such as the length of its response, and what it may be. */
interface Unknown {
  key: string;
  values: readonly unknown[];
}

/** Every combination of what is unknown; null if there are too many. */
function combinationsOf(measures: readonly MeasureRule[]): Holds[] | null {
  const unknowns = new Map<string, Unknown>();
  for (const rule of measures) {
    const key = keyOf(rule);
    const values = new Set([...(unknowns.get(key)?.values ?? []), ...valuesOf(extentOf(rule))]);
    unknowns.set(key, {key, values: [...values]});
  }
  let all: Map<string, unknown>[] = [new Map()];
  for (const {key, values} of unknowns.values()) {
    if (all.length * values.length > mostTried) return null;
    all = all.flatMap((chosen) => values.map((value) => new Map(chosen).set(key, value)));
  }
  return all.map((chosen) => (rule) => holdsAt(extentOf(rule), chosen.get(keyOf(rule))));
}

/** Measures with the same key depend on the same unknown. */
function keyOf(rule: MeasureRule): string {
  const extent = extentOf(rule);
  const {name: _, ...settings} = rule.measure;
  const shared = extent !== null && typeof extent === "object";
  const what = shared ? rule.measure.kind : JSON.stringify(settings, (_, value: unknown) => plain(value));
  return `${rule.on} ${what}`;
}

const plain = (value: unknown): unknown => (value instanceof RegExp ? String(value) : value);

const step = 1e-6; // beyond a limit

function valuesOf(extent: Extent | null): unknown[] {
  if (extent === "every text") return [true];
  if (extent === "no text") return [false];
  if (extent === null) return [true, false];
  if ("oneOf" in extent) return [...extent.oneOf, null];
  const {min, max} = extent;
  return [0, min, min - step, max, max + step].filter((value) => value >= 0 && Number.isFinite(value));
}

function holdsAt(extent: Extent | null, value: unknown): boolean {
  if (extent === null || typeof extent === "string") return value as boolean;
  if ("oneOf" in extent) return extent.oneOf.includes(value as string);
  return (value as number) >= extent.min && (value as number) <= extent.max;
}
