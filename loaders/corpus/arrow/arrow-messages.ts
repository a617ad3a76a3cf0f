import type {FileHandle} from "node:fs/promises";

/** A message of an Arrow IPC stream or file, with its body. */
export interface ArrowMessage {
  kind: "schema" | "dictionary" | "batch" | "other";
  bytes: Uint8Array; // the whole message, to be decoded
  end: number; // place in the file after it
}

const magic = "ARROW1";
const continuation = 0xffffffff; // absent in files older than Arrow 0.15
const kinds = ["other", "schema", "dictionary", "batch"] as const;

/**
 * The messages of an Arrow IPC stream, or of a file, which holds one between its magic bytes and its footer: one record
 * batch at a time is in memory. Throws an Error when the file is cut short.
 */
export async function* readArrowMessages(handle: FileHandle, size: number): AsyncGenerator<ArrowMessage> {
  const head = await read(handle, 0, Math.min(8, size));
  let at = Buffer.from(head).toString("latin1").startsWith(magic) ? 8 : 0;
  while (at + 4 <= size) {
    const prefix = viewOf(await read(handle, at, Math.min(8, size - at)));
    const isMarked = prefix.getUint32(0, true) === continuation;
    if (isMarked && prefix.byteLength < 8) break;
    const start = at + (isMarked ? 8 : 4);
    const length = prefix.getInt32(isMarked ? 4 : 0, true);
    if (length === 0) return;
    if (length < 0 || start + length > size) throw new Error("not an Arrow IPC stream or file, or cut short");
    const {kind, bodyLength} = headerOf(viewOf(await read(handle, start, length)));
    const end = start + length + bodyLength;
    if (bodyLength < 0 || end > size) throw new Error("the file ends inside a record batch");
    yield {kind, bytes: await read(handle, at, end - at), end};
    at = end;
  }
  if (at < size) throw new Error("the file ends inside a message");
}

/** Kind and body length of the flatbuffer `Message`: its second and fourth field. */
function headerOf(view: DataView): {kind: ArrowMessage["kind"]; bodyLength: number} {
  try {
    const table = view.getUint32(0, true);
    const fields = table - view.getInt32(table, true);
    const place = (field: number): number => {
      const entry = 4 + 2 * field;
      return entry < view.getUint16(fields, true) ? view.getUint16(fields + entry, true) : 0;
    };
    const [kindAt, lengthAt] = [place(1), place(3)];
    const kind = kinds[kindAt === 0 ? 0 : view.getUint8(table + kindAt)] ?? "other";
    return {kind, bodyLength: lengthAt === 0 ? 0 : Number(view.getBigInt64(table + lengthAt, true))};
  } catch (cause) {
    throw new Error("not an Arrow IPC stream or file", {cause});
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function read(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const {bytesRead} = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new Error("the file ends too early");
    done += bytesRead;
  }
  return bytes;
}
