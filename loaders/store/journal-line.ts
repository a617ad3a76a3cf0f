import {isUtf8} from "node:buffer";
import {crc32} from "node:zlib";
import type {CallRecord} from "./call-record.js";

// A line of a journal: the JSON of a record, whose last key `crc` is the checksum (CRC-32, hexadecimal) of the bytes
// before it. Lines of earlier versions have none.

const sumPart = /^,"crc":"([0-9a-f]{8})"\}$/;
const sumLength = `,"crc":"00000000"}`.length;
const start = Buffer.from('{"v":1,"id":"');
const head = /^\{"v":1,"id":"([0-9a-f]+)"/; // no need to parse a text to find a request
const headLength = 100;

const damaged = "a damaged journal record: take the line out, and its call is asked again";

/** A record as its line, the line feed included. */
export function toLine(record: CallRecord): Buffer {
  const body = JSON.stringify(record).slice(0, -1);
  return Buffer.from(`${body},"crc":"${crc32(body).toString(16).padStart(8, "0")}"}\n`);
}

/** The record of a line without its line feed; undefined where it is damaged. */
export function readLine(line: Buffer): CallRecord | undefined {
  const checked = hasSum(line);
  if (checked === false) return undefined;
  try {
    const text = line.toString("utf8");
    return JSON.parse(checked ? `${text.slice(0, -sumLength)}}` : text) as CallRecord;
  } catch {
    return undefined;
  }
}

/** The id of a line's record, or why there is none, with the cure. Only lines without a checksum are parsed. */
export function readId(line: Buffer): {id: string} | {problem: string} {
  const id = head.exec(line.subarray(0, headLength).toString("latin1"))?.[1];
  if (id === undefined) return {problem: whyUnread(line)};
  const checked = hasSum(line) ?? isOldRecord(line);
  return checked ? {id} : {problem: damaged};
}

/** Whether the checksum of a line is right; undefined where it has none. */
function hasSum(line: Buffer): boolean | undefined {
  const sum = sumPart.exec(line.subarray(-sumLength).toString("latin1"))?.[1];
  return sum === undefined ? undefined : crc32(line.subarray(0, -sumLength)) === Number.parseInt(sum, 16);
}

/** Why a line is no record: a version of its own, or damage (what was paid for is in the other lines). */
function whyUnread(line: Buffer): string {
  const version = /^\{"v":(\d+),/.exec(line.subarray(0, headLength).toString("latin1"))?.[1];
  if (version === undefined) return "not a journal record: take the line out, and its call is asked again";
  return version === "1"
    ? damaged
    : `a journal record of version ${version}, this surfturf reads version 1: use the one that wrote it, or move the ` +
        "file away to start over; where only this line says so it is damaged: take it out";
}

/**
 * Whether what follows the last line feed is the beginning of one record: what a kill or a full disk leaves. Text within
 * a record has its quotes escaped, so nothing in it looks like the start of another.
 */
export function isTorn(rest: Buffer): boolean {
  const begun = rest.subarray(0, start.length);
  return start.subarray(0, begun.length).equals(begun) && rest.indexOf(start, 1) < 0 && !rest.some(isControl);
}

/** Whether it is all of a record but its line feed, which may have become a space. */
export const isWhole = (rest: Buffer): boolean => "id" in readId(rest.at(-1) === space ? rest.subarray(0, -1) : rest);

const space = 32;

const isControl = (byte: number): boolean => byte < 32;

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const object: Check = (value) => typeof value === "object" && value !== null;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** The keys of a record that was written without a checksum. */
const oldKeys: Record<string, Check> = {
  v: number,
  id: text,
  step: text,
  role: text,
  model: text,
  answered: orNull(text),
  at: text,
  latency: orNull(number),
  attempts: number,
  failed: orAbsent(Array.isArray),
  from: orAbsent(text),
  late: orAbsent((value) => value === true),
  stop: orNull(text),
  raw: orNull(text),
  usage: orNull(object),
  cost: orNull(number),
  text: orNull(text),
  thinking: orNull(text),
  error: orNull(text)
};

function isOldRecord(line: Buffer): boolean {
  if (!isUtf8(line)) return false;
  const record = readLine(line) as Record<string, unknown> | undefined;
  if (record === undefined) return false;
  const isKnown = Object.keys(record).every((key) => Object.hasOwn(oldKeys, key));
  return isKnown && Object.entries(oldKeys).every(([key, check]) => check(record[key]));
}
