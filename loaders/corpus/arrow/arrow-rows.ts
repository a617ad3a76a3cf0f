import {open} from "node:fs/promises";
import {CompressionType, setCompressionCodec, tableFromIPC} from "@uwdata/flechette";
import {decompress} from "fzstd";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import type {CorpusRow} from "../pairs/corpus-row.js";
import type {DataRow} from "../pairs/shapes/pair-shape.js";
import {readArrowMessages} from "./arrow-messages.js";
import {unpackLz4Frame} from "./lz4-frame.js";

const noEncoder = (): never => {
  throw new Error("Arrow is read only");
};

setCompressionCodec(CompressionType.LZ4_FRAME, {encode: noEncoder, decode: unpackLz4Frame});
setCompressionCodec(CompressionType.ZSTD, {encode: noEncoder, decode: (bytes) => decompress(bytes)});

/**
 * The rows of an Arrow IPC stream or file (`.arrow`, `.feather`), one record batch at a time. Throws a UserError when
 * it is neither, or is damaged.
 */
export async function* arrowRows(path: string, size: number): AsyncGenerator<CorpusRow> {
  const handle = await open(path, "r");
  let line = 0;
  const before: Uint8Array[] = []; // what the batches are decoded with
  try {
    for await (const {kind, bytes, end} of readArrowMessages(handle, size)) {
      if (kind === "schema" || kind === "dictionary") before.push(bytes);
      if (kind !== "batch") continue;
      const table = tableFromIPC([...before, bytes], {useBigInt: true});
      const rows = table.toArray() as DataRow[];
      for (const row of rows) yield {line: ++line, bytes: end, read: () => plainRow(row)};
    }
    if (before.length === 0) throw new Error("it has no schema");
  } catch (cause) {
    throw arrowError(path, cause as Error);
  } finally {
    await handle.close();
  }
}

const arrowError = (path: string, cause: Error): UserError =>
  new UserError(`damaged Arrow file: ${cause.message}: get the file again`, {file: shownPath(path)}, {cause});

const plainRow = (row: DataRow): DataRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));

/** Lists of numbers come as typed arrays. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)];
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null && !(value instanceof Date) ? plainRow(value as DataRow) : value;
}
