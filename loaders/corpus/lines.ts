import {createReadStream} from "node:fs";

/** One line of a text file and where it stands. */
export interface Line {
  number: number; // from 1
  offset: number; // of its first byte
  length: number; // bytes, line end not counted
  text: string | null; // null when it is not valid UTF-8
  closed: boolean; // false for a last line without a line end
}

const newline = 10;
const decoder = new TextDecoder("utf-8", {fatal: true});

/**
 * The lines of a file, streamed: memory is bounded by the longest line. Empty lines are left out. `stream` stands in for
 * the bytes of a file that is compressed; offsets are then those of its text.
 */
export async function* readLines(
  path: string,
  stream: AsyncIterable<Buffer> = createReadStream(path, {highWaterMark: 1 << 20})
): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let offset = 0;
  let number = 0;
  const take = (bytes: Buffer, closed: boolean): Line | undefined => {
    number++;
    const line = {number, offset, length: bytes.length, text: decode(bytes), closed};
    offset += bytes.length + 1;
    return line.text?.trim() === "" ? undefined : line;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end; (end = chunk.indexOf(newline, start)) >= 0; start = end + 1) {
      const line = take(Buffer.concat([...rest, chunk.subarray(start, end)]), true);
      rest = [];
      if (line) yield line;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length === 0) return;
  const last = take(Buffer.concat(rest), false);
  if (last) yield last;
}

function decode(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
