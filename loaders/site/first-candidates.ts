import {candidatesAPage, type FirstCandidates, type ListedCandidate} from "../../src/shared/firstCandidates.js";
import {countRows, readBlocks, readRowsAt} from "../store/tables.js";

/** The first page of a study's candidates, as JSON: a few kilobytes, however many there are. */
export async function firstCandidatesJson(study: string): Promise<string> {
  const ids = await bestCandidates(study);
  const byId = new Map<number, ListedCandidate>();
  const inOrder = ids.toSorted((a, b) => a - b);
  if (ids.length > 0)
    for await (const row of readRowsAt(study, "candidates", inOrder)) {
      const {id, score, flagged, reason, rubric, run, iteration, arm, query} = row;
      byId.set(id, {id, score, flagged, reason, rubric, run, iteration, arm, query});
    }
  const first: FirstCandidates = {
    total: await countRows(study, "candidates"),
    candidates: ids.map((id) => byId.get(id)!)
  };
  return JSON.stringify(first);
}

/** Ids of the candidates with the highest scores; those without a score come last. */
async function bestCandidates(study: string): Promise<number[]> {
  let best: {id: number; score: number}[] = [];
  let id = 0;
  for await (const block of readBlocks(study, "candidates", ["score"])) {
    for (const {score} of block) best.push({id: id++, score: score ?? -Infinity});
    best = best.sort((a, b) => compare(b.score, a.score) || a.id - b.id).slice(0, candidatesAPage);
  }
  return best.map((each) => each.id);
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b); // both may be -Infinity
