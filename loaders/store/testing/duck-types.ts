import type {Column} from "../../../src/shared/schema.js";

/** The types that DuckDB reads from our Parquet files. */
export const duckTypes: Record<Column["type"], string> = {
  string: "VARCHAR",
  int32: "INTEGER",
  float64: "DOUBLE",
  boolean: "BOOLEAN",
  "string[]": "VARCHAR[]",
  "int32[]": "INTEGER[]"
};
