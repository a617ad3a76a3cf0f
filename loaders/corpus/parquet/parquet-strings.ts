import {decompressPage, readDataPage, readDataPageV2} from "hyparquet/src/datapage.js";
import {readRleBitPackedHybrid} from "hyparquet/src/encoding.js";
import type {DataReader, PageHeader} from "hyparquet";

/** The strings of one data page and where they belong: typed arrays, as a page may hold a whole row group. */
export interface StringPage {
  count: number; // levels; a list without entries takes one
  repetition: Uint8Array | null; // 0 starts a row; null when every level does
  definition: Uint8Array | null; // the highest level is a string, every other is none; null when all are
  ids: Uint32Array | null; // the page's strings as places in the dictionary
  strings: Iterator<string> | null; // the same where the page brings its own
}

type ColumnDecoder = Parameters<typeof readDataPageV2>[2];

/** Turns bytes to strings. */
export interface StringSource {
  get(view: DataView, bytes: Buffer, start: number, end: number): string;
}

/** How the pages of a column of one row group are decoded; the cache is shared by all of them. */
export interface StringDecoder extends ColumnDecoder {
  levels: Levels;
  cache: StringSource;
}

/** Levels that a column's schema can reach. */
export interface Levels {
  repetition: number;
  definition: number;
}

const isDictionary = (encoding: string): boolean => encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY";

const readerOf = (bytes: Uint8Array): DataReader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0
});

/** The strings of a dictionary page. */
export function readDictionary(
  bytes: Uint8Array,
  header: PageHeader,
  {codec, compressors, cache}: StringDecoder
): string[] {
  const page = decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
  return [...plainStrings(readerOf(page), header.dictionary_page_header!.num_values, cache)];
}

/** Decodes a data page of either version. */
export const readStringPage = (bytes: Uint8Array, header: PageHeader, decoder: StringDecoder): StringPage =>
  header.type === "DATA_PAGE" ? readVersion1(bytes, header, decoder) : readVersion2(bytes, header, decoder);

function readVersion1(bytes: Uint8Array, header: PageHeader, decoder: StringDecoder): StringPage {
  const {levels, cache} = decoder;
  const {num_values: count, encoding} = header.data_page_header!;
  const page = decompressPage(bytes, header.uncompressed_page_size, decoder.codec, decoder.compressors);
  const reader = readerOf(page);
  const repetition = readLevels(reader, levels.repetition, count);
  const definition = readLevels(reader, levels.definition, count);
  const common = {count, repetition, definition};
  const present = countPresent(common, levels.definition);
  if (encoding === "PLAIN") return {...common, ids: null, strings: plainStrings(reader, present, cache)};
  if (isDictionary(encoding)) return {...common, ids: readIds(reader, present), strings: null};
  const {dataPage} = readDataPage(page, header.data_page_header!, decoder);
  return {...common, ids: null, strings: decoded(dataPage as Uint8Array[])};
}

function readVersion2(bytes: Uint8Array, header: PageHeader, decoder: StringDecoder): StringPage {
  const {levels, cache} = decoder;
  const page = header.data_page_header_v2!;
  const count = page.num_values;
  const repetitionLength = page.repetition_levels_byte_length;
  const levelLength = repetitionLength + page.definition_levels_byte_length;
  const reader = readerOf(bytes);
  const repetition = readLevels(reader, levels.repetition, count, repetitionLength);
  reader.offset = repetitionLength;
  const definition = readLevels(reader, levels.definition, count, page.definition_levels_byte_length);
  const common = {count, repetition, definition};
  if (page.encoding !== "PLAIN" && !isDictionary(page.encoding)) {
    const {dataPage} = readDataPageV2(bytes, header, decoder);
    return {...common, ids: null, strings: decoded(dataPage as Uint8Array[])};
  }
  const size = header.uncompressed_page_size - levelLength;
  const packed = bytes.subarray(levelLength);
  const values = readerOf(
    page.is_compressed === false ? packed : decompressPage(packed, size, decoder.codec, decoder.compressors)
  );
  const present = countPresent(common, levels.definition);
  return page.encoding === "PLAIN"
    ? {...common, ids: null, strings: plainStrings(values, present, cache)}
    : {...common, ids: readIds(values, present), strings: null};
}

function readLevels(reader: DataReader, highest: number, count: number, length?: number): Uint8Array | null {
  if (highest === 0) return null;
  const levels = new Uint8Array(count);
  readRleBitPackedHybrid(reader, 32 - Math.clz32(highest), levels, length);
  return levels;
}

function countPresent({count, definition}: Pick<StringPage, "count" | "definition">, highest: number): number {
  if (definition === null) return count;
  let present = 0;
  for (const level of definition) if (level === highest) present++;
  return present;
}

function readIds(reader: DataReader, count: number): Uint32Array {
  const ids = new Uint32Array(count);
  if (count === 0) return ids;
  const width = reader.view.getUint8(reader.offset++);
  if (width > 0) readRleBitPackedHybrid(reader, width, ids, reader.view.byteLength - reader.offset);
  return ids;
}

function* plainStrings({view, offset}: DataReader, count: number, cache: StringSource): Generator<string> {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  for (let i = 0; i < count; i++) {
    const start = offset + 4;
    offset = start + view.getUint32(offset, true);
    if (offset > bytes.length) throw new Error("a string reaches beyond its page");
    yield cache.get(view, bytes, start, offset);
  }
}

function* decoded(values: readonly Uint8Array[]): Generator<string> {
  for (const value of values)
    yield Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8").trim();
}
