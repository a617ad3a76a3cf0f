import * as Plot from "npm:@observablehq/plot";
import {count, meanScore, percent, score, shareWithRange} from "../ui/format.js";
import {
  nameOf,
  type AblationLine,
  type EstimateLine,
  type ExclusionLine,
  type PurposeShare,
  type RegionLine,
  type SeverityLine
} from "./regionQueries.js";
import {purposes} from "../shared/schema.js";
import {Link} from "../ui/labels.js";
import {isPageHere} from "../ui/sitePages.js";
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
      title: "share of distinct queries that fail, with a 95% interval that is valid whenever one looks"
    },
    {
      name: "lift",
      value: ({lift}) => (lift === null ? "no control arm" : percent(lift)),
      right: true,
      title: "rate less that of the control arm"
    },
    {
      name: "in the pool",
      value: ({share}) => percent(share),
      right: true,
      title: "share of the rows that have all of it"
    },
    {
      name: "status",
      value: ({status, reason}) => reason ?? status,
      title:
        "confirmed: its rate is proven to be at least the bar less a fifth; " +
        "lifted: it is proven to be above what surrounds it, its rate is likely above that; " +
        "too few prompts: the corpus has too few with all of it, so there is no verdict"
    },
    {name: "mean score", value: (region) => meanScore(region.score), right: true},
    ...(regions.some(({severity}) => severity !== null) ? [severityColumn] : []),
    {
      name: "findings inside",
      value: ({id, findings: inside}) =>
        inside === 0 || !isPageHere("findings")
          ? count(inside)
          : Link(`./findings?region=${encodeURIComponent(id)}`, count(inside)),
      right: true
    },
    {
      name: "candidates",
      value: ({candidates}) => count(candidates),
      right: true,
      title: "candidates whose query has all of it"
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

/**
 * Rates of regions or estimates as dots with their intervals, numbered as several may have the same words. `bar`: the
 * rate of a dashed line, 0-1.
 */
export const RegionRates = (
  rows: readonly (Interval & {name: string})[],
  options: ChartOptions & {bar?: number}
): Node =>
  RateIntervals(
    rows.map((row, i) => ({...row, label: `${i + 1}. ${row.name}`})),
    {label: "violations among scored (%)", ...options}
  );

const severityColumn = {
  name: "severity",
  value: (region: RegionLine) => score(region.severity),
  right: true,
  title: "mean score of its failures over the dimensions of severity, 0-100"
};

/** How bad the failures of regions are, a line for each region and dimension. */
export const SeverityTable = (lines: readonly SeverityLine[]): HTMLElement =>
  DataTable(
    lines,
    [
      {name: "region", value: ({region}) => InlineText(region)},
      {name: "dimension", value: ({dimension}) => InlineText(dimension)},
      {name: "mean score", value: ({mean}) => meanScore(mean), right: true},
      {name: "failures scored", value: ({n}) => count(n), right: true},
      {name: "unscored", value: ({unscored}) => count(unscored), right: true, term: "unscored"}
    ],
    {name: "severity"}
  );

/** What the trials rule out, a statement a line. */
export function ExclusionTable(lines: readonly ExclusionLine[]): HTMLElement {
  return DataTable(lines, [
    {name: "ruled out, with 95% confidence", value: ({statement}) => statement},
    {
      name: "share of the pool",
      value: ({kind, share}) => (kind === "query" ? "" : percent(share)),
      right: true,
      title: "how much of the attributes or pairs of the pool's rows it speaks of"
    }
  ]);
}

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
