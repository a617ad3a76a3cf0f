import {asyncBufferFromUrl, cachedAsyncBuffer, parquetMetadataAsync, parquetReadObjects} from "npm:hyparquet";

/** A file of the site: its address, and its size in bytes. */
export interface SiteFile {
  href: string;
  size: number;
}

export interface RowStore<T> {
  /** The row of that number, counted from 0. Throws when the file has no such row. */
  read(row: number): Promise<T>;
  /** Some columns of every row: slow on a large file. */
  readAll(columns: string[]): Promise<Record<string, unknown>[]>;
}

/** Reads a Parquet file by row range: a page fetches the rows it shows, not the file. */
export function openRows<T>({href: url, size}: SiteFile): RowStore<T> {
  const opened = (async () => {
    const isPreview = url.includes("?sha="); // it knows the size of the loader, not of the file
    const byteLength = isPreview ? undefined : size;
    const file = cachedAsyncBuffer(await asyncBufferFromUrl({url, byteLength}));
    return {file, metadata: await parquetMetadataAsync(file)};
  })();
  opened.catch(() => undefined); // said where it is read
  return {
    async read(row) {
      const [found] = await parquetReadObjects({...(await opened), rowStart: row, rowEnd: row + 1});
      if (found === undefined) throw new Error(`no row ${row}`);
      return found as T;
    },
    readAll: async (columns) => parquetReadObjects({...(await opened), columns})
  };
}
