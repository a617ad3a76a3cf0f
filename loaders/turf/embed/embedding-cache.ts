import {createHash} from "node:crypto";
import {closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync} from "node:fs";
import {join} from "node:path";
import {checkHeld, tryLockFolder} from "../../store/lock.js";
import {dataFolder} from "../../util/paths.js";
import {readAll} from "../vectors/vector-file.js";
import {keyLength, keyOf, KeyTable} from "./key-table.js";

/** Where embeddings are kept unless another folder is named. */
export const embeddingsFolder = (): string => join(dataFolder(), "cache", "embeddings");

/**
 * What one embedding model gave for texts, on disk: the same text is never embedded twice, by any index. One process
 * writes at a time; others read what was there when they opened it.
 */
export class EmbeddingCache {
  readonly #table = new KeyTable();

  private constructor(
    private readonly path: string,
    private readonly dimension: number,
    private readonly files: {keys: number; rows: number},
    private readonly release: (() => void) | null // null: another process writes
  ) {
    this.#load();
  }

  static async open(model: string, dimension: number, folder = embeddingsFolder()): Promise<EmbeddingCache> {
    const name = createHash("sha256").update(`${model}\0${dimension}`).digest("hex").slice(0, 16);
    const path = join(folder, name);
    mkdirSync(path, {recursive: true});
    const release = tryLockFolder(path, "the cache of embeddings");
    const open = (file: string): number => openSync(join(path, file), "a+");
    return new EmbeddingCache(path, dimension, {keys: open("keys"), rows: open("rows")}, release);
  }

  /** The embedding of a text, or undefined where it was never embedded. */
  find(text: string): Float32Array | undefined {
    const number = this.#table.find(keyOf(text));
    if (number === undefined) return undefined;
    const row = new Float32Array(this.dimension);
    readAll(this.files.rows, row, number * row.byteLength, this.path);
    return row;
  }

  /** Keeps the embeddings of texts that are not there yet: rows first, so that a key on disk always has its row. */
  add(texts: readonly string[], rows: Float32Array): void {
    if (this.release === null || texts.length === 0) return;
    checkHeld(this.path);
    const keys = texts.map(keyOf);
    append(this.files.rows, Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));
    append(this.files.keys, Buffer.concat(keys));
    for (const key of keys) this.#table.add(key);
  }

  async close(): Promise<void> {
    closeSync(this.files.keys);
    closeSync(this.files.rows);
    this.release?.();
  }

  /** A writer that was killed may have left more rows than keys, or part of one: they are cut off. */
  #load(): void {
    const {keys, rows} = this.files;
    const rowLength = 4 * this.dimension;
    const count = Math.min(Math.floor(fstatSync(keys).size / keyLength), Math.floor(fstatSync(rows).size / rowLength));
    if (this.release !== null) {
      ftruncateSync(keys, count * keyLength);
      ftruncateSync(rows, count * rowLength);
    }
    const all = Buffer.alloc(count * keyLength);
    for (let at = 0; at < all.length;) at += readSync(keys, all, at, all.length - at, at);
    for (let at = 0; at < all.length; at += keyLength) this.#table.add(all.subarray(at, at + keyLength));
  }
}

function append(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
