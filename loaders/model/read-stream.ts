import {isError} from "./is-error.js";
import {isObject, objectAt, stringAt, type JsonObject} from "./json.js";

/**
 * The answer that a stream of events, or of JSON lines, holds, as the API would return it in one piece; null when the text
 * is no such stream.
 * For servers that stream although nobody asked. A stream that says no reason for its end yields none.
 */
export function joinStream(text: string): JsonObject | null {
  const isLines = /^\s*\{/.test(text) && betweenLines.test(text);
  if (!isLines && !/^\s*(?:data|event|id|retry)?:/.test(text)) return null;
  const events = isLines ? text.split("\n").map(parse).filter(isObject) : [...eventsOf(text)];
  if (events.length === 0) return null;
  const failed = events.find(isError);
  if (failed !== undefined) return failed;
  return events.some(({type}) => type === "message_start") ? joinMessage(events) : joinCompletion(events);
}

const betweenLines = /\}[ \t\r]*\n\s*\{/; // in one JSON value there would be a comma

/** The data of each event, where it is a JSON object. */
function* eventsOf(text: string): Generator<JsonObject> {
  let data: string[] = [];
  for (const line of [...text.split(/\r\n|\n|\r/), ""]) {
    if (line.startsWith("data:")) data.push(line.slice("data:".length));
    if (line !== "" || data.length === 0) continue;
    const value = parse(data.join("\n"));
    if (isObject(value)) yield value;
    data = [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // [DONE], and what was cut
  }
}

/** OpenAI's chunks: the deltas of the first choice make its message. */
function joinCompletion(events: readonly JsonObject[]): JsonObject {
  const whole: JsonObject = {};
  const choice: JsonObject = {};
  const message = new Joined();
  for (const event of events) {
    Object.assign(whole, given(event));
    const part = Array.isArray(event.choices) ? (event.choices as unknown[]).find(isFirst) : undefined;
    if (!isObject(part)) continue;
    Object.assign(choice, given(part));
    if (isObject(part.message)) message.replace(part.message);
    else if (isObject(part.delta)) message.add(part.delta);
  }
  const {delta: _, ...rest} = choice;
  const hasChoice = Object.keys(choice).length > 0;
  return {...whole, choices: hasChoice ? [{...rest, message: message.fields}] : []};
}

const isFirst = (choice: unknown): boolean => isObject(choice) && (choice.index ?? 0) === 0;

/** A message in parts: texts and lists go on, anything else is replaced. */
class Joined {
  readonly fields: JsonObject = {};

  replace(message: JsonObject): void {
    Object.assign(this.fields, message);
  }

  add(delta: JsonObject): void {
    for (const [key, value] of Object.entries(given(delta))) {
      if (typeof value === "string" && key !== "role") this.#extend(key, value);
      else if (Array.isArray(value))
        this.fields[key] = [...((this.fields[key] as unknown[]) ?? []), ...(value as unknown[])];
      else this.fields[key] = value;
    }
  }

  #extend(key: string, value: string): void {
    const before = this.fields[key];
    this.fields[key] = typeof before === "string" ? before + value : value;
  }
}

/** Anthropic's events: blocks of content, then the reason for the end. */
function joinMessage(events: readonly JsonObject[]): JsonObject {
  const message: JsonObject = {};
  const blocks = new Map<unknown, JsonObject>();
  const usage: JsonObject = {};
  for (const event of events) {
    const {type, index} = event;
    if (type === "message_start") Object.assign(message, objectAt(event, "message"));
    if (type === "message_delta") Object.assign(message, given(objectAt(event, "delta") ?? {}));
    Object.assign(usage, given(objectAt(type === "message_start" ? event.message : event, "usage") ?? {}));
    if (type === "content_block_start") blocks.set(index, {...objectAt(event, "content_block")});
    if (type === "content_block_delta") extendBlock(blocks.get(index), objectAt(event, "delta"));
  }
  return {...message, usage, content: [...blocks.values()]};
}

function extendBlock(block: JsonObject | undefined, delta: JsonObject | null): void {
  if (block === undefined) return;
  for (const key of ["text", "thinking"]) {
    const more = stringAt(delta, key);
    if (more !== null) block[key] = (stringAt(block, key) ?? "") + more;
  }
}

/** What an object says: a field that is null in a later part takes nothing back. */
const given = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
