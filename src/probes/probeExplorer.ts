import {
  dimensions,
  explorerAddress,
  groupsOf,
  measuresOf,
  spread,
  type Bar,
  type Dimension,
  type ExplorerView,
  type Group,
  type Measure
} from "./explorer.js";
import {goTo, whileShown} from "../ui/address.js";
import type {Resize} from "../ui/charts/chart.js";
import {FilterForm, Select, type Choice} from "../ui/controls.js";
import {number} from "../ui/charts/rateMarks.js";
import {count} from "../ui/format.js";
import type {Probe} from "./probeRows.js";
import {sampleAddress, type SampleView} from "./sampleView.js";
import {visible} from "../ui/visible.js";
import {DataTable} from "../ui/dataTable.js";
import {Empty} from "../ui/explain.js";
import {Figure} from "../ui/figure.js";
import {shownModel} from "../ui/modelName.js";
import {HeatMap} from "../ui/charts/heatMap.js";
import {RateIntervals} from "../ui/charts/rateIntervals.js";
import {Element, InlineText} from "../ui/text.js";
import type {Database} from "../ui/database.js";

const maxRows = 60; // lines of a chart; the table has all

/** What a probe can be asked, with the reader's choice made valid. */
interface Asked {
  probe: Probe;
  measures: Measure[];
  values: Record<Dimension, string[]>;
  view: ExplorerView;
}

export interface ExplorerOptions {
  rubrics: readonly Bar[]; // of the study
  resize: Resize;
}

/** Any probe by the groups a reader chooses. The address holds the choice; marks link to their samples. */
export function ProbeExplorer(db: Database, probes: readonly Probe[], {resize, rubrics}: ExplorerOptions): HTMLElement {
  let turn = 0;
  const form = FilterForm();
  const figure = Element("div", "");
  const root = Element("div", "explorer", form, figure);

  function go(change: Partial<ExplorerView>): void {
    const view = {...explorerAddress.read(location.search), ...change};
    goTo(explorerAddress.write(view)); // the open sample goes
    void show();
  }

  async function show(): Promise<void> {
    const mine = ++turn;
    try {
      const choice = await complete(db, probes, explorerAddress.read(location.search), rubrics);
      const groups = await groupsOf(db, questionOf(choice), rubrics);
      if (mine !== turn) return;
      form.replaceChildren(...Fields(choice, probes, go));
      figure.replaceChildren(...Answer(choice, groups, resize));
      root.dataset.shown = String(mine);
    } catch (error) {
      if (mine === turn) figure.replaceChildren(Element("p", "note note-failed", (error as Error).message));
    }
  }

  whileShown(root, "popstate", () => void show());
  void show();
  return root;
}

/** Fills in what the address leaves open: rows and columns that tell something apart. */
async function complete(
  db: Database,
  probes: readonly Probe[],
  asked: ExplorerView,
  rubrics: readonly Bar[]
): Promise<Asked> {
  const probe = probes.find((each) => keyOf(each) === asked.probe) ?? probes[0]!;
  const [measures, values] = await Promise.all([
    measuresOf(db, probe.step, probe.probe, rubrics),
    spread(db, probe.step, probe.probe)
  ]);
  const telling = (["row", "column", "variant", "context", "model", "item"] as const).filter(
    (name) => values[name].length > 1
  );
  const known = (name: string): boolean => Object.hasOwn(dimensions, name);
  const rows = known(asked.rows) ? asked.rows : (telling[0] ?? "item");
  const second = telling.find((name) => name !== rows && name !== "item") ?? "";
  const columns = known(asked.columns) || asked.columns === "no" ? asked.columns : second;
  const facet = known(asked.facet) && asked.facet !== rows && asked.facet !== columns ? asked.facet : "no";
  const measure = measures.some((each) => each.measure === asked.measure)
    ? asked.measure
    : (measures[0]?.measure ?? "");
  const model = values.model.includes(asked.model) ? asked.model : "";
  const context = values.context.includes(asked.context) ? asked.context : "";
  return {
    probe,
    measures,
    values,
    view: {
      probe: keyOf(probe),
      measure,
      rows,
      columns: columns === rows || columns === "" ? "no" : columns,
      facet,
      model,
      context
    }
  };
}

const keyOf = ({step, probe}: Probe): string => (step === probe ? probe : `${step}/${probe}`);
const chosen = (name: string): Dimension | null => (Object.hasOwn(dimensions, name) ? (name as Dimension) : null);
const measureOf = ({measures, view}: Asked): Measure =>
  measures.find(({measure}) => measure === view.measure) ?? {measure: "", isShare: true, n: 0};

const questionOf = (choice: Asked) => ({
  step: choice.probe.step,
  probe: choice.probe.probe,
  measure: measureOf(choice),
  rows: chosen(choice.view.rows) ?? "item",
  columns: chosen(choice.view.columns),
  facet: chosen(choice.view.facet),
  model: choice.view.model,
  context: choice.view.context
});

