import * as Plot from "npm:@observablehq/plot";
import {ChartLinks, type ChartOptions} from "../ui/charts/chart.js";
import {HeatMap} from "../ui/charts/heatMap.js";
import {Figure} from "../ui/figure.js";
import {count, percent} from "../ui/format.js";
import {excerpt} from "../shared/excerpt.js";
import {Element, InlineText} from "../ui/text.js";
import {visible} from "../ui/visible.js";
import type {Resize} from "../ui/charts/chart.js";
import type {GridPoint} from "./armView.js";

/** The grids of a finding: each as lines, as the paper draws Fig. 10, and as a heat map with every number. */
export function Grids(points: readonly GridPoint[], resize: Resize): HTMLElement {
  const names = [...new Set(points.map(({grid}) => grid))];
  return Element(
    "div",
    "",
    ...names.map((name) =>
      GridFigures(
        points.filter(({grid}) => grid === name),
        resize
      )
    )
  );
}

function GridFigures(points: readonly GridPoint[], resize: Resize): HTMLElement {
  const [{grid, x_pairs, y_pairs, finding}] = points as [GridPoint];
  const rows = points.map((point) => ({...point}));
  const missing = points.filter(({rate}) => rate === null).length;
  return Element(
    "section",
    "grid-of-arms",
    Element(
      "p",
      "",
      Element("strong", "", InlineText(grid)),
      ": training pairs ",
      InlineText(x_pairs),
      " along x, those ",
      InlineText(y_pairs),
      " a line each."
    ),
    ...(missing === 0
      ? []
      : [Element("p", "muted", `${count(missing)} of ${count(points.length)} cells are not measured.`)]),
    Figure(
      resize((width) => GridLines(points, {width})),
      {name: `grid-${grid}-${finding}`, rows}
    ),
    ...setsOf(points).map((set) =>
      Figure(
        resize((width) =>
          GridHeat(
            points.filter((point) => point.set === set),
            {width}
          )
        ),
        {
          name: `grid-${grid}-${finding}-heat`,
          rows: rows.filter((row) => row.set === set),
          ...(set !== null && {caption: `Rates ${set}`})
        }
      )
    )
  );
}

const setsOf = (points: readonly GridPoint[]): (string | null)[] => [...new Set(points.map(({set}) => set))];

const narrowBelow = 560; // px: facets stand below each other

/** The rate by the number of pairs of one kind, a line for each number of the other, labelled at its end. */
export function GridLines(points: readonly GridPoint[], {width = 640}: ChartOptions = {}): Node {
  const sets = setsOf(points);
  const measured = points.filter(({rate}) => rate !== null);
  const last = Math.max(...points.map(({x}) => x));
  const [{x_pairs, y_pairs}] = points as [GridPoint];
  const facet = sets.length < 2 ? {} : width < narrowBelow ? {fy: "set"} : {fx: "set"};
  const rows = "fy" in facet ? sets.length : 1;
  const place = {x: "x", y: "rate", stroke: "y", z: "y", ...facet};
  const saying = ({x, y, rate, low, high, n, set}: GridPoint): string =>
    `${count(x)} ${x_pairs}, ${count(y)} ${y_pairs}${set === null ? "" : `, ${set}`}\n` +
    `${percent(rate)} (${percent(low)}\u2013${percent(high)}), n = ${count(n)}`;
  return ChartLinks(
    Plot.plot({
      width,
      height: 90 + 240 * rows,
      marginTop: 36,
      marginLeft: 50,
      marginRight: 64,
      x: countScale(
        points.map(({x}) => x),
        excerpt(visible(`pairs ${x_pairs}`), 48)
      ),
      y: {label: "rate (%)", percent: true, domain: [0, 100], grid: true},
      fx: {axis: null},
      fy: {axis: null, padding: 0.2},
      color: {
        type: "ordinal",
        scheme: "observable10",
        domain: [...new Set(points.map(({y}) => y))].sort((a, b) => a - b)
      },
      marks: [
        Plot.text(
          sets.flatMap((set) => (set === null ? [] : [{set}])),
          {
            text: ({set}: {set: string}) => excerpt(visible(set), 44),
            frameAnchor: "top-left",
            textAnchor: "start",
            lineAnchor: "bottom",
            dy: -6,
            ...facet
          }
        ),
        Plot.line(measured, place),
        Plot.ruleX(measured, {x: "x", y1: "low", y2: "high", stroke: "y", strokeOpacity: 0.5, ...facet}),
        Plot.dot(measured, {...place, fill: "y", r: 3.5, title: saying, tip: true}),
        Plot.text(apart(measured.filter(({x}) => x === last)), {
          x: "x",
          y: "at",
          text: ({y}: GridPoint) => count(y),
          fill: "y",
          textAnchor: "start",
          dx: 8,
          ...facet
        })
      ]
    })
  );
}

const farApart = 20; // times as many pairs, from which equal steps would hide the small numbers

/** A scale of numbers of pairs with a tick at each; by their logarithms where they are far apart. */
function countScale(counts: readonly number[], label: string): Plot.ScaleOptions {
  const ticks = [...new Set(counts)].sort((a, b) => a - b);
  const least = ticks.find((value) => value > 0) ?? 1;
  const isFar = ticks.at(-1)! > farApart * least;
  return isFar
    ? {type: "symlog", constant: least, ticks, grid: true, label: `${label} (log scale)`, tickFormat: count}
    : {nice: true, ticks: 4, grid: true, label};
}

const leastApart = 0.07; // of the scale between two labels

/** Labels at the ends of lines, moved apart where lines end at the same rate. */
function apart(ends: readonly GridPoint[]): (GridPoint & {at: number})[] {
  return setsOf(ends).flatMap((set) => {
    const own = ends.filter((point) => point.set === set).sort((a, b) => a.rate! - b.rate!);
    let floor = -Infinity;
    const placed = own.map((point) => {
      floor = Math.max(point.rate!, floor + leastApart);
      return {...point, at: floor};
    });
    const over = Math.max(0, (placed.at(-1)?.at ?? 0) - 1);
    return placed.map((point) => ({...point, at: Math.max(0, point.at - over)}));
  });
}

/** The same as a heat map; a cell without a number is not measured. */
const GridHeat = (points: readonly GridPoint[], {width = 640}: ChartOptions = {}): Node =>
  HeatMap(
    points.map(({x, y, x_pairs, y_pairs, ...point}) => ({
      ...point,
      label: `${x} ${x_pairs}, ${y} ${y_pairs}`,
      row: String(y),
      column: String(x)
    })),
    {
      width: Math.min(width, 560),
      rowLabel: excerpt(visible(`pairs ${points[0]?.y_pairs ?? ""}`), 40),
      columnLabel: excerpt(visible(`pairs ${points[0]?.x_pairs ?? ""}`), 48)
    }
  );
