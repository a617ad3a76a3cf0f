import * as Plot from "npm:@observablehq/plot";
import {count, decimal, percent, pValue, range, times} from "../ui/format.js";
import type {Row} from "../shared/schema.js";
import {excerpt} from "../shared/excerpt.js";
import type {HitRow, ShareCell} from "./traceQueries.js";
import {visible} from "../ui/visible.js";
import {ChartLinks, type ChartOptions} from "../ui/charts/chart.js";
import {columnLabels} from "../ui/charts/columnLabels.js";
import {liftColour} from "./liftScale.js";
import {labelLine, labelLines, mostLines} from "../ui/charts/labelLines.js";

const rowHeight = 40;
const fontSize = 12;

/** Ems of a line that is as wide as a chart: fonts of some systems are a tenth wider than the one Plot measures with. */
const lineOf = (width: number): number => (width - 24) / (1.12 * fontSize);

type Placed<T> = T & {place: number};

/** The rows as lines from the top. */
const placed = <T extends object>(rows: readonly T[]): Placed<T>[] => rows.map((row, place) => ({...row, place}));

const lineScale = (rows: number) => ({axis: null, domain: [rows - 0.6, -0.7]});

/** A short upright line at what would be expected. */
const expectedTick = <T>(rows: readonly Placed<T>[], x: string) =>
  Plot.ruleX(rows, {
    x,
    y1: (row: Placed<T>) => row.place - 0.2,
    y2: (row: Placed<T>) => row.place + 0.2,
    stroke: "var(--theme-foreground)",
    strokeWidth: 2.5
  });

/** A line's name above its marks: long names stay readable on a narrow screen. */
const names = <T>(rows: readonly Placed<T>[], text: (row: T) => string, width: number) =>
  Plot.text(rows, {
    y: "place",
    text: (row: T) => labelLine(text(row), 200),
    frameAnchor: "left",
    textAnchor: "start",
    dy: -15, // clear of the tick
    lineWidth: lineOf(width),
    textOverflow: "ellipsis"
  });

export const inQuery = "the failing query has it";
export const notInQuery = "the failing query lacks it";

/** Hits of each cluster (dot) beside what its base rate would give (tick). The lines are those of the table below. */
export function HitsAgainstExpected(
  hits: readonly HitRow[],
  {candidates, width = 640}: ChartOptions & {candidates: number}
): Node {
  const rows = placed(hits.map((row) => ({...row, has: row.attribute === null ? notInQuery : inQuery})));
  const most = Math.max(1, ...rows.map(({hits, expected}) => Math.max(hits, expected)));
  const kinds = [inQuery, notInQuery].filter((kind) => rows.some(({has}) => has === kind));
  return Plot.plot({
    width,
    height: 64 + rows.length * rowHeight,
    marginLeft: 8,
    marginBottom: 42,
    marginRight: 118,
    marginTop: 16,
    style: {fontSize: `${fontSize}px`},
    x: {
      labelOffset: 38,
      label: `hits among the ${count(candidates)} retrieved candidates`,
      domain: [0, most * 1.02],
      grid: true
    },
    y: lineScale(rows.length),
    color: {
      domain: kinds,
      range: kinds.map((kind) =>
        kind === inQuery ? "var(--theme-foreground-focus)" : "var(--theme-foreground-muted)"
      ),
      legend: true
    },
    marks: [
      Plot.link(rows, {y1: "place", y2: "place", x1: "expected", x2: "hits", stroke: "has", strokeOpacity: 0.5}),
      expectedTick(rows, "expected"),
      Plot.dot(rows, {x: "hits", y: "place", fill: "has", r: 5}),
      names(rows, ({attribute, summary, isTrigger}) => `${isTrigger ? "Trigger: " : ""}${attribute ?? summary}`, width),
      Plot.text(rows, {
        y: "place",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: ({lift, q}: HitRow) => `${times(lift)}, q ${pValue(q)}`
      }),
      Plot.tip(
        rows,
        Plot.pointerY({
          x: "hits",
          y: "place",
          lineWidth: 28,
          title: tipOfHits
        })
      )
    ]
  });
}

const cut = (text: string): string => visible(excerpt(text, 160));

const tipOfHits = ({attribute, summary, cluster, hits, pairs, expected, lift, p, q}: HitRow): string =>
  [
    cut(attribute ?? summary),
    `cluster ${cluster}: ${cut(summary)}`,
    `${count(hits)} hits on ${count(pairs)} training pairs; ${decimal(expected, 1)} expected`,
    `${times(lift)}, p ${pValue(p)}, q ${pValue(q)}`
  ].join("\n");

