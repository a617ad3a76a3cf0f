import {closeSync, createReadStream, openSync, writeSync} from "node:fs";
import {createInterface} from "node:readline";

const lineEnds = /[\u2028\u2029]/g; // JSON may hold them as they are, and readline ends a line there

/** Rows that wait on the disk, in their order, until tables are written: long texts, of which memory would be full. */
export class Spool<T> {
  readonly #file: number;

  constructor(private readonly path: string) {
    this.#file = openSync(path, "wx");
  }

  add(row: T): void {
    const json = JSON.stringify(row).replaceAll(lineEnds, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
    writeAll(this.#file, Buffer.from(`${json}\n`));
  }

  /** All rows that were added. */
  async *rows(): AsyncGenerator<T> {
    const lines = createInterface({input: createReadStream(this.path), crlfDelay: Infinity});
    for await (const line of lines) yield JSON.parse(line) as T;
  }

  close = (): void => closeSync(this.#file);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
