import {readFileSync, rmSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";
import {tableFromArrays, tableToIPC} from "@uwdata/flechette";

export type TestRow = Record<string, unknown>;

export const toLines = (rows: readonly TestRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** A Zstandard frame that holds the bytes as they are, in blocks of 100,000. */
export function zstdFrame(bytes: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32LE(0xfd2fb528, 0);
  header[4] = 0xe0; // one segment, its size in eight bytes
  header.writeBigUInt64LE(BigInt(bytes.length), 5);
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 100_000) {
    const block = bytes.subarray(at, at + 100_000);
    const isLast = at + 100_000 >= bytes.length;
    const size = Buffer.alloc(3);
    size.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    blocks.push(size, block);
  }
  return Buffer.concat([header, ...blocks]);
}

function arrow(rows: readonly TestRow[], format: "stream" | "file"): Uint8Array {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
  return tableToIPC(tableFromArrays(columns), {format})!;
}

let connection: Promise<DuckDBConnection> | undefined;

/** Lets DuckDB find out the types of the rows and write them. */
async function parquet(rows: readonly TestRow[], path: string): Promise<Uint8Array> {
  connection ??= DuckDBInstance.create(":memory:").then((instance) => instance.connect());
  writeFileSync(`${path}.rows`, toLines(rows));
  const from = `read_json('${path}.rows', format = 'newline_delimited', map_inference_threshold = -1)`;
  await (await connection).run(`COPY (SELECT * FROM ${from}) TO '${path}' (FORMAT parquet)`);
  rmSync(`${path}.rows`);
  return readFileSync(path);
}

const text = (write: (rows: readonly TestRow[]) => string) => (rows: readonly TestRow[]) => Buffer.from(write(rows));

/** How rows are written, by what the name of the file ends with. */
export const fileKinds: Record<string, (rows: readonly TestRow[], path: string) => Uint8Array | Promise<Uint8Array>> = {
  ".jsonl": text(toLines),
  ".ndjson.gz": (rows) => gzipSync(toLines(rows)),
  ".jsonl.zst": (rows) => zstdFrame(Buffer.from(toLines(rows))),
  ".json": text((rows) => JSON.stringify(rows)),
  "-pretty.json": text((rows) => JSON.stringify(rows, null, 2)),
  "-wrapped.json": text((rows) => JSON.stringify({version: 1, tags: ["a"], data: rows}, null, 1)),
  "-values.json": text((rows) => rows.map((row) => JSON.stringify(row, null, 2)).join("\n")),
  ".parquet": parquet,
  ".arrow": (rows) => arrow(rows, "stream"),
  ".feather": (rows) => arrow(rows, "file")
};
