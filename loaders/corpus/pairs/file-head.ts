import {closeSync, openSync, readSync} from "node:fs";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";

const headBytes = 512;

export type Packing = "gzip" | "zstd" | "none";

/** How a file is packed, by its first bytes; where they say nothing, by its name. */
export function packingOf(path: string): Packing {
  const [head, name] = [headOf(path), path.toLowerCase()];
  if (begins(head, [0x1f, 0x8b])) return "gzip";
  if (begins(head, [0x28, 0xb5, 0x2f, 0xfd]) || name.endsWith(".zst")) return "zstd";
  return name.endsWith(".gz") ? "gzip" : "none";
}

const others: [(head: Buffer) => boolean, string][] = [
  [(head) => begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff]), "is UTF-16 text: save it as UTF-8"],
  [(head) => head.toString("latin1", 0, 4) === "PAR1", "is a Parquet file: name it .parquet"],
  [(head) => head.toString("latin1", 0, 6) === "ARROW1", "is an Arrow file: name it .arrow"],
  [(head) => begins(head, [0x50, 0x4b, 3, 4]), "is a zip archive: unpack it"],
  [(head) => begins(head, [0x42, 0x5a, 0x68]), "is compressed with bzip2: unpack it, or compress it with gzip or zstd"],
  [(head) => begins(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a]), "is compressed with xz: unpack it, or use gzip or zstd"],
  [
    (head) => /^\s*<(!doctype html|html|\?xml)/i.test(head.toString("latin1")),
    "is a page of a website, not data: get the file itself, for which one may have to sign in"
  ]
];

/** Throws a UserError with the cure for a file that is no text of rows but is known for something else. */
export function checkIsText(path: string): void {
  const head = headOf(path);
  const other = others.find(([is]) => is(head));
  if (other !== undefined) throw new UserError(other[1], {file: shownPath(path)});
}

const begins = (head: Buffer, magic: readonly number[]): boolean => magic.every((byte, i) => head[i] === byte);

function headOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(headBytes);
    return head.subarray(0, readSync(file, head, 0, headBytes, 0));
  } finally {
    closeSync(file);
  }
}
