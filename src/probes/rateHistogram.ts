import * as Plot from "npm:@observablehq/plot";
import type {ChartOptions} from "../ui/charts/chart.js";

const bins = 20;

/** Which share of the prompts has which rate, in steps of five points; a small multiple a series. */
export function RateHistogram(
  rates: readonly {rate: number; series: string}[],
  {width = 640}: ChartOptions = {}
): Node {
  const binOf = (rate: number): number => Math.min(bins - 1, Math.floor(rate * bins));
  const counts = [...new Set(rates.map(({series}) => series))].flatMap((series) => {
    const own = rates.filter((row) => row.series === series);
    return Array.from({length: bins}, (_, bin) => ({
      series,
      from: bin / bins,
      to: (bin + 1) / bins,
      share: own.filter(({rate}) => binOf(rate) === bin).length / own.length,
      prompts: own.filter(({rate}) => binOf(rate) === bin).length
    }));
  });
  return Plot.plot({
    width,
    height: 220,
    marginLeft: 48,
    marginRight: 90,
    x: {label: "rate (%)", percent: true, domain: [0, 100]},
    y: {label: "prompts (%)", percent: true, grid: true},
    fy: {label: null},
    marks: [
      Plot.rectY(counts, {
        x1: "from",
        x2: "to",
        y: "share",
        fy: "series",
        inset: 0.5,
        channels: {prompts: "prompts"},
        fill: "var(--theme-foreground-focus)",
        tip: true
      }),
      Plot.ruleY([0])
    ]
  });
}
