import {resolve} from "node:path";
import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {bootstrap, krippendorffAlpha, type Ratings} from "../../src/shared/statistics/agreement.js";
import type {JudgeErrors} from "../../src/shared/statistics/corrections.js";
import {UserError} from "../util/user-error.js";
import {shownPath} from "../util/yaml-file.js";
import {readRows, textOf, type FileRow} from "../util/rows-in-file.js";

/** A person's label of one judged exchange. */
export interface Mark {
  finding: string | null; // id of a finding
  sample: number | null; // row of samples
  violation: boolean;
}

/** The marks of one rubric. */
export interface Marks {
  rubric: string;
  marks: Mark[];
}

const yes = ["1", "true", "yes", "violation"];
const no = ["0", "false", "no", "none"];

/** Reads a .jsonl or .csv file of `finding` or `sample`, and `label`. Throws a UserError with file and line. */
export function readMarks(path: string, rubric: string): Marks {
  return {rubric, marks: readRows(resolve(path)).map((row) => toMark(path, row))};
}

function toMark(path: string, row: FileRow): Mark {
  const problem = (message: string) => new UserError(message, {file: shownPath(path), line: row.line});
  const [finding, sample] = [textOf(row, "finding"), textOf(row, "sample")];
  if ((finding === null) === (sample === null)) throw problem("expected either finding (an id) or sample (a row)");
  if (sample !== null && !/^\d+$/.test(sample)) throw problem(`sample: expected a row of samples, got ${sample}`);
  const label = textOf(row, "label")?.toLowerCase() ?? "";
  if (!yes.includes(label) && !no.includes(label))
    throw problem(`label: expected ${[...yes, ...no].join(", ")}, got ${label === "" ? "nothing" : label}`);
  return {finding, sample: sample === null ? null : Number(sample), violation: yes.includes(label)};
}

/** Whether a judge flagged what a mark is about; null without a score, or when there is no such exchange. */
export type FlagOf = (mark: Mark) => boolean | null;

/** Agreement of a judge with people on one rubric. */
export function judgeQuality({rubric, marks}: Marks, judge: string, flagOf: FlagOf): Row<"judge_quality"> {
  const flags = marks.map((mark) => ({flag: flagOf(mark), violation: mark.violation}));
  const known = flags.filter(({flag}) => flag !== null) as {flag: boolean; violation: boolean}[];
  const count = (flag: boolean, violation: boolean) =>
    known.filter((each) => each.flag === flag && each.violation === violation).length;
  const errors = {
    truePositives: count(true, true),
    falsePositives: count(true, false),
    falseNegatives: count(false, true),
    trueNegatives: count(false, false)
  };
  const units = known.map(({flag, violation}): Ratings => [Number(flag), Number(violation)]);
  const alpha = krippendorffAlpha(units);
  const ends = alpha === null ? {low: null, high: null} : bootstrap(units, (drawn) => krippendorffAlpha(drawn));
  return {
    rubric,
    judge,
    labels: known.length,
    missing: marks.length - known.length,
    ...countsOf(errors),
    ...named("precision", wilson(errors.truePositives, errors.truePositives + errors.falsePositives)),
    ...named("recall", wilson(errors.truePositives, errors.truePositives + errors.falseNegatives)),
    ...named("specificity", wilson(errors.trueNegatives, errors.trueNegatives + errors.falsePositives)),
    alpha,
    alpha_low: ends.low,
    alpha_high: ends.high
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

/** What `rates` are corrected by. */
export const errorsOf = (row: Row<"judge_quality">): JudgeErrors => ({
  truePositives: row.true_positives,
  falsePositives: row.false_positives,
  falseNegatives: row.false_negatives,
  trueNegatives: row.true_negatives
});
