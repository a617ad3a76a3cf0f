import {asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects, type FileMetaData} from "npm:hyparquet";
import {sliceByBlocks, type BlockPart} from "./blockSlices.js";
import {keepSlices, smallFile} from "./keptSlices.js";

/** A file of the site: its address, and its size in bytes. */
export interface SiteFile {
  href: string;
  size: number;
}

export interface RowStore<T> {
  /** The row of that number, counted from 0, or some of its columns. Throws when the file has no such row. */
  read(row: number, columns?: string[]): Promise<T>;
  /** Some columns of every row, some thousand rows at a time: slow on a large file, but never all of it in memory. */
  readBlocks<K extends keyof T & string>(columns: K[]): AsyncGenerator<Pick<T, K>[]>;
}

const rowsPerBlock = 6_000;
const mostKept = 2 ** 25; // bytes of a file
const indexBlock = 2 ** 17; // bytes

/** Reads a Parquet file by row range: a page fetches the rows it shows, not the file. */
export function openRows<T>({href: url, size}: SiteFile): RowStore<T> {
  const opened = (async () => {
    const isPreview = url.includes("?sha="); // it knows the size of the loader, not of the file
    const byteLength = isPreview ? await sizeOf(url) : size;
    const isSmall = byteLength <= smallFile;
    const whole = await asyncBufferFromUrl({url, byteLength});
    // the browser's cache lets one request at a time read a file: many small ones pass it by
    const parts = isSmall ? whole : await asyncBufferFromUrl({url, byteLength, requestInit: {cache: "no-store"}});
    const kept = keepSlices(parts, mostKept);
    const metadata = await parquetMetadataAsync(isSmall ? kept : whole);
    return {file: sliceByBlocks(kept, indexesIn(metadata)), whole, metadata, all: columnsOf(metadata)};
  })();
  opened.catch(() => undefined); // said where it is read
  return {
    async read(row, columns) {
      const {file, metadata, all} = await opened;
      const rows = {rowStart: row, rowEnd: row + 1, useOffsetIndex: true}; // the pages with the row, not its row group
      const [found] = await parquetReadObjects({file, metadata, columns: columns ?? all, ...rows});
      if (found === undefined) throw new Error(`no row ${row}`);
      return found as T;
    },
    async *readBlocks<K extends keyof T & string>(columns: K[]) {
      const {whole: file, metadata} = await opened; // of what is read once, nothing is kept
      for (let rowStart = 0; rowStart < Number(metadata.num_rows); rowStart += rowsPerBlock) {
        const options = {file, metadata, columns, rowStart, rowEnd: rowStart + rowsPerBlock};
        yield (await parquetReadObjects(options)) as Pick<T, K>[];
      }
    }
  };
}

/** All columns by name. Without names, what is between two pages would be read too. */
const columnsOf = ({row_groups: groups}: FileMetaData): string[] => [
  ...new Set(groups[0]?.columns.map(({meta_data: column}) => column!.path_in_schema[0]!))
];

/** Where a file says at which byte each page begins. A row costs one request when that is known, two otherwise. */
function indexesIn({row_groups: groups}: FileMetaData): BlockPart {
  const part = {start: Infinity, end: 0, blockBytes: indexBlock};
  for (const {columns} of groups)
    for (const {offset_index_offset: offset, offset_index_length: length} of columns) {
      if (offset === undefined || length === undefined) continue;
      part.start = Math.min(part.start, Number(offset));
      part.end = Math.max(part.end, Number(offset) + length);
    }
  return part;
}

/** The size of a file that is served. The answer is read to its end: the browser calls it a failed request otherwise. */
async function sizeOf(url: string): Promise<number> {
  const answer = await fetch(url, {method: "HEAD"});
  await answer.arrayBuffer();
  const size = answer.headers.get("Content-Length");
  if (!answer.ok || size === null) throw new Error(`${new URL(url, location.href).pathname}: status ${answer.status}`);
  return Number(size);
}
