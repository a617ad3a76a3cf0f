import type {ModelReply, ModelRequest} from "./model.js";

/** One request of a batch. */
export interface BatchItem {
  id: string; // letters, digits, - and _, at most 64: results come back by it, in any order
  request: ModelRequest;
}

/** What became of one: its reply, or why there is none and whether it may be handed in again. */
export type BatchAnswer = {reply: ModelReply} | {error: string; again: boolean};
export type BatchResult = {id: string} & BatchAnswer;

/** A provider's batch API: many requests at once, answered within a day at a lower price. */
export interface BatchApi {
  readonly mostItems: number;
  readonly mostBytes: number;
  /** Hands a batch in; gives the provider's name of it. `label` is kept with it where the API can. */
  submit(items: readonly BatchItem[], label: string): Promise<string>;
  /** The batch of that label, handed in by a process that was killed before it could note the name; null when none was. */
  find(label: string, items: readonly string[], since: Date): Promise<string | null>;
  /** Whether it is over. Throws a ModelError when the whole batch failed. */
  isDone(batch: string): Promise<boolean>;
  results(batch: string): AsyncIterable<BatchResult>;
}

/** Items in parts that a provider takes. `sizeOf` is in bytes. */
export function inParts<T>(items: readonly T[], {mostItems, mostBytes}: BatchApi, sizeOf: (item: T) => number): T[][] {
  const parts: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = parts.at(-1);
    if (last === undefined || last.length === mostItems || bytes + size > mostBytes) {
      parts.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return parts;
}
