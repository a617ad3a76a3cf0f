import type {ModelReply} from "./reply.js";
import type {ModelRequest} from "./request.js";

/** One request of a batch. */
export interface BatchItem {
  id: string; // letters, digits, - and _, at most 64: results come back by it, in any order
  request: ModelRequest;
}

/** What became of a request: its reply, or why there is none and whether it may be submitted again. */
export type BatchAnswer = {reply: ModelReply} | {error: string; again: boolean};
export type BatchResult = {id: string} & BatchAnswer; // without an id: a line of the results that can't be read

/** A provider's batch API: many requests at once, answered within a day at a lower price. */
export interface BatchApi {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Submits a batch and returns the provider's id of it. `label` is kept with it where the API allows. */
  submit(items: readonly BatchItem[], label: string): Promise<string>;
  /**
   * Finds the batch of that label (or of those items) that a process submitted after `since` and was killed before it
   * noted the id; null when there is none.
   */
  find(label: string, items: readonly string[], since: Date): Promise<string | null>;
  /** Whether it is over. Throws a ModelError when the whole batch failed. */
  isDone(batch: string): Promise<boolean>;
  results(batch: string): AsyncIterable<BatchResult>;
}

/** What is yielded for a line of results that can't be read. */
export const unreadable: BatchResult = {id: "", error: "a line that can't be read", again: true};

/** Items in parts that a provider takes. `sizeOf` is in bytes. */
export function inParts<T>(items: readonly T[], {maxItems, maxBytes}: BatchApi, sizeOf: (item: T) => number): T[][] {
  const parts: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = parts.at(-1);
    if (last === undefined || last.length === maxItems || bytes + size > maxBytes) {
      parts.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return parts;
}
