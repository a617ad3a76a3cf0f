import {consensusBySubject, type Mark} from "../shared/marks.js";
import {isFlag, type Rescore, type RescoredRow} from "../shared/rescore.js";
import {wilson, type Proportion} from "../shared/statistics.js";
import {krippendorffAlpha} from "../shared/statistics/agreement.js";
import {markedStrata, type MarkedAnswer} from "../shared/statistics/markedStrata.js";
import {stratifiedQuality, type Stratum} from "../shared/statistics/strata.js";

/** How scores of one side agree with people's marks. */
export interface SideAgreement {
  agree: number; // answers on the same side as the mark
  precision: Proportion;
  recall: Proportion;
  alpha: number | null;
}

/** The agreement with marks before and after, over the same answers: those with a mark and both scores. */
export interface MarkAgreement {
  marked: number;
  isWeighted: boolean; // the marks are of a review queue: shares stand for all answers
  before: SideAgreement;
  after: SideAgreement;
  mended: number; // answers on which only the new scores agree with people
  broken: number; // only the old ones
}

/** Compares both sides with the marks of people. */
export function markAgreement(rescore: Rescore, marks: readonly Mark[]): MarkAgreement {
  const kind = rescore.source === "candidates" ? "candidate" : "sample";
  const keys = new Map(rescore.rows.map(({id, key}) => [String(id), key]));
  const own = marks.filter(
    (mark) => mark.kind === kind && keys.has(mark.id) && [undefined, keys.get(mark.id)].includes(mark.key)
  );
  const said = consensusBySubject(own);
  const designs = new Map(
    own.filter(({stratum}) => stratum !== undefined).map(({id, stratum, of}) => [id, {stratum, of}])
  );
  const both = rescore.rows.flatMap((row) => {
    const label = said.get(`${kind} ${row.id}`);
    const [before, after] = [isFlag(row.before, rescore.before), isFlag(row.after, rescore.after)];
    if (label === undefined || label === "unsure" || before === null || after === null) return [];
    return [
      {before, after, violation: label === "true", stratum: undefined, of: undefined, ...designs.get(String(row.id))}
    ];
  });
  const isWeighted = both.length > 0 && both.every(({stratum}) => stratum !== undefined);
  const side = (name: "before" | "after") =>
    sideAgreement(
      both.map(({violation, stratum, of, ...flags}) => ({flag: flags[name], violation, stratum, of})),
      isWeighted
    );
  return {
    ...{marked: both.length, isWeighted, before: side("before"), after: side("after")},
    mended: both.filter(({before, after, violation}) => before !== violation && after === violation).length,
    broken: both.filter(({before, after, violation}) => before === violation && after !== violation).length
  };
}

function sideAgreement(marked: readonly MarkedAnswer[], isWeighted: boolean): SideAgreement {
  const count = (flag: boolean, violation: boolean): number =>
    marked.filter((each) => each.flag === flag && each.violation === violation).length;
  const [hits, falseFlags, missed] = [count(true, true), count(true, false), count(false, true)];
  const {precision, recall} = isWeighted
    ? stratifiedQuality(markedStrata(marked))
    : {precision: wilson(hits, hits + falseFlags), recall: wilson(hits, hits + missed)};
  const alpha = krippendorffAlpha(marked.map(({flag, violation}) => [Number(flag), Number(violation)]));
  return {agree: marked.filter(({flag, violation}) => flag === violation).length, precision, recall, alpha};
}

/** The share of all answers that are flags after the change, told from the random sample. */
export function newFlagRate({rows, strata, after}: Rescore): Proportion & {n: number} {
  const sampled = strata.map(({size, flagged}, place): Stratum => {
    const own = rows.filter((row) => row.stratum === place && row.after !== null);
    return {size, flagged, n: own.length, hits: own.filter((row) => isFlag(row.after, after)).length};
  });
  const {rate, n} = stratifiedQuality(sampled);
  return {...rate, n};
}

/** A row by its number. */
export const rowOf = ({rows}: Rescore, id: number): RescoredRow | undefined => rows.find((row) => row.id === id);
