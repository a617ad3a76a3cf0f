import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import type {TableName} from "../../../src/shared/schema.js";
import {tablePath} from "../tables.js";

const tail = 8; // length of the footer and the closing mark

/** A hash of the bytes of a table's rows; the file's footer, which names the study, is left out. */
export function hashOfRows(study: string, table: TableName): string {
  const bytes = readFileSync(tablePath(study, table));
  const rows = bytes.subarray(0, bytes.length - tail - bytes.readUInt32LE(bytes.length - tail));
  return createHash("sha256").update(rows).digest("hex");
}
