import type {Row} from "../../../src/shared/schema.js";

type Region = Pick<Row<"regions">, "id" | "rubric" | "model" | "attributes">;

/** Finds the regions that a candidate is in: those of its search all of whose attributes its query has. */
export function regionFinder(regions: readonly Region[]) {
  const bySearch = new Map<string, Region[]>();
  for (const region of regions) {
    const key = keyOf(region);
    bySearch.set(key, [...(bySearch.get(key) ?? []), region]);
  }
  return (candidate: Pick<Region, "rubric" | "model">, had: readonly string[]): string[] => {
    const own = bySearch.get(keyOf(candidate));
    if (own === undefined) return [];
    const has = new Set(had);
    return own.filter(({attributes}) => attributes.every((attribute) => has.has(attribute))).map(({id}) => id);
  };
}

const keyOf = ({rubric, model}: Pick<Region, "rubric" | "model">): string => `${rubric}\u0000${model}`;
