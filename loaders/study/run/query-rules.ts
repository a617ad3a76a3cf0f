import type {AttributePool} from "../../corpus/pools/attribute-pool.js";
import {readFinishedIndex} from "../../turf/index/manifest.js";
import {indexOfPool} from "../../turf/index/pool.js";
import {allOfQuery} from "../../turf/rules/local-extractor.js";
import {localExtractorName} from "../../turf/rules/version.js";
import {UserError} from "../../util/user-error.js";

const cure = "expected an index made with --extract local as attributes, or a model as check";

/**
 * Finds the attributes of a pool that a query has, by the rules that wrote them. A rare sentence of a large index counts
 * as the one that stands for it. Throws a UserError without a place if rules did not write the pool: what they don't know
 * would never be met.
 */
export function queryRules(attributes: string, pool: AttributePool): (query: string) => string[] {
  const index = indexOfPool(attributes);
  if (index === undefined) throw new UserError(`rules can't see the attributes of the pool ${pool.source}: ${cure}`);
  const {origin, extractor} = readFinishedIndex(index);
  if (origin === "imported" || extractor !== localExtractorName) {
    const by = origin === "imported" ? "an import" : extractor;
    throw new UserError(`the attributes of the index ${index} are by ${by}, not by ${localExtractorName}: ${cure}`);
  }
  const ids = new Map(pool.attributes.map((sentence, id) => [sentence, id]));
  const idOf = (sentence: string) => ids.get(sentence) ?? pool.standIn?.(sentence);
  return (query) => {
    const met = new Set(allOfQuery(query).flatMap((sentence) => idOf(sentence) ?? []));
    return Array.from(met, (id) => pool.attributes[id]!);
  };
}
