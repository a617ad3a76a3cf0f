import {createHash} from "node:crypto";
import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {covers, type Wanted} from "../vectors/wanted.js";
import {readFound, type FoundRows} from "./found-file.js";

/** One of the even shares of the rows of an index that units search. */
export interface RowShare {
  part: number; // from 0
  parts: number;
}

const prefixOf = ({part, parts}: RowShare): string => `${part + 1}of${parts}-`;

/** The file of what was found for some vectors in a share of the rows. */
export function foundFile(folder: string, share: RowShare, hashes: readonly string[]): string {
  const hash = createHash("sha256").update(hashes.join(" ")).digest("hex").slice(0, 32);
  return join(folder, "found", `${prefixOf(share)}${hash}.rows`);
}

/** A file of what was found, and in which share. */
export interface FoundIn extends FoundRows {
  path: string;
  share: RowShare;
}

/** What was found in an index in that state, by share; damaged files are left out. */
export function* foundIn(folder: string, of: string, wanted: Wanted, share?: RowShare): Generator<FoundIn> {
  const found = join(folder, "found");
  if (!existsSync(found)) return;
  for (const name of readdirSync(found).sort()) {
    const [, part, parts] = /^(\d+)of(\d+)-\w+\.rows$/.exec(name) ?? [];
    if (part === undefined || (share !== undefined && !name.startsWith(prefixOf(share)))) continue;
    const path = join(found, name);
    const rows = readFound(path);
    if (rows === undefined || rows.of !== of || !covers(rows.wanted, wanted)) continue;
    yield {...rows, path, share: {part: Number(part) - 1, parts: Number(parts)}};
  }
}
