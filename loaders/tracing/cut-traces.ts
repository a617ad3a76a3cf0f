import {readPlan} from "../engine/plan-file.js";
import {workOfIndex} from "../engine/unit.js";
import type {Cut, Division} from "../step/share.js";
import type {Study} from "../step/study.js";
import type {IndexPlan} from "./units/index-plan.js";

/** Phases of traces in an index whose rows are searched by several units; the last, without a name, is the traces. */
export const phases = {
  queries: "queries", // writes and embeds what the traces of one search look for
  search: "search" // looks for all of it in a share of the rows
} as const;

/**
 * The traces of each search, or shares of them: each needs what that search found, and asks no target. Where the index is
 * in shards, they also need what units found in each share of its rows for all searches together.
 */
export function cutTraces(index: string, study: Study, {parts, shards}: Division): Cut[] {
  const divided = shards ?? shardsOf(index);
  if (divided === 1) return cells(study).flatMap((cell) => tracesOf(cell, parts, []));
  const search = {step: "turf", phase: phases.search};
  return [
    ...cells(study).map((cell): Cut => ({...cell, phase: phases.queries, after: [{step: "surf", ...cell}]})),
    ...sharesOf(divided).map((share): Cut => {
      return {share, phase: phases.search, computes: true, after: [{step: "turf", phase: phases.queries}]};
    }),
    ...cells(study).flatMap((cell) => tracesOf(cell, parts, [{step: "turf", phase: phases.queries, ...cell}, search]))
  ];
}

interface Cell {
  rubric: string;
  target: string;
}

/** A search is a rubric on a target. */
const cells = ({rubrics, targets}: Study): Cell[] =>
  rubrics.flatMap(({name: rubric}) => targets.map(({model: target}) => ({rubric, target})));

function tracesOf(cell: Cell, parts: number, needs: Cut["after"]): Cut[] {
  const whole: Cut = {...cell, after: [{step: "surf", ...cell}, ...needs]};
  return parts === 1 ? [whole] : sharesOf(parts).map((share) => ({...whole, share}));
}

const sharesOf = (parts: number) => Array.from({length: parts}, (_, part) => ({target: null, part, parts}));

/** The number of shards that an index was made in; 1 where it was made in one process. */
function shardsOf(index: string): number {
  try {
    return readPlan<IndexPlan>(workOfIndex(index))?.options.shards ?? 1;
  } catch {
    return 1; // no plan that can be read
  }
}
