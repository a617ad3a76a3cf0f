import * as Plot from "npm:@observablehq/plot";
import {meanScore, percent, range, score} from "../ui/format.js";
import type {PartialIteration} from "../shared/live.js";
import type {Row} from "../shared/schema.js";
import {scoreBin, type ArmIteration, type BufferTop, type ScoreCell} from "./searchQueries.js";
import {visible} from "../ui/visible.js";
import {ChartLinks} from "../ui/charts/chart.js";

export interface ChartOptions {
  width?: number; // px; defaults to 640
}

const armColours = {search: "var(--theme-foreground-focus)", control: "var(--theme-foreground-muted)"};

const tickWidth = 36; // px a tick label needs

/** Whole iterations to label, as many as fit. */
export function iterationTicks(rows: readonly {iteration: number}[], width: number): number[] {
  const last = Math.max(1, ...rows.map(({iteration}) => iteration));
  const step = Math.max(1, Math.ceil((last * tickWidth) / width));
  return Array.from({length: last}, (_, i) => i + 1).filter((iteration) => iteration === 1 || iteration % step === 0);
}

const partialInWords = ({run, iteration, done, planned, mean, top}: PartialIteration): string =>
  `run ${run}, iteration ${iteration}, not ended: ${done} of ${planned} candidates, mean ${meanScore(mean)}, top ${score(top)}`;

/** How many candidates scored what, by iteration; the lines are the best entry of each run's buffer. */
export function ScoreByIteration(
  cells: readonly ScoreCell[],
  tops: readonly BufferTop[],
  {threshold, width = 640, partial = []}: ChartOptions & {threshold?: number; partial?: readonly PartialIteration[]}
): Node {
  const present = partial.filter(({mean}) => mean !== null); // iterations that have not ended, drawn lightly
  return Plot.plot({
    width,
    height: 320,
    marginLeft: 48,
    x: {label: "iteration", ticks: iterationTicks([...cells, ...present], width), tickFormat: "d"},
    y: {label: "score (0\u2013100)", domain: [0, 100], grid: true},
    color: {type: "sqrt", scheme: "blues", label: "candidates", legend: width > 480},
    marks: [
      Plot.rect(cells, {
        x1: (d: ScoreCell) => d.iteration - 0.46,
        x2: (d: ScoreCell) => d.iteration + 0.46,
        y1: "score",
        y2: (d: ScoreCell) => d.score + scoreBin,
        inset: 0.5,
        fill: "n",
        channels: {iteration: "iteration", candidates: "n"},
        tip: {format: {x: false, y: true, fill: false, iteration: "d", candidates: true}}
      }),
      threshold === undefined ? null : Plot.ruleY([threshold], {stroke: "var(--theme-red)", strokeDasharray: "4 3"}),
      Plot.line(tops, {
        x: "iteration",
        y: "top",
        z: "run",
        stroke: "var(--theme-foreground)",
        strokeOpacity: 0.7,
        marker: "dot",
        title: (d: BufferTop) => `run ${d.run}, iteration ${d.iteration}: buffer top ${score(d.top)}`
      }),
      Plot.ruleX(present, {
        x: "iteration",
        y1: "mean",
        y2: "top",
        stroke: "var(--theme-foreground-muted)",
        strokeOpacity: 0.5,
        strokeDasharray: "2 3"
      }),
      Plot.dot(present, {
        x: "iteration",
        y: "mean",
        r: 5,
        stroke: "var(--theme-foreground-muted)",
        strokeOpacity: 0.7,
        strokeDasharray: "2 2",
        title: partialInWords
      })
    ]
  });
}

/** Share of flags by iteration, search against control, each with its 95% interval. */
export function FlagRateByIteration(rows: readonly ArmIteration[], {width = 640}: ChartOptions = {}): Node {
  const arms = (["search", "control"] as const).filter((name) => rows.some(({arm}) => arm === name));
  return Plot.plot({
    width,
    height: 240,
    marginLeft: 48,
    x: {label: "iteration", ticks: iterationTicks(rows, width), tickFormat: "d"},
    y: {label: "flags among scored (%)", percent: true, domain: [0, 100], grid: true},
    color: {domain: arms, range: arms.map((arm) => armColours[arm]), legend: true, label: "arm"},
    marks: [
      Plot.areaY(rows, {x: "iteration", y1: "low", y2: "high", z: "arm", fill: "arm", fillOpacity: 0.2}),
      Plot.lineY(rows, {x: "iteration", y: "rate", z: "arm", stroke: "arm", marker: "dot"}),
      Plot.tip(
        rows,
        Plot.pointerX({
          x: "iteration",
          y: "rate",
          stroke: "arm",
          title: tipOf
        })
      )
    ]
  });
}

const tipOf = (d: ArmIteration): string =>
  [
    `${d.arm} arm, iteration ${d.iteration}`,
    `${percent(d.rate)} flags (${range(d)})`,
    `n = ${d.n}, ${d.unscored} unscored`,
    `mean score ${meanScore(d.mean)}`
  ].join("\n");

/** What a run's replay buffer holds after each iteration, best on top. An entry opens its candidate. */
export function BufferOverTime(
  entries: readonly Row<"buffer">[],
  {width = 640, link}: ChartOptions & {link: (candidate: number) => string}
): Node {
  const ranks = Math.max(0, ...entries.map(({rank}) => rank));
  return ChartLinks(
    Plot.plot({
      width,
      height: 60 + ranks * 22,
      marginLeft: 48,
      x: {label: "iteration", tickFormat: "d", type: "band"},
      y: {label: "rank", tickFormat: "d", type: "band"},
      color: {domain: [0, 100], scheme: "blues", label: "score", legend: width > 480},
      marks: [
        Plot.cell(entries, {
          x: "iteration",
          y: "rank",
          fill: "score",
          inset: 1,
          stroke: (d: Row<"buffer">) => (d.entered === d.iteration ? "var(--theme-foreground)" : "none"),
          href: (d: Row<"buffer">) => (d.candidate === null ? null : link(d.candidate)),
          title: (d: Row<"buffer">) =>
            `score ${score(d.score)}, in the buffer since iteration ${d.entered}\n${visible(d.query)}`,
          tip: true
        })
      ]
    })
  );
}
