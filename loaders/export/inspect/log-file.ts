import {createWriteStream} from "node:fs";
import {Readable} from "node:stream";
import {finished} from "node:stream/promises";
import yazl from "yazl";
import {toJson} from "./wire.js";

/** A log in Inspect's format: a zip file with an entry for each sample, written one at a time in bounded memory. */
export class LogFile {
  readonly #zip = new yazl.ZipFile();
  readonly #written: Promise<void>;

  constructor(
    path: string,
    private readonly date: Date // of all entries, so that equal studies make equal files
  ) {
    const file = createWriteStream(path);
    this.#zip.outputStream.pipe(file);
    this.#written = finished(file);
    this.#written.catch(() => undefined); // told where it is awaited
  }

  /** Adds an entry, and waits until it is compressed. */
  async add(name: string, value: unknown): Promise<void> {
    const text = Readable.from([Buffer.from(typeof value === "string" ? value : toJson(value))], {objectMode: false});
    this.#zip.addReadStreamLazy(name, {mtime: this.date}, (ready) => ready(null, text));
    await Promise.race([finished(text), this.#written]);
  }

  async close(): Promise<void> {
    this.#zip.end();
    await this.#written;
  }
}
