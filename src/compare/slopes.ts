import * as Plot from "npm:@observablehq/plot";
import {excerpt} from "../shared/excerpt.js";
import type {ChartOptions} from "../ui/charts/chart.js";
import {labelLines, mostLines} from "../ui/charts/labelLines.js";
import {spread} from "../ui/charts/spread.js";
import {percent} from "../ui/format.js";
import {visible} from "../ui/visible.js";
import type {AlignedWeight} from "./weights.js";

const gaps = [0, 17, 30]; // px between labels of one line, of two
const narrow = 640; // px: below, labels are the numbers of the table alone
const edges = {top: 32, bottom: 16}; // px

interface SlopeLabel {
  side: 0 | 1;
  value: number;
  place: number; // value at which the label is written
  text: string;
}

/** Slopes: P(a) of each attribute on side A and on side B. Labels stand where no other is; numbers are of the table. */
export function Slopes(weights: readonly AlignedWeight[], {width = 640}: ChartOptions = {}): Node {
  const most = Math.max(0.01, ...weights.flatMap(({a, b}) => [a, b]));
  const margin = width < narrow ? 76 : Math.round(width * 0.34);
  const room = Math.floor((margin - 80) / 6.3); // characters
  const texts = ([0, 1] as const).map((side) => weights.map((weight) => textOf(weight, side, room)));
  const gap = gaps[mostLines(texts.flat())]!;
  const height = Math.max(220, edges.top + edges.bottom + gap * weights.length);
  const place = {gap: (gap * most) / (height - edges.top - edges.bottom), low: 0, high: most};
  const labels = ([0, 1] as const).flatMap((side) => labelsOf(weights, {side, texts: texts[side]!, place}));
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

interface LabelOptions {
  side: 0 | 1;
  texts: readonly string[];
  place: {gap: number; low: number; high: number}; // in the units of the values
}

function labelsOf(weights: readonly AlignedWeight[], {side, texts, place}: LabelOptions): SlopeLabel[] {
  const values = weights.map(({a, b}) => (side === 0 ? a : b));
  const places = spread(values.toReversed(), place).reverse(); // of equal values the first is on top
  return weights.map((_, i) => ({side, value: values[i]!, place: places[i]!, text: texts[i]!}));
}

/** The number of an attribute and its weight; its sentence too on the side where it weighs more. */
function textOf({number, attribute, a, b}: AlignedWeight, side: 0 | 1, room: number): string {
  const isHeavier = side === 0 ? a >= b : b > a;
  const name = room >= 12 && isHeavier ? `${number}. ${attribute}` : `${number}.`;
  return side === 0 ? `${labelLines(name, room)}  ${percent(a)}` : `${percent(b)}  ${labelLines(name, room)}`;
}
