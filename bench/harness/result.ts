/** One measured claim: what it is, what was measured, the floor it is held against, and whether it holds. */
export type BenchRow = [label: string, value: string, floor: string, ok: boolean];

export interface BenchResult {
  name: string;
  rows: BenchRow[];
}
