import * as Plot from "npm:@observablehq/plot";
import {excerpt} from "../../shared/excerpt.js";
import {visible} from "../visible.js";
import {labelWidth, lineHeight, saying, short, type IntervalOptions, type RateMark} from "./rateMarks.js";
import {ChartLinks} from "./chart.js";

/** Rates or means as dots with their 95% intervals, a line each. Marks with a link open their samples. */
export function RateIntervals(
  rates: readonly RateMark[],
  {
    width = 640,
    bar,
    series = [...new Set(rates.flatMap((d) => d.series ?? []))],
    share = true,
    apart = true,
    label = "rate (%)"
  }: IntervalOptions = {}
): Node {
  const shown = rates.filter(({rate}) => rate !== null);
  const labels = [...new Set(rates.map((d) => d.label))];
  const facets = [...new Set(rates.flatMap((d) => d.facet ?? []))];
  const names = series.length === 0 ? [undefined] : series;
  const step = Math.min(8, 16 / names.length);
  const colour = series.length > 1 ? "series" : "var(--theme-foreground-focus)";
  return ChartLinks(
    Plot.plot({
      width,
      marginLeft: labelWidth(width),
      marginRight: facets.length > 0 ? 100 : 16,
      height:
        60 +
        labels.length * lineHeight(labels, width, Math.max(22, names.length * step + 8)) * Math.max(1, facets.length),
      x: {label, grid: true, ...(share && {percent: true, domain: [0, 100]})},
      y: {type: "band", label: null, domain: labels, tickFormat: (text: string) => short(text, width)},
      fy: {label: null, tickFormat: (text: string) => excerpt(visible(text), 16)},
      color: {
        domain: series,
        scheme: "observable10",
        legend: series.length > 1,
        tickFormat: (text: string) => visible(text)
      },
      marks: [
        bar === undefined ? null : Plot.ruleX([bar], {stroke: "var(--theme-red)", strokeDasharray: "4 3"}),
        ...names.flatMap((name, i) => {
          const own = name === undefined ? shown : shown.filter((d) => d.series === name);
          const place = {
            y: "label",
            dy: apart ? (i - (names.length - 1) / 2) * step : 0,
            ...(facets.length > 0 && {fy: "facet"})
          };
          return [
            Plot.ruleY(own, {...place, stroke: colour, x1: "low", x2: "high", strokeWidth: 2}),
            Plot.dot(own, {
              ...place,
              fill: colour,
              x: "rate",
              r: 4,
              href: (d: RateMark) => d.link ?? null,
              title: (d: RateMark) => saying(d, share),
              tip: true
            })
          ];
        })
      ]
    })
  );
}
