import * as Plot from "npm:@observablehq/plot";
import {count, percent, score, shareWithRange} from "../ui/format.js";
import {nameOf, type AblationLine, type EstimateLine, type PurposeShare, type RegionLine} from "./regionQueries.js";
import {purposes} from "../shared/schema.js";
import {RateIntervals} from "../ui/charts/rateIntervals.js";
import {DataTable} from "../ui/dataTable.js";
import {iterationTicks} from "./searchCharts.js";
import {Element, InlineText} from "../ui/text.js";
import type {ChartOptions} from "../ui/charts/chart.js";

interface Interval {
  rate: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** "79% (52%\u201392%), n = 14" */
const rateInWords = (rate: Interval): string =>
  rate.n === 0 ? "nothing scored" : `${shareWithRange(rate)}, n\u00a0=\u00a0${count(rate.n)}`;

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
      value: rateInWords,
      title: "share scored above the threshold, 95% Wilson interval"
    },
    {
      name: "status",
      value: ({status, reason}) => reason ?? status,
      title:
        "unreduced: found too late to tell which attributes carry it; " +
        "likely: judged by all its scores, not only by those above the threshold; " +
        "too few prompts: the corpus has too few that the search had not met, so there is no verdict"
    },
    {name: "mean score", value: (region) => score(region.score), right: true},
    {name: "findings inside", value: ({findings}) => count(findings), right: true},
    {
      name: "candidates",
      value: ({candidates}) => count(candidates),
      right: true,
      title: "candidates asked to have all of it"
    },
    {name: "distinct queries", value: ({prompts}) => count(prompts), right: true, title: "scored, with all of it"},
    {
      name: "confirmed after",
      value: ({first_seen}) => count(first_seen),
      right: true,
      title: "candidates of the whole search"
    },
    {name: "run", value: ({run}) => run, right: true}
  ]);
}

const evenOdds = 0.5; // a region fails at least as often

/** Rates of regions or estimates as dots with their intervals, numbered as several may have the same words. */
export const RegionRates = (rows: readonly (Interval & {name: string})[], options: ChartOptions): Node =>
  RateIntervals(
    rows.map((row, i) => ({...row, label: `${i + 1}. ${row.name}`})),
    {bar: evenOdds, label: "violations among scored (%)", ...options}
  );

/** A region without each of its attributes in turn. */
export const AblationRates = (lines: readonly AblationLine[], options: ChartOptions): Node =>
  RegionRates(
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
      value: shareWithRange,
      title: "posterior mean and 95% interval, beta-binomial"
    },
    {name: "violations", value: ({violations}) => count(violations), right: true},
    {name: "trials", value: ({n}) => count(n), right: true, title: "scored candidates that had the set"},
    {name: "share of the budget", value: ({share}) => percent(share), right: true}
  ]);
}
