import {asyncBufferFromUrl, cachedAsyncBuffer, parquetMetadataAsync, parquetReadObjects} from "npm:hyparquet";

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

const rowsPerBlock = 20_000;

/** Reads a Parquet file by row range: a page fetches the rows it shows, not the file. */
export function openRows<T>({href: url, size}: SiteFile): RowStore<T> {
  const opened = (async () => {
    const isPreview = url.includes("?sha="); // it knows the size of the loader, not of the file
    const byteLength = isPreview ? await sizeOf(url) : size;
    const whole = await asyncBufferFromUrl({url, byteLength});
    const file = cachedAsyncBuffer(whole);
    return {file, whole, metadata: await parquetMetadataAsync(file)};
  })();
  opened.catch(() => undefined); // said where it is read
  return {
    async read(row, columns) {
      const {file, metadata} = await opened;
      const [found] = await parquetReadObjects({file, metadata, columns, rowStart: row, rowEnd: row + 1});
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

/** The size of a file that is served. The answer is read to its end: the browser calls it a failed request otherwise. */
async function sizeOf(url: string): Promise<number> {
  const answer = await fetch(url, {method: "HEAD"});
  await answer.arrayBuffer();
  const size = answer.headers.get("Content-Length");
  if (!answer.ok || size === null) throw new Error(`${new URL(url, location.href).pathname}: status ${answer.status}`);
  return Number(size);
}
