import {clusterMean, clusterRate, type Cluster, type Estimate} from "../shared/statistics/clusters.js";
import {benjaminiHochberg} from "../shared/statistics/corrections.js";
import {newcombe, pairedDifference, welch, type Difference} from "../shared/statistics/differences.js";
import {sum} from "../shared/statistics.js";
import type {Measured} from "./measured.js";

/** What one side measured of a line of the comparison. */
export interface SideValue extends Estimate {
  n: number; // measured samples
  unscored: number;
  prompts: number;
  leftOut: number; // of these prompts, those that the other side did not ask, where the two are paired
}

/** How a difference was told. paired: over prompts that both sides asked, or over the same answers. */
export type Pairing = "prompts" | "one prompt" | "answers" | "none";

/** One thing that both sides measured. */
export interface AlignedRate extends Pick<Measured, "key" | "label" | "kind" | "source"> {
  a: SideValue;
  b: SideValue;
  pairing: Pairing;
  difference: Difference; // B less A
  q: number | null; // over all lines of the comparison (Benjamini-Hochberg)
}

export interface Aligned {
  rows: AlignedRate[];
  onlyA: string[]; // labels of what the other side did not measure
  onlyB: string[];
}

type AlignedRow = Omit<AlignedRate, "q">;

/** Puts what both sides measured side by side. q values are over all of the rows. */
export function alignedRates(a: readonly Measured[], b: readonly Measured[]): Aligned {
  const others = new Map(b.map((each) => [each.key, each]));
  const rows = a.flatMap((first) => {
    const second = others.get(first.key);
    return second === undefined ? [] : alignedRow(first, second);
  });
  return {rows: withQ(rows), onlyA: onlyIn(a, b), onlyB: onlyIn(b, a)};
}

/** The rows with their q values. */
export function withQ(rows: readonly AlignedRow[]): AlignedRate[] {
  const qs = benjaminiHochberg(rows.map(({difference}) => difference.p));
  return rows.map((row, i) => ({...row, q: qs[i]!}));
}

function onlyIn(own: readonly Measured[], others: readonly Measured[]): string[] {
  const known = new Set(others.map(({key}) => key));
  return own.filter(({key, source}) => source !== "shared" && !known.has(key)).map(({label}) => label);
}

function alignedRow(a: Measured, b: Measured): AlignedRow[] {
  const {key, label, kind, source} = a;
  if (a.kind !== b.kind) return [];
  const names = source === "probe" || source === "shared" ? sharedPrompts(a, b) : [];
  const isPaired = names.length >= 2 || (names.length === 1 && a.clusters.size === 1 && b.clusters.size === 1);
  if (source === "shared" && names.length < 2) return [];
  const [first, second] = isPaired
    ? [names.map((name) => a.clusters.get(name)!), names.map((name) => b.clusters.get(name)!)]
    : [[...a.clusters.values()], [...b.clusters.values()]];
  return [
    {
      ...{key, label, kind, source},
      a: sideValue(first, a),
      b: sideValue(second, b),
      pairing: !isPaired ? "none" : names.length === 1 ? "one prompt" : "prompts",
      difference: isPaired ? pairedOf(first, second, kind) : unpaired(first, second, kind)
    }
  ];
}

const sharedPrompts = (a: Measured, b: Measured): string[] =>
  [...a.clusters].filter(([name, {n}]) => n > 0 && (b.clusters.get(name)?.n ?? 0) > 0).map(([name]) => name);

function sideValue(clusters: readonly Cluster[], {kind, clusters: all, unscored}: Measured): SideValue {
  const estimate = kind === "rate" ? clusterRate(clusters) : meanOf(clusters);
  const n = sum(clusters.map((cluster) => cluster.n));
  return {...estimate, n, unscored, prompts: clusters.length, leftOut: all.size - clusters.length};
}

/** The mean of one prompt has no interval here: tables hold no spread within a prompt. */
function meanOf(clusters: readonly Cluster[]): Estimate {
  const estimate = clusterMean(clusters);
  return clusters.length > 1 ? estimate : {...estimate, low: null, high: null};
}

function pairedOf(a: readonly Cluster[], b: readonly Cluster[], kind: Measured["kind"]): Difference {
  if (a.length === 1 && kind === "mean") return plainDifference(a, b);
  return pairedDifference(
    a.map((cluster, i) => [cluster, b[i]!] as const),
    kind
  );
}

/** Of shares, at the number of independent samples that would tell as much: samples of a prompt are not independent. */
function unpaired(a: readonly Cluster[], b: readonly Cluster[], kind: Measured["kind"]): Difference {
  if (kind === "mean") return a.length > 1 && b.length > 1 ? welch(a, b) : plainDifference(a, b);
  return newcombe(asOne(clusterRate(a)), asOne(clusterRate(b)));
}

const asOne = ({value, effective}: Estimate): Cluster => ({n: effective, sum: (value ?? 0) * effective});

function plainDifference(a: readonly Cluster[], b: readonly Cluster[]): Difference {
  const [first, second] = [clusterMean(a).value, clusterMean(b).value];
  const difference = first === null || second === null ? null : second - first;
  return {...welch([], []), difference};
}
