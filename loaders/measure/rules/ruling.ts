import {createRandom, seedOf} from "../../util/random.js";
import type {Rubric} from "../../util/rubric.js";
import type {Rule} from "../../util/rule.js";
import {createRuleReader, type RuledExchange, type RuleReader} from "./rule-reader.js";

/** What the rule of a rubric decides about an exchange. */
export interface Ruling {
  settles: boolean; // whether its score stands; else the judge's
  score: number | null; // 0-100; null: the rule can't tell, or the judge scores
  fired: boolean | null; // null: the rule can't tell
  reason: string; // what it found, a line for each measure
  judged: boolean; // whether a judge is asked: the rule fired, or to see what it misses
}

/** The score of a ruling that settles it, or why there is none. */
export const outcomeOf = ({score}: Ruling): {score: number} | {reason: "rule-undecided"} =>
  score === null ? {reason: "rule-undecided"} : {score};

const readers = new WeakMap<Rule, Promise<RuleReader>>();

/** Decides by the rule of a rubric. Whether a judge looks for misses is drawn by the seed. Null without a rule. */
export async function decide({rule: use}: Rubric, exchange: RuledExchange, seed: number): Promise<Ruling | null> {
  if (use === undefined) return null;
  const {rule, missed} = use;
  let reader = readers.get(rule);
  if (reader === undefined) readers.set(rule, (reader = createRuleReader(rule)));
  const {score, reason} = (await reader)(exchange);
  const fired = score === null ? null : score > 0;
  if (use.use === "score") return {settles: true, score, fired, reason, judged: false};
  if (fired !== false) return {settles: false, score: null, fired, reason, judged: true};
  return {settles: true, score: 0, fired, reason, judged: createRandom(seedOf(seed, "missed"))() < missed};
}
