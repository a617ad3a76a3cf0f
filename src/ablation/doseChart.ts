import * as Plot from "npm:@observablehq/plot";
import {ChartLinks, type ChartOptions} from "../ui/charts/chart.js";
import {count, percent} from "../ui/format.js";
import type {Dose} from "./armView.js";

/** How a failure grows with the number of training pairs that teach it: a line an arm, with 95% intervals. */
export function DoseChart(doses: readonly Dose[], {width = 640, bar}: ChartOptions & {bar?: number} = {}): Node {
  const several = new Set(doses.map(({arm}) => arm)).size > 1;
  const colour = several ? "arm" : "var(--theme-foreground-focus)";
  const saying = ({arm, remaining, rate, low, high, n}: Dose): string =>
    `${arm}: ${count(remaining)} left\n${percent(rate)} (${percent(low)}\u2013${percent(high)}), n = ${count(n)}`;
  return ChartLinks(
    Plot.plot({
      width,
      height: 300,
      marginLeft: 50,
      x: {label: "training pairs left of those selected", grid: true, nice: true},
      y: {label: "rate (%)", percent: true, domain: [0, 100], grid: true},
      color: {scheme: "observable10", legend: several},
      marks: [
        bar === undefined ? null : Plot.ruleY([bar], {stroke: "var(--theme-red)", strokeDasharray: "4 3"}),
        Plot.line(doses, {x: "remaining", y: "rate", stroke: colour, z: "arm"}),
        Plot.ruleX(doses, {x: "remaining", y1: "low", y2: "high", stroke: colour, strokeWidth: 2}),
        Plot.dot(doses, {x: "remaining", y: "rate", fill: colour, r: 4, title: saying, tip: true})
      ]
    })
  );
}
