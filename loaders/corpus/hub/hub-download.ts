import {createHash, type Hash} from "node:crypto";
import {createReadStream, existsSync, statSync} from "node:fs";
import {mkdir, open, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {UserError} from "../../util/user-error.js";
import {asked, openHubFile, type HubFile, type HubOptions} from "./hub-client.js";

const defaultPieceSize = 1 << 24; // bytes

/**
 * Downloads a file piece by piece to `target`, or resumes an earlier download (`<target>.part`). The file gets its name
 * only when its size and hash are right. Throws a UserError when they are not, or when the hub can't be reached.
 */
export async function downloadTo(
  target: string,
  name: string,
  commit: string,
  file: HubFile,
  options: HubOptions & {onBytes?: (bytes: number) => void}
): Promise<void> {
  if (existsSync(target) && statSync(target).size === file.size) return;
  const part = `${target}.part`;
  await mkdir(dirname(target), {recursive: true});
  await fill(part, name, commit, file, options);
  if (!(await isWhole(part, file))) {
    await rm(part, {force: true});
    throw new UserError(`hf:${name}: ${file.path} is damaged: start again to download it again`);
  }
  await rename(part, target);
}

async function fill(
  part: string,
  name: string,
  commit: string,
  file: HubFile,
  options: HubOptions & {onBytes?: (bytes: number) => void}
): Promise<void> {
  const handle = await open(part, "a");
  try {
    let done = (await handle.stat()).size;
    if (done > file.size) await handle.truncate((done = 0));
    if (done === file.size) return;
    const blob = await openHubFile(name, commit, file.path, options);
    if (blob.size !== file.size) throw new UserError(`hf:${name}: ${file.path} does not have the listed size`);
    while (done < file.size) {
      options.signal?.throwIfAborted();
      const end = Math.min(done + (options.pieceSize ?? defaultPieceSize), file.size);
      const bytes = await asked(name, options, async () =>
        exactly(await blob.slice(done, end).arrayBuffer(), end - done)
      );
      await handle.write(bytes);
      done = end;
      options.onBytes?.(done);
    }
  } finally {
    await handle.close();
  }
}

/** Throws when the connection ended early, so that the piece is asked for again. */
function exactly(buffer: ArrayBuffer, length: number): Uint8Array {
  if (buffer.byteLength !== length) throw new Error(`${buffer.byteLength} of ${length} bytes arrived`);
  return new Uint8Array(buffer);
}

async function isWhole(path: string, {size, sha256, gitHash}: HubFile): Promise<boolean> {
  if (statSync(path).size !== size) return false;
  if (sha256 !== null) return (await hashed(path, createHash("sha256"))) === sha256;
  if (gitHash === null) return true;
  return (await hashed(path, createHash("sha1").update(`blob ${size}\0`))) === gitHash;
}

async function hashed(path: string, hash: Hash): Promise<string> {
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
