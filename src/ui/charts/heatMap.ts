import * as Plot from "npm:@observablehq/plot";
import {excerpt} from "../../shared/excerpt.js";
import {visible} from "../visible.js";
import {number, saying, type IntervalOptions, type RateMark} from "./rateMarks.js";
import {ChartLinks} from "./chart.js";
import {columnLabels} from "./columnLabels.js";

export interface GridCell extends RateMark {
  row: string;
  column: string;
}

const darkFrom = 0.72; // of the scale: white is read better on a cell from there on

/** The colour of a cell's number; that of the page where nothing is measured, for there is no cell. */
const inkOf =
  (share: boolean) =>
  ({rate}: GridCell): string =>
    rate === null ? "currentColor" : share && rate > darkFrom ? "white" : "black";

/** A grid of rates as a heat map; the number is in the cell if there is room. */
export function HeatMap(
  cells: readonly GridCell[],
  {
    width = 640,
    rowLabel = "",
    columnLabel = "",
    share = true,
    label = "rate (%)"
  }: IntervalOptions & {rowLabel?: string; columnLabel?: string}
): Node {
  const rows = inOrder(cells.map(({row}) => row));
  const columns = inOrder(cells.map(({column}) => column));
  const left = Math.min(180, 24 + 6.6 * Math.max(...rows.map((text) => Math.min(text.length, 24))));
  const cell = (width - left - 16) / columns.length;
  const {height, tickRotate, tickFormat} = columnLabels(columns, {room: cell, aside: left, fontSize: 10});
  return ChartLinks(
    Plot.plot({
      width,
      marginLeft: left,
      marginBottom: 20 + height,
      height: 62 + height + rows.length * Math.max(18, Math.min(40, cell)),
      x: {
        type: "band",
        label: columnLabel,
        domain: columns,
        tickRotate,
        tickFormat
      },
      y: {type: "band", label: rowLabel, domain: rows, tickFormat: (text: string) => excerpt(visible(text), 24)},
      color: {type: "linear", scheme: "blues", label, legend: true, ...(share && {domain: [0, 100], percent: true})},
      marks: [
        Plot.cell(
          cells.filter(({rate}) => rate !== null),
          {
            x: "column",
            y: "row",
            fill: "rate",
            inset: 0.5,
            href: (d: GridCell) => d.link ?? null,
            title: (d: GridCell) => saying({...d, label: `${d.row}, ${d.column}`}, share),
            tip: true
          }
        ),
        cell < 34
          ? null
          : Plot.text(cells, {
              x: "column",
              y: "row",
              text: (d: GridCell) => number(d.rate, share),
              fill: inkOf(share),
              pointerEvents: "none"
            })
      ]
    })
  );
}

/** Numbers by size, other texts as they come. */
function inOrder(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)];
  const numeric = distinct.every((text) => text !== "" && Number.isFinite(Number(text)));
  return numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct;
}
