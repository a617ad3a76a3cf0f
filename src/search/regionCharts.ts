import * as Plot from "npm:@observablehq/plot";
import {count, percent, score} from "../ui/format.js";
import {excerpt} from "../shared/excerpt.js";
import {nameOf, type AblationLine, type EstimateLine, type PurposeShare, type RegionLine} from "./regionQueries.js";
import {purposes} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {iterationTicks, type ChartOptions} from "./searchCharts.js";
import {Element, InlineText} from "../ui/text.js";

interface Interval {
  rate: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** "79% (52%-92%), n = 14" */
export const intervalInWords = ({rate, low, high, n}: Interval): string =>
  n === 0 ? "nothing scored" : `${percent(rate)} (${percent(low)}\u2013${percent(high)}), n\u00a0=\u00a0${count(n)}`;

/** The regions of a search, each with its rate over fresh queries; an entry opens one of these. */
export function RegionTable(
  regions: readonly RegionLine[],
  {link}: {link: (candidate: number) => string}
): HTMLElement {
  const open = (region: RegionLine) => {
    const anchor = Element("a", "", InlineText(nameOf(region)));
    if (region.example !== null) anchor.setAttribute("href", link(region.example));
    return anchor;
  };
  return DataTable(regions, [
    {name: "region", value: open},
    {
      name: "rate over fresh queries",
      value: intervalInWords,
      title: "share scored above the threshold, 95% Wilson interval"
    },
    {
      name: "status",
      value: ({status}) => status,
      title:
        "unreduced: found too late to settle which attributes carry it; likely: by all its scores, not by those above the threshold alone"
    },
    {name: "mean score", value: (region) => score(region.score), right: true},
    {name: "findings inside", value: ({findings}) => count(findings), right: true},
    {
      name: "candidates",
      value: ({candidates}) => count(candidates),
      right: true,
      title: "candidates asked to have all of it"
    },
    {
      name: "confirmed after",
      value: ({first_seen}) => count(first_seen),
      right: true,
      title: "candidates of the whole search"
    },
    {name: "run", value: ({run}) => run, right: true}
  ]);
}

const lineHeight = 26;
const mostLetters = 60;

/** Rates as dots with their intervals, one line each. */
export function RateLines(
  rows: readonly (Interval & {name: string})[],
  {width = 640, label = "violations among scored (%)"}: ChartOptions & {label?: string} = {}
): Node {
  const marginLeft = Math.min(340, width * 0.45);
  const letters = Math.min(mostLetters, Math.floor(marginLeft / 6));
  return Plot.plot({
    width,
    height: 50 + rows.length * lineHeight,
    marginLeft,
    x: {label, percent: true, domain: [0, 100], grid: true},
    y: {
      label: null,
      domain: rows.map((_, i) => i),
      tickFormat: (i: number) => excerpt(rows[i]!.name, letters),
      type: "point",
      padding: 0.6
    },
    marks: [
      Plot.ruleX([0.5], {stroke: "var(--theme-foreground-muted)", strokeDasharray: "4 3"}),
      Plot.ruleY(rows, {
        y: (_: unknown, i: number) => i,
        x1: "low",
        x2: "high",
        stroke: "var(--theme-foreground-focus)"
      }),
      Plot.dot(rows, {
        y: (_: unknown, i: number) => i,
        x: "rate",
        fill: "var(--theme-foreground-focus)",
        channels: {
          what: {value: (row: Interval & {name: string}) => `${row.name}\n${intervalInWords(row)}`, label: ""}
        },
        tip: {format: {x: false, y: false, what: true}}
      })
    ]
  });
}

/** A region whole and without each of its attributes. */
export const AblationLines = (lines: readonly AblationLine[], options: ChartOptions): Node =>
  RateLines(
    lines.map((line) => ({...line, name: `without: ${line.attribute}`})),
    options
  );

/** What the candidates were for, as shares of each iteration. */
export function PurposeByIteration(rows: readonly PurposeShare[], {width = 640}: ChartOptions = {}): Node {
  const shown = purposes.filter((purpose) => rows.some((row) => row.purpose === purpose));
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 48,
    x: {label: "iteration", ticks: iterationTicks(rows, width), tickFormat: "d", type: "band"},
    y: {label: "candidates (%)", percent: true, domain: [0, 100], grid: true},
    color: {domain: shown, scheme: "tableau10", legend: true},
    marks: [
      Plot.barY(rows, {
        x: "iteration",
        y: "share",
        fill: "purpose",
        order: [...shown],
        channels: {candidates: "n", flags: "flagged"},
        tip: {format: {x: "d", y: (share: number) => percent(share), candidates: true, flags: true}}
      })
    ]
  });
}

/** What is believed of attributes and pairs. */
export function EstimateTable(rows: readonly EstimateLine[]): HTMLElement {
  return DataTable(rows, [
    {name: "attributes", value: ({description}) => InlineText(description)},
    {name: "kind", value: ({kind, region}) => (region === null ? kind : `${kind}, a region`)},
    {
      name: "estimate",
      value: ({rate, low, high}) => `${percent(rate)} (${percent(low)}\u2013${percent(high)})`,
      title: "posterior mean and 95% interval, beta-binomial"
    },
    {name: "violations", value: ({violations}) => count(violations), right: true},
    {name: "trials", value: ({n}) => count(n), right: true, title: "scored candidates that had the set"},
    {name: "share of the budget", value: ({share}) => percent(share), right: true}
  ]);
}
