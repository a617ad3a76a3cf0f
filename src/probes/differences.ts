import * as Plot from "npm:@observablehq/plot";
import {excerpt} from "../shared/excerpt.js";
import {visible} from "../ui/visible.js";
import {labelWidth, lineHeight, short} from "../ui/charts/rateMarks.js";
import type {ChartOptions} from "../ui/charts/chart.js";

const narrow = 560; // px: below, labels are above their lines

/** A difference of one thing, with its 95% interval. */
interface Difference {
  label: string;
  difference: number;
  low: number;
  high: number;
  title: string;
}

/** Differences with their intervals, around zero. */
export function Differences(
  rows: readonly Difference[],
  {width = 640, label = "difference (percentage points)"}: ChartOptions & {label?: string} = {}
): Node {
  const most = Math.max(0.05, ...rows.flatMap(({low, high}) => [Math.abs(low), Math.abs(high)]));
  const above = width < narrow;
  const labels = rows.map(({label}) => label);
  const place = {y: "label", dy: above ? 8 : 0};
  return Plot.plot({
    width,
    marginLeft: above ? 16 : labelWidth(width),
    height: 60 + rows.length * (above ? 44 : lineHeight(labels, width, 22)),
    x: {label, percent: true, domain: [-most * 100, most * 100], grid: true},
    y: {
      type: "band",
      label: null,
      axis: above ? null : "left",
      domain: labels,
      tickFormat: (text: string) => short(text, width)
    },
    marks: [
      Plot.ruleX([0]),
      above ? Label(rows, width) : null,
      Plot.ruleY(rows, {...place, x1: "low", x2: "high", stroke: "var(--theme-foreground-focus)", strokeWidth: 2}),
      Plot.dot(rows, {...place, x: "difference", fill: "var(--theme-foreground-focus)", title: "title", tip: true})
    ]
  });
}

/** The labels across the whole chart, each above its line. */
const Label = (rows: readonly Difference[], width: number) =>
  Plot.text(rows, {
    y: "label",
    frameAnchor: "left",
    dy: -8,
    text: (row: Difference) => excerpt(visible(row.label), Math.floor(width / 6.6)),
    stroke: "var(--theme-background)",
    fill: "currentColor"
  });