function Fields(
  {measures, values, view}: Asked,
  probes: readonly Probe[],
  go: (change: Partial<ExplorerView>) => void
): HTMLElement[] {
  const Field = (key: keyof ExplorerView, label: string, choices: readonly Choice[], all?: string) => {
    const reset = {measure: "", rows: "", columns: "", facet: "", model: "", context: ""};
    const select = Select(key, choices, {
      ...(all !== undefined && {all}),
      onChange: (value) => go({...(key === "probe" && reset), [key]: value})
    });
    select.value = view[key];
    return Element("label", "", label, select);
  };
  const sides = (Object.keys(dimensions) as Dimension[])
    .filter((name) => values[name].length > 0)
    .map((name) => [name, `${name} (${count(values[name].length)})`] as const);
  const none: Choice = ["no", "none"];
  return [
    Field(
      "probe",
      "probe",
      probes.map((probe) => [keyOf(probe), `${keyOf(probe)} (${probe.kind})`])
    ),
    Field(
      "measure",
      "measure",
      measures.map(({measure}) => measure)
    ),
    Field("rows", "rows", sides),
    Field("columns", "columns", [none, ...sides]),
    Field("facet", "small multiples", [none, ...sides]),
    Field(
      "model",
      "model",
      values.model.map((model) => [model, shownModel(model)]),
      "all"
    ),
    Field("context", "context", values.context, "all")
  ];
}

function Answer(choice: Asked, groups: readonly Group[], resize: ExplorerOptions["resize"]): HTMLElement[] {
  const {probe, view} = choice;
  const {measure, isShare} = measureOf(choice);
  if (groups.length === 0) return [Empty("No sample matches.")];
  const sum = (key: "n" | "unscored") => groups.reduce((total, group) => total + group[key], 0);
  const about = Empty(`${count(sum("n"))} measured samples, ${count(sum("unscored"))} unscored.`);
  const marks = groups.map((group) => toMark(group, choice));
  const rows = new Set(groups.map((group) => group.rows));
  const label = isShare ? `${visible(measure)} (%)` : visible(measure);
  const columns = new Set(groups.map((group) => group.columns));
  const isGrid = view.columns !== "no" && rows.size > 2 && columns.size > 2;
  const shown = new Set([...rows].slice(0, maxRows).map((row) => shownValue(view.rows, row)));
  const cut = marks.filter(({label: row}) => shown.has(row));
  const name = `${probe.step}-${probe.probe}`.replaceAll(/[^\w-]+/g, "-");
  const charts = isGrid
    ? [...new Set(marks.map(({facet}) => facet))].map((facet) => {
        const own = marks
          .filter((mark) => mark.facet === facet)
          .map((mark) => ({...mark, row: mark.label, column: mark.series ?? ""}));
        const title = facet === undefined ? [] : [Element("h3", "", InlineText(facet))];
        const chart = resize((width) =>
          HeatMap(own, {
            width: Math.min(width, 900),
            rowLabel: view.rows,
            columnLabel: view.columns,
            share: isShare,
            label
          })
        );
        return Element("div", "", ...title, chart);
      })
    : [resize((width) => RateIntervals(cut, {width, share: isShare, label}))];
  const note =
    rows.size > maxRows && !isGrid
      ? [Element("p", "muted", `The first ${maxRows} of ${count(rows.size)} rows; the table has all.`)]
      : [];
  return [
    about,
    Figure(Element("div", "multiples", ...charts), {name, rows: [...groups] as never}),
    ...note,
    Table(groups, choice, name)
  ];
}

function toMark({rows, columns, facet, value, low, high, n, unscored}: Group, {probe, view}: Asked) {
  const side = (name: string, text: string | null): Partial<SampleView> =>
    chosen(name) === null || text === null ? {} : {[name]: text};
  const samples: Partial<SampleView> = {
    step: probe.step,
    probe: probe.probe,
    model: view.model,
    context: view.context,
    ...side(view.rows, rows),
    ...side(view.columns, columns),
    ...side(view.facet, facet)
  };
  return {
    label: shownValue(view.rows, rows),
    ...(columns !== null && {series: shownValue(view.columns, columns)}),
    ...(facet !== null && {facet: shownValue(view.facet, facet)}),
    rate: value,
    low,
    high,
    n,
    unscored,
    link: sampleAddress.write(samples, explorerAddress.write(view))
  };
}

/** A value of a dimension as people read it. */
const shownValue = (dimension: string, value: string): string => (dimension === "model" ? shownModel(value) : value);

function Table(groups: readonly Group[], choice: Asked, name: string): HTMLElement {
  const {view} = choice;
  const {isShare} = measureOf(choice);
  const format = (value: number | null) => number(value, isShare);
  const open = (group: Group) => {
    const link = Element("a", "", InlineText(shownValue(view.rows, group.rows))) as HTMLAnchorElement;
    link.href = toMark(group, choice).link;
    return link;
  };
  return DataTable(
    groups,
    [
      {name: `${view.rows} (opens its samples)`, value: open},
      ...(view.columns === "no"
        ? []
        : [{name: view.columns, value: (group: Group) => shownValue(view.columns, group.columns ?? "")}]),
      ...(view.facet === "no"
        ? []
        : [{name: view.facet, value: (group: Group) => shownValue(view.facet, group.facet ?? "")}]),
      {name: isShare ? "rate" : "mean", value: ({value}: Group) => format(value), right: true},
      {
        name: "95% interval",
        value: ({low, high}: Group) => (low === null ? "\u2013" : `${format(low)}\u2013${format(high)}`),
        right: true
      },
      {name: "n", value: ({n}: Group) => count(n), right: true},
      {name: "unscored", value: ({unscored}: Group) => count(unscored), right: true},
      {name: "prompts", value: ({prompts}: Group) => count(prompts), right: true}
    ],
    {name: `${name}-groups`, maxRows: 15}
  );
}
