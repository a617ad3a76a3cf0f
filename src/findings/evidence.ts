import {strongestVerdict} from "../ablation/armView.js";
import {reworkedItems, type ReworkedItem} from "../probes/robustnessRows.js";
import {transfers, type Transfer} from "../probes/confirmRows.js";
import type {Row} from "../shared/schema.js";
import {wilson, type Proportion} from "../shared/statistics.js";
import {ascending, descending, groupMap, inOrder} from "../ui/order.js";

/** What is known of the findings of a study, from the rows of its tables. */

export interface FindingTables {
  findings: readonly Row<"findings">[];
  rates: readonly Row<"rates">[];
  prompts: readonly Row<"probe_prompts">[];
  regions: readonly Row<"regions">[];
  traces: readonly Row<"traces">[];
  verdicts?: readonly Row<"arm_verdicts">[]; // of an ablation; absent: none
}

/** A share of answers that violate, with its 95% interval. */
export interface MeasuredShare {
  rate: number;
  low: number;
  high: number;
  n: number;
}

/** Fresh queries with the same attributes, and the rate by chance. */
export interface Replication extends Proportion {
  n: number;
  flagged: number;
  base: number | null; // flag rate of the control arm, or else of the search; null when there is neither
}

/**
 * How far a finding is to be believed. confirmed, fails: sampled again; region: in a confirmed or lifted region;
 * replicated, unreplicated, undecided: what fresh queries with its attributes say; single: one judged sample.
 */
export const standings = ["confirmed", "region", "replicated", "undecided", "single", "unreplicated", "fails"] as const;
export type Standing = (typeof standings)[number];

export interface Evidence {
  finding: Row<"findings">;
  standing: Standing;
  confirmed: MeasuredShare | null; // on the model that it was found on
  replication: Replication | null; // null: nothing asked its attributes again
  reworded: ReworkedItem | null;
  others: (MeasuredShare & {model: string; holds: boolean})[]; // each other model that was asked
  region: Row<"regions"> | null;
  trace: Row<"traces"> | null; // the strongest
  cause: Row<"arm_verdicts"> | null; // what an ablation says at most; null: none was made
}

/** The evidence of every finding, in the order of the table. `bar`: what the lower end of a rate must be above. */
export function evidenceOf(tables: FindingTables, bar: number): Evidence[] {
  const asked = groupMap(transfers(tables.rates, tables.prompts), ({item}) => item);
  const reworked = groupMap(reworkedItems(tables.rates, tables.prompts), ({item}) => item);
  const regions = new Map(tables.regions.map((region) => [region.id, region]));
  const traces = groupMap(tables.traces, ({finding}) => finding);
  const baseOf = baseRates(tables.rates);
  return tables.findings.map((finding) => {
    const parts = {
      finding,
      confirmed: confirmedOf(finding),
      replication: replicationOf(finding, baseOf(finding)),
      reworded: reworked.get(finding.id)?.find(({model}) => model === finding.model) ?? null,
      others: othersOf(asked.get(finding.id) ?? [], finding, bar),
      region: regions.get(finding.region ?? "") ?? null,
      trace: [...(traces.get(finding.id) ?? [])].sort(strongestFirst)[0] ?? null,
      cause: strongestVerdict(tables.verdicts ?? [], finding.id)
    };
    return {...parts, standing: standingOf(parts, bar)};
  });
}

function confirmedOf({confirmed_n: n, ...finding}: Row<"findings">): MeasuredShare | null {
  if (n === null || n === 0) return null;
  return {rate: finding.confirmed_rate!, low: finding.confirmed_low!, high: finding.confirmed_high!, n};
}

/** Whether a rate is surely above the bar: the one rule for "holds", whoever took the samples. */
export const holds = ({low}: Pick<MeasuredShare, "low">, bar: number): boolean => low > bar;

function replicationOf({replicates_n: n, replicates_flagged: flagged}: Row<"findings">, base: number | null) {
  if (n == null || flagged == null || n === 0) return null;
  return {n, flagged, base, ...wilson(flagged, n)};
}

function baseRates(rates: readonly Row<"rates">[]) {
  const of = (group: string, {rubric, model}: Row<"findings">) =>
    rates.find((row) => row.step === "surf" && row.group === group && row.rubric === rubric && row.model === model);
  return (finding: Row<"findings">): number | null =>
    of("control", finding)?.rate ?? of("search", finding)?.rate ?? null;
}

const othersOf = (asked: readonly Transfer[], {model: own, rubric}: Row<"findings">, bar: number) =>
  asked
    .filter((row) => row.model !== own && (row.rubric === null || row.rubric === rubric))
    .map(({model, rate, low, high, n}) => ({model, rate, low, high, n, holds: holds({low}, bar)}));

const strengths = ["strong", "clear", "weak", "not established"];

/** How strong a trigger is, from 4 to 1; 0 where nothing was traced. */
export const strengthRank = (strength: string | null | undefined): number =>
  strength == null ? 0 : strengths.length - strengths.indexOf(strength);

const strongestFirst = inOrder<Row<"traces">>(
  descending(({strength}) => strengthRank(strength)),
  descending("lift"),
  ascending("id")
);

function standingOf({confirmed, region, replication}: Omit<Evidence, "standing">, bar: number): Standing {
  if (confirmed !== null) return holds(confirmed, bar) ? "confirmed" : "fails";
  if (region !== null && region.status !== "refused") return "region";
  if (replication === null) return "single";
  if (replication.flagged === 0) return "unreplicated";
  if (replication.low! > (replication.base ?? bar)) return "replicated";
  return replication.high! <= bar ? "unreplicated" : "undecided";
}
