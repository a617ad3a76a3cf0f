import * as Plot from "npm:@observablehq/plot";
import {labelWidth, lineHeight, saying, short, type RateMark} from "../ui/charts/rateMarks.js";
import {ChartLinks, type ChartOptions} from "../ui/charts/chart.js";

/** A pair of rates of one thing: before and after. */
export interface RatePair {
  label: string;
  from: RateMark;
  to: RateMark;
}

/** Dumbbells: two rates of each line with their intervals, and the way between them. */
export function Dumbbells(
  pairs: readonly RatePair[],
  {width = 640, names}: ChartOptions & {names: [string, string]}
): Node {
  const labels = pairs.map(({label}) => label);
  const marks = pairs.flatMap(({label, from, to}) => [
    {...from, label, series: names[0]},
    {...to, label, series: names[1]}
  ]);
  const between = pairs.filter(({from, to}) => from.rate !== null && to.rate !== null);
  return ChartLinks(
    Plot.plot({
      width,
      marginLeft: labelWidth(width),
      height: 60 + labels.length * lineHeight(labels, width, 20),
      x: {label: "rate (%)", percent: true, domain: [0, 100], grid: true},
      y: {type: "band", label: null, domain: labels, tickFormat: (text: string) => short(text, width)},
      color: {domain: names, range: ["var(--theme-foreground-muted)", "var(--theme-foreground-focus)"], legend: true},
      marks: [
        Plot.link(between, {
          x1: (d: RatePair) => d.from.rate,
          x2: (d: RatePair) => d.to.rate,
          y: "label",
          stroke: "var(--theme-foreground-muted)",
          strokeWidth: 1.5,
          markerEnd: "arrow"
        }),
        ...names.flatMap((name, i) => {
          const own = marks.filter(({series, rate}) => series === name && rate !== null);
          const dy = i === 0 ? -3 : 3;
          return [
            Plot.ruleY(own, {y: "label", x1: "low", x2: "high", stroke: "series", strokeOpacity: 0.5, dy}),
            Plot.dot(own, {
              x: "rate",
              y: "label",
              fill: "series",
              r: 4,
              href: (d: RateMark) => d.link ?? null,
              title: (d: RateMark) => saying(d),
              tip: true
            })
          ];
        })
      ]
    })
  );
}
