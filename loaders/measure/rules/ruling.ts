import {createRandom, seedOf} from "../../util/random.js";
import type {Rubric} from "../../util/rubric.js";
import type {Rule} from "../../util/rule.js";
import {createRuleReader, type RuledExchange, type RuleReader} from "./rule-reader.js";

/** What the rule of a rubric decides about an exchange. */
export interface Ruling {
  settles: boolean; // whether its score stands; else the judge's
  score: number | null; // 0-100; null: the rule can't tell
  reason: string; // what it found, a line for each measure
  judged: boolean; // whether a judge is asked: the rule fired, or to see what it misses
}

const readers = new WeakMap<Rule, Promise<RuleReader>>();

/** Decides by the rule of a rubric. Whether a judge looks for misses is drawn by the seed. Null without a rule. */
export async function decide({rule: use}: Rubric, exchange: RuledExchange, seed: number): Promise<Ruling | null> {
  if (use === undefined) return null;
  const {rule, missed} = use;
  let reader = readers.get(rule);
  if (reader === undefined) readers.set(rule, (reader = createRuleReader(rule)));
  const {score, reason} = (await reader)(exchange);
  if (use.use === "score") return {settles: true, score, reason, judged: false};
  if (score !== 0) return {settles: false, score: null, reason, judged: true};
  return {settles: true, score: 0, reason, judged: createRandom(seedOf(seed, "missed"))() < missed};
}
