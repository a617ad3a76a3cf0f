import type {Range, Value} from "./condition.js";

/** A range of numbers with its name. */
export interface NamedRange extends Range {
  name: string;
}

const scoreStep = 5;
const mostRanges = 40;

const numbersIn = (values: readonly Value[]): number[] => values.filter((value) => typeof value === "number");

/** Scores from 0 to 100 in steps of five; none where nothing is scored. */
export function rangesOfScores(values: readonly Value[]): NamedRange[] {
  if (numbersIn(values).length === 0) return [];
  const steps = 100 / scoreStep;
  return Array.from({length: steps}, (_, i) => ({
    ...{name: `${i * scoreStep}\u2013${(i + 1) * scoreStep}`, low: i === 0 ? null : i * scoreStep},
    high: i === steps - 1 ? null : (i + 1) * scoreStep
  }));
}

/** Each iteration, or as many together as make at most forty ranges. */
export function rangesOfIterations(values: readonly Value[]): NamedRange[] {
  const iterations = numbersIn(values);
  if (iterations.length === 0) return [];
  const [first, last] = [iterations[0]!, iterations.at(-1)!];
  const step = Math.ceil((last - first + 1) / mostRanges);
  return Array.from({length: Math.ceil((last - first + 1) / step)}, (_, i) => {
    const [low, high] = [first + i * step, first + (i + 1) * step];
    return {name: step === 1 ? String(low) : `${low}\u2013${Math.min(last, high - 1)}`, low, high};
  });
}

/** Shares from 0 to 1 in steps of a tenth; none where there is no share. */
export function rangesOfShares(values: readonly Value[]): NamedRange[] {
  if (numbersIn(values).length === 0) return [];
  return Array.from({length: 10}, (_, i) => ({
    ...{name: `${i * 10}\u2013${(i + 1) * 10}%`, low: i === 0 ? null : i / 10},
    high: i === 9 ? null : (i + 1) / 10
  }));
}

const edges = [0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** Lengths in steps that grow by about two, from the shortest to the longest that is there. */
export function rangesOfLengths(values: readonly Value[]): NamedRange[] {
  const lengths = numbersIn(values);
  if (lengths.length === 0) return [];
  const [shortest, longest] = [lengths[0]!, lengths.at(-1)!];
  return edges.flatMap((low, i) => {
    const high = edges[i + 1] ?? null;
    if (longest < low || (high !== null && high <= shortest)) return [];
    return [{name: high === null ? `${shown(low)}+` : `${shown(low)}\u2013${shown(high)}`, low, high}];
  });
}

const shown = (edge: number): string => (edge >= 1000 ? `${edge / 1000}k` : String(edge));
