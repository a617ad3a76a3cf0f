import type {Columns} from "../shared/explore/columns.js";
import {allOf, columnsIn, type Condition} from "../shared/explore/condition.js";
import type {Dimension} from "../shared/explore/dimension.js";
import {elsewhere} from "./crossfilter.js";
import {parseWhere} from "./parseWhere.js";
import {printWhere} from "./printWhere.js";

/** The conditions of a selection by the name of their dimension; a row is selected if all of them hold. */
export type Selection = ReadonlyMap<string, Condition>;

export const everything: Selection = new Map();

type Named = Pick<Dimension, "name" | "columns">;

/** The selection that a WHERE says. Throws a WhereError. */
export function readSelection(where: string, dimensions: readonly Named[], columns: Columns): Selection {
  const condition = parseWhere(where, columns);
  const parts = condition.op === "and" ? condition.parts : [condition];
  const selection = new Map<string, Condition>();
  for (const part of parts) {
    const name = dimensionOf(part, dimensions);
    const before = selection.get(name);
    selection.set(name, before === undefined ? part : allOf([before, part]));
  }
  return selection;
}

/** The dimension whose columns a condition is about. */
function dimensionOf(condition: Condition, dimensions: readonly Named[]): string {
  const columns = columnsIn(condition);
  const own = dimensions.find((dimension) => [...columns].every((column) => dimension.columns.includes(column)));
  return columns.size === 0 ? elsewhere : (own?.name ?? elsewhere);
}

/** The WHERE of a selection; empty for everything. */
export function selectionWhere(selection: Selection, dimensions: readonly Named[]): string {
  const names = [...dimensions.map(({name}) => name), elsewhere];
  return printWhere(allOf(names.flatMap((name) => selection.get(name) ?? [])));
}

/** A selection with another condition of a dimension; null: none. */
export function withCondition(selection: Selection, name: string, condition: Condition | null): Selection {
  const changed = new Map(selection);
  if (condition === null) changed.delete(name);
  else changed.set(name, condition);
  return changed;
}
