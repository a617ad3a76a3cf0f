import type {Condition, Value} from "../shared/explore/condition.js";

/** A condition as the WHERE of a query; empty where everything is selected. */
export const printWhere = (condition: Condition): string =>
  condition.op === "and" && condition.parts.length === 0 ? "" : print(condition);

function print(condition: Condition): string {
  switch (condition.op) {
    case "and":
      return condition.parts.map((part) => inBrackets(part, part.op === "or")).join(" AND ") || "TRUE";
    case "or":
      return condition.parts.map((part) => print(part)).join(" OR ") || "FALSE";
    case "not":
      return printNegated(condition.part);
    case "compare":
      if (condition.value === true && condition.by === "=") return condition.column;
      return `${condition.column} ${condition.by} ${printValue(condition.value)}`;
    case "in":
      return `${condition.column} IN (${condition.values.map(printValue).join(", ")})`;
    case "null":
      return `${condition.column} IS NULL`;
    case "has":
      return `list_contains(${condition.column}, ${printValue(condition.value)})`;
  }
}

function printNegated(part: Condition): string {
  if (part.op === "null") return `${part.column} IS NOT NULL`;
  if (part.op === "in") return `${part.column} NOT IN (${part.values.map(printValue).join(", ")})`;
  return `NOT ${inBrackets(part, part.op === "and" || part.op === "or")}`;
}

const inBrackets = (part: Condition, needed: boolean): string => (needed ? `(${print(part)})` : print(part));

const printValue = (value: Value): string =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase();
