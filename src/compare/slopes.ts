import * as Plot from "npm:@observablehq/plot";
import {excerpt} from "../shared/excerpt.js";
import type {ChartOptions} from "../ui/charts/chart.js";
import {spread} from "../ui/charts/spread.js";
import {percent} from "../ui/format.js";
import {visible} from "../ui/visible.js";
import type {AlignedWeight} from "./weights.js";

const gap = 17; // px between labels
const narrow = 640; // px: below, labels are the numbers of the table alone
const edges = {top: 32, bottom: 16}; // px

interface SlopeLabel {
  weight: AlignedWeight;
  side: 0 | 1;
  value: number;
  place: number; // value at which the label is written
  text: string;
}

/** Slopes: P(a) of each attribute on side A and on side B. Labels stand where no other is; numbers are of the table. */
export function Slopes(weights: readonly AlignedWeight[], {width = 640}: ChartOptions = {}): Node {
  const height = Math.max(220, edges.top + edges.bottom + gap * weights.length);
  const most = Math.max(0.01, ...weights.flatMap(({a, b}) => [a, b]));
  const margin = width < narrow ? 76 : Math.round(width * 0.36);
  const room = Math.floor((margin - 80) / 6.3); // characters
  const labels = ([0, 1] as const).flatMap((side) => labelsOf(weights, side, {most, height, room}));
  const at = (side: 0 | 1) => labels.filter((label) => label.side === side);
  const Labels = (side: 0 | 1) => [
    Plot.link(at(side), {
      ...{x1: side, x2: side === 0 ? -0.02 : 1.02, y1: "value", y2: "place"},
      stroke: "var(--theme-foreground-faint)"
    }),
    Plot.text(at(side), {
      ...{x: side === 0 ? -0.02 : 1.02, y: "place", dx: side === 0 ? -4 : 4, text: "text"},
      textAnchor: side === 0 ? "end" : "start"
    })
  ];
  return Plot.plot({
    ...{width, height, marginLeft: margin, marginRight: margin, marginTop: edges.top, marginBottom: edges.bottom},
    style: {overflow: "visible"},
    ariaLabel: "P(a) of the heaviest attributes on side A and side B; the table below has the numbers",
    x: {domain: [0, 1], axis: null},
    y: {domain: [0, most], axis: null},
    marks: [
      Plot.ruleX([0, 1], {stroke: "var(--theme-foreground-faint)"}),
      Plot.text(["A", "B"], {
        x: (_: string, i: number) => i,
        y: most,
        dy: -18,
        text: (d: string) => d,
        fontWeight: "bold"
      }),
      Plot.link(weights, {
        ...{x1: 0, x2: 1, y1: "a", y2: "b", strokeWidth: 1.75},
        stroke: ({a, b}: AlignedWeight) => (b > a ? "var(--theme-foreground-focus)" : "var(--theme-foreground-muted)"),
        title: ({number, attribute, a, b}: AlignedWeight) =>
          `${number}. ${visible(excerpt(attribute, 300))}\nA ${percent(a)}, B ${percent(b)}`,
        tip: true
      }),
      Plot.dot(labels, {x: "side", y: "value", r: 3, fill: "currentColor"}),
      ...Labels(0),
      ...Labels(1)
    ]
  });
}

function labelsOf(
  weights: readonly AlignedWeight[],
  side: 0 | 1,
  {most, height, room}: {most: number; height: number; room: number}
): SlopeLabel[] {
  const values = weights.map(({a, b}) => (side === 0 ? a : b));
  const place = {gap: (gap * most) / (height - edges.top - edges.bottom), low: 0, high: most};
  const places = spread(values.toReversed(), place).reverse(); // of equal values the first is on top
  return weights.map((weight, i) => {
    const value = values[i]!;
    const isNamed = room >= 12 && (side === 0 ? weight.a >= weight.b : weight.b > weight.a);
    const name = isNamed ? ` ${excerpt(visible(weight.attribute).replaceAll(/\s+/g, " "), room)}` : "";
    const number = `${weight.number}.${name}`;
    const text = side === 0 ? `${number}  ${percent(value)}` : `${percent(value)}  ${number}`;
    return {weight, side, value, place: places[i]!, text};
  });
}
