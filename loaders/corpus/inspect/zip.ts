import {buffer as collect} from "node:stream/consumers";
import {crc32} from "node:zlib";
import {decompress} from "fzstd";
import yauzl, {type Entry, type ZipFile} from "yauzl";
import {UserError} from "../../util/user-error.js";

/** What a zip file may ask for. It is checked against what the file says of itself, before anything is unpacked. */
export interface ZipLimits {
  entries: number;
  entry: number; // bytes of one, unpacked
  total: number; // bytes of all, unpacked
}

export const zipLimits: ZipLimits = {entries: 1_000_000, entry: 128 * 2 ** 20, total: 64 * 2 ** 30};

const zstandard = 93; // compression methods of zip
const readable = new Set([0, 8, zstandard]);

/** An open zip file. Its entries are unpacked one at a time. */
export class Zip {
  private constructor(
    private readonly file: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>, // of two with one name the last, as in Inspect
    private readonly limits: ZipLimits
  ) {}

  /** Opens a file. Throws a UserError when it is no zip file, is damaged, or would unpack to more than the limits. */
  static async open(path: string, limits = zipLimits): Promise<Zip> {
    const damaged = (error: unknown): UserError =>
      new UserError(`can't be read as a zip file: ${(error as Error).message}`, {file: path}, {cause: error});
    const file = await yauzl.openPromise(path, {autoClose: false}).catch((error: unknown) => {
      throw damaged(error);
    });
    try {
      return new Zip(file, await entriesOf(file, path, limits), limits);
    } catch (error) {
      file.close();
      throw error instanceof UserError ? error : damaged(error);
    }
  }

  names = (): string[] => [...this.entries.keys()];

  has = (name: string): boolean => this.entries.has(name);

  /** The text of an entry. Throws an Error that says why it can't be read. */
  async read(name: string): Promise<string> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error("not there");
    const {uncompressedSize, compressedSize, compressionMethod} = entry;
    if (Math.max(uncompressedSize, compressedSize) > this.limits.entry)
      throw new Error(`it has ${megabytes(uncompressedSize)} MB; at most ${megabytes(this.limits.entry)} MB are read`);
    if (entry.isEncrypted()) throw new Error("it is encrypted");
    if (!readable.has(compressionMethod))
      throw new Error(`compression method ${compressionMethod}: expected 0 (none), 8 (deflate) or 93 (Zstandard)`);
    const bytes = compressionMethod === zstandard ? await this.#unpack(entry) : await this.#bytes(entry);
    if (bytes.length !== uncompressedSize || crc32(bytes) !== entry.crc32) throw new Error("it is damaged");
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  }

  close = (): void => this.file.close();

  async #bytes(entry: Entry, options?: {decodeFileData: false}): Promise<Uint8Array> {
    return collect(await this.file.openReadStreamPromise(entry, options));
  }

  /** Into memory of the size that the entry has: whatever its frames say, no more is taken. */
  async #unpack(entry: Entry): Promise<Uint8Array> {
    const packed = await this.#bytes(entry, {decodeFileData: false});
    return decompress(packed, new Uint8Array(entry.uncompressedSize));
  }
}

async function entriesOf(file: ZipFile, path: string, limits: ZipLimits): Promise<Map<string, Entry>> {
  const tooMuch = (what: string): UserError => new UserError(`${what}: this is no log that can be read`, {file: path});
  if (file.entryCount > limits.entries) throw tooMuch(`holds more than ${limits.entries} entries`);
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of file.eachEntry()) {
    total += entry.uncompressedSize;
    if (total > limits.total) throw tooMuch(`unpacks to more than ${megabytes(limits.total)} MB`);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
