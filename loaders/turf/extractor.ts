/** Why a side of a pair got no attributes. */
export const extractReasons = ["failed", "refused", "truncated", "empty", "unparsable"] as const;
export type ExtractReason = (typeof extractReasons)[number];

/**
 * The attributes of one pair: at most ten of each side, most informative first, "The query ..." and "The response ...".
 */
export interface Extracted {
  query: string[];
  response: string[];
  reason: ExtractReason | null; // why a side is empty, the query first; null: both sides were read
}

/** Writes the attributes of training pairs (paper.md section 4). */
export interface Extractor {
  readonly name: string; // recorded in the index: "local v2", or provider:model
  /** The attributes of a block of pairs, in order. A batch API is paid by the block: large ones are cheaper. */
  extract(pairs: readonly {query: string; response: string}[]): Promise<Extracted[]>;
}

export const maxAttributes = 10; // a side
