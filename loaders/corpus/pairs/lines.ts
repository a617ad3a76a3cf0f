import {createReadStream} from "node:fs";

/** One line of a text file and where it is. */
export interface TextLine {
  number: number; // from 1
  offset: number; // of its first byte
  length: number; // bytes, line end not counted
  text: string | null; // null when it is not valid UTF-8, or longer than what was asked for
  closed: boolean; // false for a last line without a line end
}

const newline = 10;
const decoder = new TextDecoder("utf-8", {fatal: true});

/**
 * The lines of a file, streamed: memory is bounded by the longest line, or by `maxBytes`: the text of a longer line is
 * not kept. Empty lines are left out. For a compressed file pass its decompressed bytes as `stream`; offsets are then
 * those of its text.
 */
export async function* readLines(
  path: string,
  stream: AsyncIterable<Buffer> = createReadStream(path, {highWaterMark: 1 << 20}),
  maxBytes = Infinity
): AsyncGenerator<TextLine> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let offset = 0;
  let number = 0;
  const take = (end: Buffer, closed: boolean): TextLine | undefined => {
    number++;
    const length = restLength + end.length;
    const text = length > maxBytes ? null : decode(rest.length === 0 ? end : Buffer.concat([...rest, end]));
    const line = {number, offset, length, text, closed};
    offset += length + 1;
    rest = [];
    restLength = 0;
    return text?.trim() === "" ? undefined : line;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end; (end = chunk.indexOf(newline, start)) >= 0; start = end + 1) {
      const line = take(chunk.subarray(start, end), true);
      if (line) yield line;
    }
    if (start === chunk.length) continue;
    restLength += chunk.length - start;
    if (restLength <= maxBytes) rest.push(chunk.subarray(start));
    else rest = [];
  }
  if (restLength === 0) return;
  const last = take(Buffer.alloc(0), false);
  if (last) yield last;
}

function decode(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
