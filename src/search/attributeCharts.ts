import * as Plot from "npm:@observablehq/plot";
import {percent} from "../ui/format.js";
import type {WeightPoint} from "./searchQueries.js";
import {visible} from "../ui/visible.js";
import {iterationTicks} from "./searchCharts.js";
import type {ChartOptions} from "../ui/charts/chart.js";

export interface NamedWeight extends WeightPoint {
  number: string; // the attribute's place in the table below the chart
  attribute: string;
}

/** P(a) of the heaviest attributes over iterations. The numbers at the line ends are those of the table. */
export function WeightsOverTime(points: readonly NamedWeight[], {width = 640}: ChartOptions = {}): Node {
  const last = Math.max(...points.map(({iteration}) => iteration));
  return Plot.plot({
    width,
    height: 320,
    marginLeft: 48,
    marginRight: 32,
    x: {label: "iteration", ticks: iterationTicks(points, width), tickFormat: "d"},
    y: {label: "P(a), chance of a draw (%)", percent: true, grid: true, zero: true},
    color: {scheme: "observable10", domain: [...new Set(points.map(({number}) => number))]},
    marks: [
      Plot.lineY(points, {x: "iteration", y: "probability", z: "number", stroke: "number", marker: "dot"}),
      Plot.text(
        points.filter(({iteration}) => iteration === last),
        {x: "iteration", y: "probability", text: "number", dx: 8, textAnchor: "start", fill: "number"}
      ),
      Plot.tip(
        points,
        Plot.pointer({
          x: "iteration",
          y: "probability",
          stroke: "number",
          lineWidth: 24,
          title: (d: NamedWeight) =>
            `${d.number}. ${visible(d.attribute)}\niteration ${d.iteration}: P(a) = ${percent(d.probability)}`
        })
      )
    ]
  });
}
