import {causalVerdicts, mendingVerdicts, type Verdict} from "../shared/ablation.js";
import type {Row} from "../shared/schema.js";
import type {RateMark} from "../ui/charts/rateMarks.js";
import {decimal, percent, plural} from "../ui/format.js";
import {ascending, inOrder} from "../ui/order.js";

/** What the page of an ablation says, from the rows of its tables. */

type ArmRow = Row<"arms">;
type ArmRate = Row<"arm_rates">;
type ArmVerdict = Row<"arm_verdicts">;

const controlNames: Record<string, string> = {chunk: "random, same chunks", everywhere: "random, everywhere"};

/** An arm as a reader sees it among the arms of one finding. */
export function armName({name, kind, control, kept, selects}: ArmRow): string {
  if (kind === "full") return "all training data";
  if (kind === "control") return `${name}: ${controlNames[control ?? ""] ?? "random"}`;
  if (kind === "grid") return `${name}: ${selects}`;
  return kind === "dose" ? `${name}: ${plural(kept ?? 0, "pair")} left` : name;
}

/** The arms that say something of a finding: all data, those for all findings, and its own. */
export const armsOf = (arms: readonly ArmRow[], finding: string): ArmRow[] =>
  arms.filter((arm) => arm.finding === null || arm.finding === finding);

/** The colours of a chart of arms. */
export const armSeries = ["all data", "training data changed", "as many pairs at random"];

const seriesOf = ({kind}: ArmRow): string =>
  kind === "full" ? armSeries[0]! : kind === "control" ? armSeries[2]! : armSeries[1]!;

/** The rate of a finding in each arm, each arm followed by its controls. */
export function armMarks(arms: readonly ArmRow[], rates: readonly ArmRate[], finding: string): RateMark[] {
  const own = armsOf(arms, finding).filter(({kind}) => kind !== "dose" && kind !== "grid");
  const ordered = own.toSorted(
    inOrder(
      ascending(({control_of, id}: ArmRow) => control_of ?? id),
      ascending("id")
    )
  );
  return ordered.flatMap((arm): RateMark[] => {
    const rate = rateOf(rates, arm.id, finding);
    if (rate === undefined) return [];
    return [{...rate, label: armName(arm), series: seriesOf(arm)}];
  });
}

/** A cell of a grid: the rate of a finding with counts of two kinds of pairs; null where nothing was measured. */
export interface GridPoint {
  grid: string;
  finding: string;
  x_pairs: string;
  x: number;
  y_pairs: string;
  y: number;
  set: string | null; // with or without the third kind, in words; null: there is none
  rate: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** The cells of the grids that say something of a finding. */
export function gridPoints(
  cells: readonly Row<"arm_cells">[],
  {arms, rates, finding}: {arms: readonly ArmRow[]; rates: readonly ArmRate[]; finding: string}
): GridPoint[] {
  const own = new Set(armsOf(arms, finding).map(({id}) => id));
  return cells
    .filter(({arm}) => own.has(arm))
    .map(({arm, grid, x_pairs, x, y_pairs, y, set_pairs, set}): GridPoint => {
      const {rate = null, low = null, high = null, n = 0} = rateOf(rates, arm, finding) ?? {};
      const third = set_pairs === null ? null : `${set === 0 ? "without" : "with"} those ${set_pairs}`;
      return {grid, finding, x_pairs, x, y_pairs, y, set: third, rate, low, high, n};
    });
}

/** A value of a measure as a reader sees it: a share as a percentage, a mean as a number. */
export const measuredValue = (
  value: number | null,
  {summary, measure}: Pick<ArmRate, "summary" | "measure">
): string => (value === null || summary === "rate" || measure === "likeness" ? percent(value) : decimal(value));

/** A point of the dose-response: how many of the pairs that an arm selects remain, and the rate. */
export interface Dose {
  arm: string;
  remaining: number;
  rate: number;
  low: number;
  high: number;
  n: number;
}

/** The dose-response of a finding: for each arm with doses what some of its pairs teach, and at the end all of them. */
export function doses(arms: readonly ArmRow[], rates: readonly ArmRate[], finding: string): Dose[] {
  const own = armsOf(arms, finding).filter(({kind}) => kind === "dose" || kind === "full");
  const names = [...new Set(own.filter(({kind}) => kind === "dose").map(({name}) => name))];
  return names.flatMap((name) => {
    const steps = own.filter((arm) => arm.kind === "full" || arm.name === name);
    const [one] = steps.filter(({kind}) => kind === "dose") as [ArmRow];
    const all = one.dropped + one.kept!;
    const points = steps.flatMap((arm): Dose[] => {
      const rate = rateOf(rates, arm.id, finding);
      if (rate?.rate == null) return [];
      return [{arm: name, remaining: arm.kept ?? all, rate: rate.rate, low: rate.low!, high: rate.high!, n: rate.n}];
    });
    return points.toSorted((a, b) => a.remaining - b.remaining);
  });
}

/** The rate of a finding in an arm, over all prompts and seeds. */
export const rateOf = (rates: readonly ArmRate[], arm: number, finding: string): ArmRate | undefined =>
  rates.find((row) => row.arm === arm && row.group === "finding" && row.finding === finding && row.seed === null);

const ranks: readonly Verdict[] = [...causalVerdicts.slice(0, 2), ...mendingVerdicts.slice(0, 2)];

/** How much a verdict says: 4 of a cause, 0 of what is not decided. */
export function verdictRank(verdict: string): number {
  if (verdict === "not decided") return 0;
  const place = ranks.indexOf(verdict as Verdict);
  return place < 0 ? 1 : 3 - (place % 2);
}

/**
 * What an ablation says of a finding: the strongest verdict of the arms that leave pairs out, of several the one that
 * leaves out the fewest; null where none has one. An arm that adds pairs says how to mend it, not what causes it.
 */
export function strongestVerdict(verdicts: readonly ArmVerdict[], finding: string): ArmVerdict | null {
  const own = verdicts.filter((row) => row.finding === finding && row.added === 0);
  const sorted = own.toSorted((a, b) => verdictRank(b.verdict) - verdictRank(a.verdict) || a.dropped - b.dropped);
  return sorted[0] ?? null;
}

/** One prompt in two arms. */
export interface PromptPair {
  prompt: Row<"arm_prompts">;
  from: ArmRate;
  to: ArmRate;
}

/** The prompts of a finding with their rates in the arm with all data, and in another. */
export function promptPairs(
  prompts: readonly Row<"arm_prompts">[],
  rates: readonly ArmRate[],
  {finding, arm}: {finding: string; arm: number}
): PromptPair[] {
  const rateIn = (id: number, prompt: number) =>
    rates.find((row) => row.arm === id && row.group === "prompt" && row.prompt === prompt);
  return prompts
    .filter((prompt) => prompt.finding === finding)
    .flatMap((prompt): PromptPair[] => {
      const [from, to] = [rateIn(0, prompt.id), rateIn(arm, prompt.id)];
      return from === undefined || to === undefined ? [] : [{prompt, from, to}];
    });
}
