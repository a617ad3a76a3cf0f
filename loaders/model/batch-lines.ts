import {isObject, type JsonObject} from "./json.js";

/** Makes one call of an API: `act` is given the signal that ends it. */
type Send = <T>(act: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * The rows of a file of JSON lines, read as it comes; null for a line that is no JSON object. `send` limits how long the
 * next bytes may take, and words what goes wrong. The last line may lack its end.
 */
export async function* readRows(response: Response, send: Send): AsyncGenerator<JsonObject | null> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest: string[] = []; // of a line whose end has not come yet
  for (let isOver = reader === undefined; !isOver;) {
    const part = await send((signal) => readPart(reader!, signal));
    isOver = part.done;
    const lines = decoder.decode(part.value as Uint8Array | undefined, {stream: !isOver}).split("\n");
    const last = lines.pop()!;
    for (const line of lines) {
      yield* toRow([...rest, line].join(""));
      rest = [];
    }
    rest.push(last);
  }
  yield* toRow(rest.join(""));
}

async function readPart(reader: ReadableStreamDefaultReader<unknown>, signal: AbortSignal) {
  const cancel = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", cancel, {once: true});
  try {
    const part = await reader.read();
    signal.throwIfAborted(); // what is cancelled looks like an end
    return part;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function* toRow(line: string): Generator<JsonObject | null> {
  if (line.trim() === "") return;
  let row: unknown = null;
  try {
    row = JSON.parse(line);
  } catch {
    // said by whoever counts
  }
  yield isObject(row) ? row : null;
}
