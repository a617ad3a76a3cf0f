import type {SchemaElement} from "hyparquet";
import type {Column} from "../../src/shared/columns.js";

/** The Parquet schema of a table's columns. */
export function schemaElements(columns: readonly [string, Column][]): SchemaElement[] {
  return [{name: "root", num_children: columns.length}, ...columns.flatMap(elementsOf)];
}

function elementsOf([name, {type, nullable}]: [string, Column]): SchemaElement[] {
  const repetition_type = nullable ? "OPTIONAL" : "REQUIRED";
  const leaf: Record<string, Partial<SchemaElement>> = {
    string: {type: "BYTE_ARRAY", converted_type: "UTF8"},
    int32: {type: "INT32"},
    float64: {type: "DOUBLE"},
    boolean: {type: "BOOLEAN"}
  };
  if (!type.endsWith("[]")) return [{name, repetition_type, ...leaf[type]}];
  return [
    {name, repetition_type, num_children: 1, converted_type: "LIST"},
    {name: "list", repetition_type: "REPEATED", num_children: 1},
    {name: "element", repetition_type: "REQUIRED", ...leaf[type.slice(0, -2)]}
  ];
}
