import {closeSync, openSync, readSync, writeSync} from "node:fs";
import {readFloat64, writeArray} from "../index/files.js";

const endsOf = (path: string): string => `${path}.ends`;

/** Writes a file of sections, of which readers take one each: far fewer files than one for each pair of shards. */
export class SectionWriter {
  readonly #file: number;
  readonly #ends: number[] = [];
  #end = 0;

  constructor(private readonly path: string) {
    this.#file = openSync(path, "w");
  }

  /** Appends the next section. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#ends.push((this.#end += bytes.length));
  }

  close(): void {
    closeSync(this.#file);
    writeArray(endsOf(this.path), Float64Array.from(this.#ends));
  }
}

/** One section of a file. */
export function readSection(path: string, section: number): Buffer {
  const ends = readFloat64(endsOf(path));
  const from = section === 0 ? 0 : ends[section - 1]!;
  const bytes = Buffer.allocUnsafeSlow(ends[section]! - from); // of its own, so that numbers in it are aligned
  const file = openSync(path, "r");
  try {
    for (let at = 0; at < bytes.length;) {
      const read = readSync(file, bytes, at, bytes.length - at, from + at);
      if (read === 0) throw new Error(`cut short: ${path}`);
      at += read;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

/** A text and the first place of the corpus that has it: pair x 10 + slot. */
export type PlacedText = readonly [text: string, place: number];

export const toSection = (texts: readonly PlacedText[]): Uint8Array =>
  Buffer.from(texts.map((each) => `${JSON.stringify(each)}\n`).join(""));

export function* readTexts(path: string, section: number): Generator<PlacedText> {
  const bytes = readSection(path, section);
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    yield JSON.parse(bytes.toString("utf8", from, end)) as PlacedText;
    from = end + 1;
  }
}

/** The numbers of a section. */
export function readPlaces(path: string, section: number): Float64Array {
  const {buffer, byteLength} = readSection(path, section);
  return new Float64Array(buffer, 0, byteLength / 8);
}
