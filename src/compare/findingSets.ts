import {isNearDuplicate, jaccard, trigrams} from "../shared/similarity.js";
import type {Row} from "../shared/schema.js";
import {descending} from "../ui/order.js";
import {isOnSide, type Side} from "./sides.js";
import type {StudyTables} from "./studyFiles.js";

/** A finding with what it is matched by. */
export interface ComparedFinding extends Omit<Row<"findings">, "attributes"> {
  traits: ReadonlySet<string>; // clusters of its attributes, or the attributes where the pool has none
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

/**
 * The findings of a side, the best first. Attributes of a pool that an index has embedded count by their cluster, so
 * that two sentences of one meaning are one; `byCluster` says whether both pools are from the same index.
 */
export function findingsOf(
  {findings, attributes}: Pick<StudyTables, "findings" | "attributes">,
  side: Side,
  byCluster: boolean
): ComparedFinding[] {
  const byId = new Map(attributes.map((attribute) => [attribute.id, attribute]));
  const traitOf = (id: number): string => {
    const {cluster = null, attribute = `#${id}`} = byId.get(id) ?? {};
    return byCluster && cluster !== null ? `cluster ${cluster}` : attribute;
  };
  return findings
    .filter((finding) => isOnSide(finding, side))
    .sort(descending("score"))
    .slice(0, mostFindings)
    .map((finding) => ({
      ...finding,
      traits: new Set(Array.from(finding.attributes as Iterable<unknown>, (id) => traitOf(Number(id)))) // ids in Arrow
    }));
}

/** Whether attributes of two studies count by their clusters: both pools are from one index. */
export const shareClusters = (a: StudyTables, b: StudyTables): boolean =>
  a.manifest.attributes !== null &&
  a.manifest.attributes.source === b.manifest.attributes?.source &&
  [a, b].every(({attributes}) => attributes.some(({cluster}) => cluster !== null));

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
