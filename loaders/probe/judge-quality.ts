import {resolve} from "node:path";
import {consensus, currentMarks, subjectKey, toMark, type Mark} from "../../src/shared/marks.js";
import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {bootstrap, krippendorffAlpha, type Ratings} from "../../src/shared/statistics/agreement.js";
import type {JudgeErrors} from "../../src/shared/statistics/corrections.js";
import {markedStrata, type MarkedAnswer} from "../../src/shared/statistics/markedStrata.js";
import {effectiveErrors, stratifiedAlpha, stratifiedQuality} from "../../src/shared/statistics/strata.js";
import {UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import {readRows} from "../util/rows-in-file.js";

/** What people together say of one judged exchange. */
export interface LabelledSubject extends Pick<Mark, "kind" | "id" | "key" | "stratum" | "of"> {
  violation: boolean | null; // null: unsure, or people are split
}

/** The marks of one rubric. */
export interface Marks {
  rubric: string;
  marks: LabelledSubject[];
}

/**
 * Reads a .jsonl or .csv file of marks: `finding`, `candidate` or `sample`, and `label`. Lines of another rubric do not
 * count; those without a rubric do if `isOnly`. Throws a UserError with file and line.
 */
export function readMarks(path: string, rubric: string, {isOnly = true} = {}): Marks {
  const log = readRows(resolve(path), {mayBeEmpty: true}).map(({line, value}) => {
    const mark = toMark(value);
    if (typeof mark === "string") throw new UserError(mark, {file: shownPath(path), line});
    return mark;
  });
  const own = currentMarks(log).filter((mark) => (mark.rubric === undefined ? isOnly : mark.rubric === rubric));
  return {rubric, marks: bySubject(own)};
}

function bySubject(marks: readonly Mark[]): LabelledSubject[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) groups.set(subjectKey(mark), [...(groups.get(subjectKey(mark)) ?? []), mark]);
  return [...groups.values()].flatMap((group) => {
    const said = consensus(group.map(({label}) => label));
    const {kind, id, key, stratum, of} = group.find((mark) => mark.stratum !== undefined) ?? group[0]!;
    return said === null ? [] : [{kind, id, key, stratum, of, violation: said === "unsure" ? null : said === "true"}];
  });
}

/** Whether a judge flagged what a mark is about; null without a score, or when there is no such exchange. */
export type FlagOf = (subject: LabelledSubject) => boolean | null;

/** How a judge does, and what rates are corrected by; null where the labels do not tell. */
export interface JudgeQuality {
  row: Row<"judge_quality">;
  errors: JudgeErrors | null;
}

/**
 * Agreement of a judge with people on one rubric. Where some marks are of a review queue, they alone count, weighted to
 * all answers: what people chose to mark would bias them.
 */
export function judgeQuality({rubric, marks}: Marks, judge: string, flagOf: FlagOf): JudgeQuality {
  const isReviewed = marks.some(({stratum}) => stratum !== undefined);
  const among = marks.filter(({stratum}) => !isReviewed || stratum !== undefined);
  const known = among.flatMap((subject): MarkedAnswer[] => {
    const flag = flagOf(subject);
    const {violation, stratum, of} = subject;
    return flag === null || violation === null ? [] : [{flag, violation, stratum, of}];
  });
  const unsure = among.filter(({violation}) => violation === null).length;
  const counted = errorCounts(known);
  const {errors, ...figures} = isReviewed ? reviewed(known) : plain(known, counted);
  const row = {
    ...{rubric, judge, design: isReviewed ? "stratified" : "plain", labels: known.length, unsure},
    missing: marks.length - known.length - unsure,
    ...countsOf(counted),
    ...figures
  };
  return {row, errors};
}

function errorCounts(known: readonly MarkedAnswer[]): JudgeErrors {
  const count = (flag: boolean, violation: boolean) =>
    known.filter((each) => each.flag === flag && each.violation === violation).length;
  return {
    truePositives: count(true, true),
    falsePositives: count(true, false),
    falseNegatives: count(false, true),
    trueNegatives: count(false, false)
  };
}

function plain(known: readonly MarkedAnswer[], errors: JudgeErrors) {
  const {truePositives, falsePositives, falseNegatives, trueNegatives} = errors;
  const units = known.map(({flag, violation}): Ratings => [Number(flag), Number(violation)]);
  const alpha = krippendorffAlpha(units);
  const ends = alpha === null ? {low: null, high: null} : bootstrap(units, (drawn) => krippendorffAlpha(drawn));
  return {
    errors,
    ...named("precision", wilson(truePositives, truePositives + falsePositives)),
    ...named("recall", wilson(truePositives, truePositives + falseNegatives)),
    ...named("specificity", wilson(trueNegatives, trueNegatives + falsePositives)),
    ...named("alpha", {rate: alpha, ...ends})
  };
}

function reviewed(known: readonly MarkedAnswer[]) {
  const strata = markedStrata(known);
  const {precision, recall, specificity} = stratifiedQuality(strata);
  return {
    errors: effectiveErrors({recall, specificity}),
    ...named("precision", precision),
    ...named("recall", recall),
    ...named("specificity", specificity),
    ...named("alpha", stratifiedAlpha(strata))
  };
}

const countsOf = ({truePositives, falsePositives, falseNegatives, trueNegatives}: JudgeErrors) => ({
  true_positives: truePositives,
  false_positives: falsePositives,
  false_negatives: falseNegatives,
  true_negatives: trueNegatives
});

type Named<T extends string> = Record<T | `${T}_low` | `${T}_high`, number | null>;

function named<T extends string>(name: T, {rate, low, high}: ReturnType<typeof wilson>): Named<T> {
  return {[name]: rate, [`${name}_low`]: low, [`${name}_high`]: high} as Named<T>;
}
