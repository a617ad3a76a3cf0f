/** A training pair of a corpus. */
export interface CorpusPair {
  query: string;
  response: string;
}

/** The training pairs that the arms of an ablation are made from. A row is a pair's number, from 0. */
export interface AblationCorpus {
  readonly name: string; // as shown
  readonly size: number;
  readonly sources: readonly string[]; // names of the chunks
  sourceOf(row: number): number; // place of its chunk in `sources`
  pair(row: number): CorpusPair;
  /** The rows with the texts of some pairs of the index that the corpus was indexed as: duplicates too. */
  rowsOfIndex(pairs: Iterable<number>): Set<number>;
  close(): void;
}

/** All rows for which something holds. */
export function rowsWhere(corpus: Pick<AblationCorpus, "size">, holds: (row: number) => boolean): Set<number> {
  const rows = new Set<number>();
  for (let row = 0; row < corpus.size; row++) if (holds(row)) rows.add(row);
  return rows;
}

/** Some rows counted by chunk. */
export function countBySource(corpus: AblationCorpus, rows: Iterable<number>): number[] {
  const counts = new Array<number>(corpus.sources.length).fill(0);
  for (const row of rows) counts[corpus.sourceOf(row)]!++;
  return counts;
}

/** Every row of the corpus. */
export function* allRows({size}: Pick<AblationCorpus, "size">): Generator<number> {
  for (let row = 0; row < size; row++) yield row;
}
