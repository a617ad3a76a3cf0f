/** What says which candidate a row is, however many rows come before it. */
export interface CandidateRow {
  rubric: string;
  model: string;
  run: number;
  iteration: number;
  slot: number;
  arm: string;
  query: string | null;
}

/** The same of a sample, with the query of its prompt. */
export interface SampleRow {
  probe: string;
  model: string;
  context: string;
  sample: number;
  query: string;
}

/**
 * A key of a candidate that stays when the study goes on and its row number changes, and changes when the row is about
 * something else. Queries count as tables have them, cut to 300 characters.
 */
export const candidateKey = ({rubric, model, run, iteration, slot, arm, query}: CandidateRow): string =>
  hash([rubric, model, run, iteration, slot, arm, query]);

/** The same of a sample. */
export const sampleKey = ({probe, model, context, sample, query}: SampleRow): string =>
  hash([probe, model, context, sample, query]);

/** 52 bits of a text's hash, in hex: two FNV-1a hashes with different starts. Pages may lack `crypto.subtle`. */
function hash(parts: readonly (string | number | null)[]): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const character of JSON.stringify(parts)) {
    const code = character.codePointAt(0)!;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ 0x9e37, 0x01000193);
  }
  const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(8, "0").slice(-digits);
  return hex(a, 8) + hex(b, 5);
}
