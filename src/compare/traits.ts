import {plainWords, type Meanings} from "../shared/meanings.js";
import type {StudyTables} from "./studyFiles.js";

type Pool = Pick<StudyTables, "manifest" | "attributes">;

/** What makes two attributes of two sides the same: how it is said to readers, and what an attribute is known by. */
export interface TraitRule {
  by: "cluster" | "meaning" | "wording";
  source: string; // the index, or the model that embedded them; "" for wording
  traitOf(attribute: {attribute: string; cluster: number | null}): string;
}

/**
 * How the attributes of two sides are matched: by the clusters of the index that both pools are from, else by their
 * meaning, else by their wording. A sentence without a meaning, as one that no finding had when the site was built, counts
 * by its wording.
 */
export function traitRule(a: Pool, b: Pool, {model, groups}: Meanings): TraitRule {
  const wording = (sentence: string): string => plainWords(sentence) || sentence;
  if (shareClusters(a, b))
    return {
      ...{by: "cluster", source: a.manifest.attributes!.source},
      traitOf: ({attribute, cluster}) => (cluster === null ? wording(attribute) : `cluster ${cluster}`)
    };
  if (model === null) return {by: "wording", source: "", traitOf: ({attribute}) => wording(attribute)};
  return {
    ...{by: "meaning", source: model},
    traitOf: ({attribute}) => (Object.hasOwn(groups, attribute) ? `meaning ${groups[attribute]}` : wording(attribute))
  };
}

/** Whether attributes of two studies count by their clusters: both pools are from one index. */
const shareClusters = (a: Pool, b: Pool): boolean =>
  a.manifest.attributes !== null &&
  a.manifest.attributes.source === b.manifest.attributes?.source &&
  [a, b].every(({attributes}) => attributes.some(({cluster}) => cluster !== null));

/** How a rule matches, for readers: "attributes of ...". */
export function ruleInWords({by, source}: TraitRule): string {
  if (by === "cluster") return `attributes of the same clusters (${source})`;
  if (by === "meaning") return `attributes of the same meaning (by the embedding ${source})`;
  return "attributes of the same wording, as no embedding is there that knows both sides";
}
