import {codesFor, tableOf, type CodedTable, type Codes} from "./codedTable.js";
import type {RowKind} from "./columns.js";
import type {Value} from "./condition.js";

const version = 2;
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

interface Header {
  version: number;
  kind: RowKind;
  rows: number;
  columns: Record<string, {values: readonly Value[]}>;
  lists: Record<string, ListHeader>;
}

interface ListHeader {
  values: readonly string[];
  names: readonly string[] | null;
  length: number; // entries
  most: number; // of a row
  weightBytes: number | null; // of each weight; null: the entries have none
}

/** A table as bytes: the length of the header, the header as JSON, then the codes of each column, each at a multiple of 4. */
export function encodeTable({kind, rows, columns, lists}: CodedTable): Uint8Array {
  const header: Header = {version, kind, rows, columns: {}, lists: {}};
  const parts: Codes[] = [];
  for (const [name, {values, codes}] of Object.entries(columns)) {
    header.columns[name] = {values};
    parts.push(codes);
  }
  for (const [name, {values, names, starts, codes, weights}] of Object.entries(lists)) {
    const {lengths, most} = lengthsOf(starts);
    header.lists[name] = {
      values,
      names,
      length: codes.length,
      most,
      weightBytes: weights?.clean.BYTES_PER_ELEMENT ?? null
    };
    parts.push(lengths, codes, ...(weights === undefined ? [] : [weights.clean, weights.violating]));
  }
  return joined(new TextEncoder().encode(JSON.stringify(header)), parts);
}

/** How many values each row has: smaller than where they start. */
function lengthsOf(starts: Uint32Array): {lengths: Codes; most: number} {
  let most = 0;
  for (let row = 1; row < starts.length; row++) most = Math.max(most, starts[row]! - starts[row - 1]!);
  const lengths = codesFor(most + 1, starts.length - 1);
  for (let row = 1; row < starts.length; row++) lengths[row - 1] = starts[row]! - starts[row - 1]!;
  return {lengths, most};
}

function joined(header: Uint8Array, parts: readonly Codes[]): Uint8Array {
  const size = parts.reduce((sum, {byteLength}) => sum + aligned(byteLength), 4 + aligned(header.length));
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = 4 + aligned(header.length);
  for (const {buffer, byteOffset, byteLength} of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

/** Reads what `encodeTable` wrote; codes are views of the bytes. Throws if another version wrote them. */
export function decodeTable(bytes: ArrayBuffer): CodedTable {
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Header;
  if (header.version !== version) throw new Error("another version of surfturf made this file: build the site again");
  let at = 4 + aligned(length);
  const next = (distinct: number, count: number): Codes => {
    const codes = viewOf(bytes, at, distinct, count);
    at += aligned(codes.byteLength);
    return codes;
  };
  const {kind, rows, columns, lists} = header;
  return tableOf(
    kind,
    rows,
    (name) => {
      const {values} = columns[name]!;
      return {values, codes: next(values.length, rows)};
    },
    (name) => {
      const {values, names, length: entries, most, weightBytes} = lists[name]!;
      const list = {values, names, starts: startsOf(next(most + 1, rows)), codes: next(values.length, entries)};
      if (weightBytes === null) return list;
      const weight = (): Codes => next(2 ** (8 * weightBytes), entries);
      return {...list, weights: {clean: weight(), violating: weight()}};
    }
  );
}

function viewOf(bytes: ArrayBuffer, at: number, distinct: number, count: number): Codes {
  if (distinct <= 2 ** 8) return new Uint8Array(bytes, at, count);
  return distinct <= 2 ** 16 ? new Uint16Array(bytes, at, count) : new Uint32Array(bytes, at, count);
}

function startsOf(lengths: Codes): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let row = 0; row < lengths.length; row++) starts[row + 1] = starts[row]! + lengths[row]!;
  return starts;
}
