import type {CodedTable} from "../shared/explore/codedTable.js";
import type {Condition, Value} from "../shared/explore/condition.js";
import type {Dimension} from "../shared/explore/dimension.js";
import {compile, isTrue, truthOf, type ValueLeaf} from "../shared/explore/evaluate.js";
import {combine, groupOfCodes, noGroup, scalarsOf} from "../shared/explore/groups.js";

/**
 * Finds the groups of a dimension that a condition chooses: those of which it selects every value, or whose text it asks
 * for. A condition that cuts through groups chooses none of these. Of a range without rows, a value in it decides.
 */
export function chosenFinder(table: CodedTable, dimension: Dimension): (condition: Condition) => Set<number> {
  const scalars = scalarsOf(dimension);
  if (scalars === null) {
    const places = new Map(table.lists[dimension.columns[0]!]!.values.map((value, place) => [value, place]));
    return (condition) => new Set(textsIn(condition).flatMap((text) => places.get(text) ?? []));
  }
  const combination = combine(table, scalars);
  const groups = groupOfCodes(combination, dimension);
  const empty = Array.from({length: dimension.size}, (_, place) => place).filter((place) => !groups.includes(place));
  return (condition) => {
    const holdsAt = (value: Value) =>
      compile(condition, (leaf) => () => truthOf(leaf as ValueLeaf, value))(0) === isTrue;
    const test = compile(condition, combination.leafAt);
    const [all, some] = [new Set<number>(), new Set<number>()];
    groups.forEach((group, code) => group !== noGroup && (test(code) === isTrue ? all : some).add(group));
    for (const place of empty) {
      const {sample} = dimension.group(place);
      if (sample !== undefined && holdsAt(sample)) all.add(place);
    }
    return new Set([...all].filter((group) => !some.has(group)));
  };
}

/** The texts that a condition asks lists to have. */
function textsIn(condition: Condition): string[] {
  if (condition.op === "has") return [condition.value];
  return condition.op === "and" || condition.op === "or" ? condition.parts.flatMap(textsIn) : [];
}
