import {isNearDuplicate, jaccard, trigrams} from "../shared/similarity.js";
import type {Row} from "../shared/schema.js";
import {descending} from "../ui/order.js";
import {isOnSide, type Side} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";
import type {TraitRule} from "./traits.js";

/** A finding with what it is matched by. */
export interface ComparedFinding extends Omit<Row<"findings">, "attributes"> {
  traits: ReadonlySet<string>; // what its attributes count as (traits.ts)
}

export type MatchedBy = "same prompt" | "near-duplicate" | "same attributes";

export interface FindingMatch {
  a: ComparedFinding;
  b: ComparedFinding;
  by: MatchedBy;
}

export interface FindingSets {
  both: FindingMatch[];
  onlyA: ComparedFinding[];
  onlyB: ComparedFinding[];
}

/** Findings of a side that are compared at most, the best ones: each is held against each of the other side. */
export const mostFindings = 300;

const likeAttributes = 0.5; // share of all their attributes that two findings have in common
const fewestAttributes = 2; // one attribute in common is no match: many queries have it

/** The findings of a side, the best first, with what they are matched by. */
export function findingsOf(
  {findings, attributes}: Pick<StudyTables, "findings" | "attributes">,
  side: Side,
  rule: Pick<TraitRule, "traitOf">
): ComparedFinding[] {
  const traitsOf = traitReader(attributes, rule);
  return findings
    .filter((finding) => isOnSide(finding, side))
    .sort(descending("score"))
    .slice(0, mostFindings)
    .map((finding) => ({
      ...finding,
      traits: traitsOf(finding.attributes)
    }));
}

/** Reads the traits of rows whose attributes are ids, as Arrow has them. */
function traitReader(attributes: StudyTables["attributes"], {traitOf}: Pick<TraitRule, "traitOf">) {
  const byId = new Map(attributes.map((attribute) => [attribute.id, attribute]));
  return (ids: Iterable<unknown>): ReadonlySet<string> =>
    new Set(Array.from(ids, (id) => traitOf(byId.get(Number(id)) ?? {attribute: `#${String(id)}`, cluster: null})));
}

/** A region with what it is matched by. */
export interface ComparedRegion extends Omit<Row<"regions">, "attributes"> {
  traits: ReadonlySet<string>;
}

export interface RegionSets {
  both: {a: ComparedRegion; b: ComparedRegion}[];
  onlyA: ComparedRegion[];
  onlyB: ComparedRegion[];
}

/**
 * The regions of a side, the first of each meaning, the highest rate first. All runs of a search look for regions
 * together, so those of a run are those of them all.
 */
export function regionsOf(
  {regions, attributes}: Pick<StudyTables, "regions" | "attributes">,
  side: Side,
  rule: Pick<TraitRule, "traitOf">
): ComparedRegion[] {
  const traitsOf = traitReader(attributes, rule);
  return regions
    .filter((region) => region.id === region.meaning && isOnSide(region, {...side, run: null}))
    .sort(descending("rate"))
    .map((region) => ({...region, traits: traitsOf(region.attributes)}));
}

/** Regions of one rubric that are on both sides: at least half of all the attributes that either has are the same. */
export function regionSets(a: readonly ComparedRegion[], b: readonly ComparedRegion[]): RegionSets {
  const both: RegionSets["both"] = [];
  const [restA, restB] = [new Set(a), new Set(b)];
  const pairs = a.flatMap((first) =>
    b
      .filter(({rubric}) => rubric === first.rubric)
      .map((second) => ({first, second, alike: jaccard(first.traits, second.traits)}))
  );
  for (const {first, second, alike} of pairs.sort((x, y) => y.alike - x.alike)) {
    if (alike < likeAttributes || !restA.has(first) || !restB.has(second)) continue;
    both.push({a: first, b: second});
    restA.delete(first);
    restB.delete(second);
  }
  return {both, onlyA: [...restA], onlyB: [...restB]};
}

/**
 * Findings of one rubric that are on both sides, each matched once: first by the prompt, then as near-duplicates by the
 * rule that folds findings, then by their attributes.
 */
export function findingSets(a: readonly ComparedFinding[], b: readonly ComparedFinding[]): FindingSets {
  const both: FindingMatch[] = [];
  const [restA, restB] = [new Set(a), new Set(b)];
  const grams = new Map([...a, ...b].map((finding) => [finding, trigrams(finding.query)]));
  const rules: [MatchedBy, (first: ComparedFinding, second: ComparedFinding) => boolean][] = [
    ["same prompt", (first, second) => first.query === second.query],
    ["near-duplicate", (first, second) => isNearDuplicate(grams.get(first)!, grams.get(second)!)],
    ["same attributes", (first, second) => haveLikeAttributes(first.traits, second.traits)]
  ];
  for (const [by, fits] of rules)
    for (const first of restA)
      for (const second of restB) {
        const isSame = first.rubric === second.rubric && first.context === second.context && fits(first, second);
        if (!isSame) continue;
        both.push({a: first, b: second, by});
        restA.delete(first);
        restB.delete(second);
        break;
      }
  return {both, onlyA: [...restA], onlyB: [...restB]};
}

function haveLikeAttributes(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return Math.min(a.size, b.size) >= fewestAttributes && jaccard(a, b) >= likeAttributes;
}
