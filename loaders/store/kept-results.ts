import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {writeAtomically} from "../util/atomic-file.js";

/**
 * Returns what was made before for the same key, and makes it otherwise. A key names all that the result depends on; both
 * are plain JSON.
 */
export type Keep = <T>(key: unknown, make: () => Promise<T>) => Promise<T>;

/** Makes everything, keeps nothing. */
export const keepNothing: Keep = (_, make) => make();

/**
 * Keeps results in a folder that several processes may share, on other machines too: a file each, written whole or not at
 * all. One that can't be read is made again.
 */
export const keepIn =
  (folder: string): Keep =>
  async <T>(key: unknown, make: () => Promise<T>): Promise<T> => {
    const path = join(folder, `${createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 32)}.json`);
    const kept = readKept<T>(path);
    if (kept !== undefined) return kept.result;
    const result = await make();
    mkdirSync(folder, {recursive: true});
    writeAtomically(path, JSON.stringify({result} satisfies Kept<T>));
    return result;
  };

interface Kept<T> {
  result: T;
}

function readKept<T>(path: string): Kept<T> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Kept<T>;
  } catch {
    return undefined; // damaged
  }
}
