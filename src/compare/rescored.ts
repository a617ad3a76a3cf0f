import {newFlagRate} from "../rescore/agreement.js";
import {isFlag, type Rescore, type ScoredBy} from "../shared/rescore.js";
import {sum} from "../shared/statistics.js";
import {stratifiedDifference, type DifferenceStratum} from "../shared/statistics/stratifiedDifference.js";
import {withQ, type AlignedRate, type SideValue} from "./aligned.js";
import type {Sides} from "./sides.js";

/** An answer that both sides scored. */
export interface TwiceScored {
  id: number; // row of candidates or samples
  model: string;
  stratum: number | null; // null: not of the random sample
  a: number | null; // score
  b: number | null;
  reasonA: string | null; // the judge's, cut; null where it is not kept
  reasonB: string | null;
  query: string | null;
  response: string | null;
}

/** One study's answers under two ways to score them. */
export interface Rescored {
  a: ScoredBy;
  b: ScoredBy;
  source: Rescore["source"];
  strata: Rescore["strata"];
  population: number; // answers that have a score
  isWhole: boolean;
  answers: TwiceScored[];
}

/** Why two sides can't be compared answer by answer under their scores; null when they can. */
export function rescoredProblem({a, b}: Sides, rescores: readonly Rescore[]): string | null {
  if (a.study !== b.study)
    return "A rescore scores the answers of one study again, so both sides must be of that study. Choose the same study on both.";
  if ([a, b].some(({model, run}) => model !== "" || run !== null))
    return "A rescore is of all models and runs of its study. Choose all models and all runs on the other side.";
  const named = [a.scores, b.scores].filter((name) => name !== "");
  const missing = named.find((name) => !rescores.some((rescore) => rescore.name === name));
  if (missing !== undefined) return `The study has no rescore \u201c${missing}\u201d. Choose another under scores.`;
  const [first, second] = named.map((name) => rescores.find((rescore) => rescore.name === name)!);
  if (second === undefined || first === undefined) return null;
  if (first.source !== second.source || first.before.rubric !== second.before.rubric)
    return "These two rescores are of different answers: of another rubric, or samples and candidates.";
  return null;
}

/** The answers that both sides have a score of, or should have. `rescoredProblem` must be null. */
export function rescoredOf({a, b}: Sides, rescores: readonly Rescore[]): Rescored {
  const find = (name: string) => rescores.find((rescore) => rescore.name === name);
  const [first, second] = [find(a.scores), find(b.scores)];
  const base = (second ?? first)!;
  const rowsOf = (rescore: Rescore | undefined) => new Map((rescore ?? base).rows.map((row) => [row.id, row]));
  const [rowsA, rowsB] = [rowsOf(first), rowsOf(second)];
  const answers = [...rowsA.values()].flatMap((row) => {
    const other = rowsB.get(row.id);
    if (other === undefined || other.key !== row.key) return [];
    const texts = other.texts ?? row.texts;
    return [
      {
        ...{id: row.id, model: row.model, query: texts?.query ?? null, response: texts?.response ?? null},
        stratum: row.stratum === null || other.stratum === null ? null : other.stratum,
        a: first === undefined ? row.before : row.after,
        b: second === undefined ? other.before : other.after,
        reasonA: (first === undefined ? row.texts?.before : row.texts?.after) ?? null,
        reasonB: (second === undefined ? other.texts?.before : other.texts?.after) ?? null
      }
    ];
  });
  return {
    ...{source: base.source, strata: base.strata, population: base.population, answers},
    a: first?.after ?? base.before,
    b: second?.after ?? base.before,
    isWhole: [first, second].every((rescore) => rescore === undefined || rescore.whole)
  };
}

/** Whether an answer is a flag on each side; null without a score. */
export const flagsOf = (
  {a, b}: TwiceScored,
  by: Pick<Rescored, "a" | "b">
): {a: boolean | null; b: boolean | null} => ({
  a: isFlag(a, by.a),
  b: isFlag(b, by.b)
});

/** The share of flags on both sides, weighted to all answers, with the difference over the same answers. */
export function rescoredRates(rescored: Rescored, sides: Sides, rescores: readonly Rescore[]): AlignedRate[] {
  const strata = differenceStrata(rescored);
  const value = (scores: string): SideValue => {
    const rescore = rescores.find(({name}) => name === scores);
    const {rate, low, high, n} =
      rescore === undefined ? {...knownRate(rescored), n: rescored.population} : newFlagRate(rescore);
    const unscored = rescore?.rows.filter(({stratum, after}) => stratum !== null && after === null).length ?? 0;
    return {...{value: rate, low, high, n, unscored}, method: "wilson", effective: n, prompts: n, leftOut: 0};
  };
  const {a, b} = rescored;
  const label = a.rubric === b.rubric ? `flags, ${a.rubric}` : `flags, ${a.rubric} and ${b.rubric}`;
  return withQ([
    {
      ...{key: "rescored", label, kind: "rate", source: "shared", pairing: "answers"},
      ...{a: value(sides.a.scores), b: value(sides.b.scores), difference: stratifiedDifference(strata)}
    }
  ]);
}

/** Of the study's own scores all are known: their share of flags has no error of sampling. */
function knownRate({strata}: Rescored) {
  const all = sum(strata.map(({size}) => size));
  const rate = all === 0 ? null : sum(strata.filter(({flagged}) => flagged).map(({size}) => size)) / all;
  return {rate, low: rate, high: rate};
}

const differenceStrata = (rescored: Rescored): DifferenceStratum[] =>
  rescored.strata.map(({size}, place) => ({
    size,
    differences: rescored.answers
      .filter(({stratum}) => stratum === place)
      .map((answer) => flagsOf(answer, rescored))
      .flatMap(({a, b}) => (a === null || b === null ? [] : [Number(b) - Number(a)]))
  }));
