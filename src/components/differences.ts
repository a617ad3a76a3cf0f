import * as Plot from "npm:@observablehq/plot";
import {labelWidth, short} from "./rateMarks.js";
import type {ChartOptions} from "./searchCharts.js";

/** Differences with their intervals around no difference. */
export function Differences(
  rows: readonly {label: string; difference: number; low: number; high: number; title: string}[],
  {width = 640, label = "difference (percentage points)"}: ChartOptions & {label?: string} = {}
): Node {
  const most = Math.max(0.05, ...rows.flatMap(({low, high}) => [Math.abs(low), Math.abs(high)]));
  return Plot.plot({
    width,
    marginLeft: labelWidth(width),
    height: 60 + rows.length * 22,
    x: {label, percent: true, domain: [-most * 100, most * 100], grid: true},
    y: {
      type: "band",
      label: null,
      domain: rows.map((row) => row.label),
      tickFormat: (text: string) => short(text, width)
    },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleY(rows, {y: "label", x1: "low", x2: "high", stroke: "var(--theme-foreground-focus)", strokeWidth: 2}),
      Plot.dot(rows, {y: "label", x: "difference", fill: "var(--theme-foreground-focus)", title: "title", tip: true})
    ]
  });
}
