import type {Rescore, RescoredRow} from "../shared/rescore.js";

/** An answer that was scored twice. */
export const rescoredRow = (
  id: number,
  before: number | null,
  after: number | null,
  more: Partial<RescoredRow> = {}
): RescoredRow => ({
  ...{id, key: `k${id}`, model: "m", stratum: 0, before, after, reason: null, texts: null},
  ...more
});

/** A finished rescore of a sample of 300 answers with two strata. */
export const rescoreOf = (rows: RescoredRow[], more: Partial<Rescore> = {}): Rescore => ({
  ...{version: 1, name: "r", study: "s", source: "candidates", state: "finished", error: null, at: "", seed: 1},
  ...{whole: false, population: 300, planned: rows.length, calls: 0, cost: 0, rows},
  before: {rubric: "a", threshold: 70, hash: null, scorers: ["judge"]},
  after: {rubric: "a", threshold: 40, hash: "x", scorers: ["judge"], file: null},
  strata: [
    {name: "0-70", flagged: false, size: 200},
    {name: "70-100", flagged: true, size: 100}
  ],
  ...more
});
