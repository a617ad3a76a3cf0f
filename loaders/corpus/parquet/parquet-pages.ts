import type {FileHandle} from "node:fs/promises";
import {parquetHeader} from "hyparquet/src/column.js";
import type {ColumnMetaData, PageHeader} from "hyparquet";

const minWindowBytes = 1 << 16;
const maxHeaderBytes = 1 << 24; // a header holds the page's smallest and largest string

/** One page of a column as it is in the file, still compressed. */
export interface RawPage {
  header: PageHeader;
  bytes: Uint8Array;
}

/** The pages of one column of a row group, one after the other: never the whole column at once. */
export async function* readPages(file: FileHandle, column: ColumnMetaData): AsyncGenerator<RawPage> {
  const first = [column.dictionary_page_offset, column.data_page_offset].map(Number).filter((offset) => offset > 0);
  let offset = Math.min(...first);
  const end = offset + Number(column.total_compressed_size);
  while (offset < end) {
    const {header, size, window} = await readHeader(file, offset, end);
    const length = header.compressed_page_size;
    if (length < 0 || offset + size + length > end) throw new Error("a page reaches beyond its column");
    const bytes =
      size + length <= window.length ? window.subarray(size, size + length) : await read(file, offset + size, length);
    yield {header, bytes};
    offset += size + length;
  }
}

async function readHeader(
  file: FileHandle,
  offset: number,
  end: number
): Promise<{header: PageHeader; size: number; window: Uint8Array}> {
  for (let length = minWindowBytes; ; length *= 4) {
    const window = await read(file, offset, Math.min(length, end - offset));
    const reader = {view: new DataView(window.buffer, window.byteOffset, window.byteLength), offset: 0};
    try {
      const header = parquetHeader(reader);
      return {header, size: reader.offset, window};
    } catch (error) {
      if (!(error instanceof RangeError) || length >= maxHeaderBytes || offset + length >= end) throw error;
    }
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const {bytesRead} = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new Error("the file ends too early");
    done += bytesRead;
  }
  return bytes;
}
