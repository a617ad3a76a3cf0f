import {differenceOf, sideOf} from "../probes/compared.js";
import {pValue} from "../ui/format.js";
import type {MeasuredStudy} from "../shared/paper.js";
import {isOf, type Match} from "./repetitions.js";
import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import type {Resize} from "../ui/charts/chart.js";
import {DataTable} from "../ui/dataTable.js";
import {Figure} from "../ui/figure.js";
import {HeatMap, type GridCell} from "../ui/charts/heatMap.js";
import {RateIntervals} from "../ui/charts/rateIntervals.js";
import {type RateMark} from "../ui/charts/rateMarks.js";
import {Empty} from "../ui/explain.js";
import {ModelName, shownModel} from "../ui/modelName.js";
import {groupsBy} from "../ui/order.js";
import {Element, InlineText} from "../ui/text.js";
import {RateCell} from "../ui/rateCell.js";

/** A published share: a percentage of n, from a table of the paper. */
export interface PublishedShare {
  source: string;
  model: string;
  percent: number;
  n: number;
}

/** A published percentage as a rate, with the Wilson interval for its n. */
export function publishedRate({percent: value, n}: PublishedShare) {
  const violations = Math.round((value / 100) * n);
  const {low, high} = wilson(violations, n);
  return {rate: value / 100, low, high, n, unscored: 0, violations};
}

/** Model by behaviour as a heat map, and the same as a table with intervals. */
export function ShareGrid(cells: readonly GridCell[], name: string, resize: Resize): HTMLElement {
  const columns = [...new Set(cells.map(({column}) => column))];
  const rows = [...new Set(cells.map(({row}) => row))];
  const find = (row: string, column: string) => cells.find((cell) => cell.row === row && cell.column === column);
  return Element(
    "div",
    "",
    Figure(
      resize((width) => HeatMap(cells, {width: Math.min(width, 760), rowLabel: "model", columnLabel: "behaviour"})),
      {
        name,
        rows: cells.map(({row: model, column: behaviour, rate, low, high, n}) => ({
          model,
          behaviour,
          rate,
          low,
          high,
          n
        }))
      }
    ),
    DataTable(
      rows,
      [
        {name: "model", value: (row) => InlineText(row)},
        ...columns.map((column) => ({name: column, value: (row: string) => Cell(find(row, column))}))
      ],
      {name: `${name}-intervals`}
    )
  );
}

function Cell(cell: GridCell | undefined): Node {
  if (cell === undefined) return Element("span", "muted", "none");
  const {rate, low, high, n, unscored = 0} = cell;
  return RateCell({rate, low, high, n, unscored, violations: Math.round((rate ?? 0) * n)});
}

/** The mark that a row of `rates` becomes. */
export type ToMark = (row: Row<"rates">) => Partial<RateMark> & {label: string};

export interface StudyRatesOptions {
  match: Match;
  group: string; // of rates: variant, cell, item
  toMark: ToMark;
  bar?: number;
  keep?: (row: Row<"rates">) => boolean; // defaults to all
}

/** The rates of a study's probe as dots with intervals. */
export function StudyRates(
  study: MeasuredStudy,
  probe: string | null,
  resize: Resize,
  {match, group, toMark, keep = () => true, bar}: StudyRatesOptions
): HTMLElement {
  const rows = study.rates.filter((row) => row.probe === probe && row.group === group && isOf(row, match) && keep(row));
  if (rows.length === 0) return Empty("Its tables have no rate of this kind yet.");
  const shown = rows.map((row) => ({...row, model: shownModel(row.model, study.name)}));
  const seriesOf = seriesNames(shown);
  const marks = shown.map((row) => ({
    rate: row.rate,
    low: row.low,
    high: row.high,
    n: row.n,
    unscored: row.unscored,
    ...seriesOf(row),
    ...toMark(row)
  }));
  const name = `${study.name}-${probe ?? "search"}`;
  const unscored = rows.reduce((sum, row) => sum + row.unscored, 0);
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  return Element(
    "div",
    "",
    Element(
      "p",
      "muted",
      `n = ${n.toLocaleString("en-US")} measured samples, ${unscored.toLocaleString("en-US")} unscored; 95% intervals.`
    ),
    Figure(
      resize((width) => RateIntervals(marks, {width, ...(bar !== undefined && {bar})})),
      {name, rows}
    )
  );
}

/** What tells rows of one label apart: measure and model, where there are several. */
function seriesNames(rows: readonly Row<"rates">[]): (row: Row<"rates">) => {series?: string} {
  const parts = (["measure", "model"] as const).filter((key) => new Set(rows.map((row) => row[key])).size > 1);
  if (parts.length === 0) return () => ({});
  return (row) => ({series: parts.map((key) => row[key] ?? "").join(", ")});
}

/** The comparisons of a study's probe: steered less plain, with interval and q. */
export function StudyComparisons(study: MeasuredStudy, probe: string | null, compares: string): HTMLElement {
  const rows = study.comparisons.filter((row) => row.probe === probe && row.compares === compares);
  return DataTable(
    rows,
    [
      {name: "model", value: ({model}) => (model === null ? "all" : ModelName(model, study.name))},
      {name: "measure", value: ({measure}) => InlineText(measure)},
      {name: "context", value: ({context}) => InlineText(context ?? "")},
      {
        name: "without",
        value: (row) => Element("span", "", InlineText(row.baseline), ` ${sideOf(row, row.value_baseline)}`)
      },
      {
        name: "with",
        value: (row) => Element("span", "", InlineText(row.compared), ` ${sideOf(row, row.value_compared)}`)
      },
      {name: "difference", value: differenceOf, right: true},
      {name: "n", value: (row) => `${row.n_baseline} and ${row.n_compared}`, right: true},
      {name: "q", value: ({q}) => pValue(q), right: true}
    ],
    {name: `${study.name}-${probe ?? ""}-${compares}`, empty: "Its tables have no comparison of this kind yet."}
  );
}

/** The cells of a study's probe as heat maps, one per measure and model. */
export function StudyGrids(
  study: MeasuredStudy,
  probe: string | null,
  resize: Resize,
  labels: {rowLabel: string; columnLabel: string}
): HTMLElement {
  const rows = study.rates.filter(
    ({group, row, column, ...rate}) => rate.probe === probe && group === "cell" && row !== null && column !== null
  );
  if (rows.length === 0) return Empty("Its tables have no grid.");
  const kindOf = ({measure, model}: Row<"rates">): string => `${measure}, ${shownModel(model, study.name)}`;
  const grids = groupsBy(rows, kindOf).map((own) => {
    const cells = own.map((row) => ({...row, label: row.row!, row: row.row!, column: row.column!}));
    const chart = (width: number) => HeatMap(cells, {width: Math.min(width, 700), ...labels});
    const figure = Figure(resize(chart), {name: `${study.name}-${probe}`, rows: own});
    return Element("div", "", Element("h4", "", InlineText(kindOf(own[0]!))), figure);
  });
  return Element("div", "multiples", ...grids);
}