/** Each chunk's share of the retrieved pairs with its 95% interval, beside its share of the corpus (tick). */
export function SharesAgainstBase(chunks: readonly Row<"chunks">[], {width = 640}: ChartOptions = {}): Node {
  const rows = placed(chunks);
  const most = Math.max(...chunks.flatMap(({high, base}) => [high, base]));
  return Plot.plot({
    width,
    height: 64 + chunks.length * rowHeight,
    marginLeft: 8,
    marginBottom: 42,
    marginRight: 64,
    marginTop: 16,
    style: {fontSize: `${fontSize}px`},
    x: {
      labelOffset: 38,
      label: "share of the retrieved training pairs (%)",
      percent: true,
      domain: [0, 100 * Math.min(1, most * 1.02)],
      grid: true
    },
    y: lineScale(rows.length),
    marks: [
      expectedTick(rows, "base"),
      Plot.link(rows, {
        y1: "place",
        y2: "place",
        x1: "low",
        x2: "high",
        stroke: "var(--theme-foreground-focus)",
        strokeWidth: 2
      }),
      Plot.dot(rows, {x: "share", y: "place", fill: "var(--theme-foreground-focus)", r: 5}),
      names(rows, ({source}) => source, width),
      Plot.text(rows, {
        y: "place",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: ({lift}: Row<"chunks">) => times(lift)
      }),
      Plot.tip(
        rows,
        Plot.pointerY({
          x: "share",
          y: "place",
          lineWidth: 28,
          title: tipOfShare
        })
      )
    ]
  });
}

const tipOfShare = ({source, share, n, retrieved, base, lift, in_cluster, ...ends}: Row<"chunks">): string =>
  [
    visible(source),
    `${percent(share)} (${range(ends)}) of ${count(n)} retrieved pairs: ${count(retrieved)}`,
    `${percent(base)} of the corpus, ${times(lift)}`,
    `${count(in_cluster)} of them have the trigger`
  ].join("\n");

export interface MatrixLine {
  row: string;
  name: string;
}

const tipOfCell = (line: string, {source, share, n, retrieved, base, lift}: ShareCell): string =>
  [
    cut(line),
    `${visible(source)}: ${percent(share)} of ${count(n)} retrieved pairs (${count(retrieved)})`,
    `${percent(base)} of the corpus, ${times(lift)}`
  ].join("\n");

/** Chunk shares of many traces: one line per trace or rubric, one column per chunk. Cells of one trace link to it. */
export function ChunkMatrix(
  cells: readonly ShareCell[],
  {
    lines,
    sources,
    width = 640,
    link
  }: ChartOptions & {
    lines: readonly MatrixLine[];
    sources: readonly string[];
    link: (trace: number) => string;
  }
): Node {
  const beside = Math.round(Math.min(340, width * 0.38));
  const isAbove = (width - beside - 12) / sources.length < fontSize + 2; // names above their cells leave these more room
  const left = isAbove ? 8 : beside;
  const name = new Map(lines.map(({row, name}) => [row, name]));
  const room = (width - left - 12) / sources.length;
  const columns = columnLabels(sources, {room, aside: width * 0.12, fontSize});
  const {tickRotate, tickFormat} = columns;
  const top = 12 + columns.height;
  const labels = new Map(lines.map(({row, name}) => [row, labelLines(name, Math.floor((left - 14) / 7.2))]));
  const lineHeight = isAbove ? rowHeight : Math.max(26, 6 + 14 * mostLines([...labels.values()]));
  return ChartLinks(
    Plot.plot({
      width,
      height: top + 12 + lines.length * lineHeight,
      marginLeft: left,
      marginRight: 12 + columns.aside,
      marginTop: top,
      marginBottom: 8,
      style: {fontSize: `${fontSize}px`},
      x: {
        domain: [...sources],
        label: null,
        axis: "top",
        tickRotate,
        tickSize: 0,
        tickFormat
      },
      y: {
        domain: lines.map(({row}) => row),
        label: null,
        axis: isAbove ? null : "left",
        tickSize: 0,
        tickFormat: (row: string) => labels.get(row) ?? ""
      },
      marks: [
        Plot.cell(cells, {
          x: "source",
          y: "row",
          inset: 0.5,
          insetTop: isAbove ? 18 : 0.5,
          fill: {value: (cell: ShareCell) => liftColour(cell.lift), scale: null},
          href: ({trace}: ShareCell) => (trace === null ? null : link(trace)),
          title: (cell: ShareCell) => tipOfCell(name.get(cell.row) ?? "", cell),
          tip: {lineWidth: 28}
        }),
        Plot.text(cells, {
          x: "source",
          y: "row",
          text: ({share}: ShareCell) => (room > 34 ? percent(share) : ""),
          fill: "var(--theme-foreground)",
          pointerEvents: "none"
        }),
        isAbove
          ? Plot.text(lines, {
              y: "row",
              text: ({name}: MatrixLine) => labelLine(name, 200),
              frameAnchor: "left",
              textAnchor: "start",
              dy: 10 - rowHeight / 2,
              lineWidth: lineOf(width),
              textOverflow: "ellipsis",
              pointerEvents: "none"
            })
          : null
      ]
    })
  );
}
