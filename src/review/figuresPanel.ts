import type {Row} from "../shared/schema.js";
import {allocation, type ReviewQueue} from "../shared/reviewQueue.js";
import type {Proportion} from "../shared/statistics.js";
import {labelsNeeded} from "../shared/statistics/strata.js";
import {Button, Select} from "../ui/controls.js";
import {DataTable} from "../ui/dataTable.js";
import {count, plural, shareWithRange} from "../ui/format.js";
import {ModelName} from "../ui/modelName.js";
import {Element, InlineText} from "../ui/text.js";
import {correctedRates} from "./correctedRates.js";
import type {ReviewFigures} from "./figures.js";
import type {ReviewSource} from "./population.js";

export interface PanelOptions {
  queue: ReviewQueue;
  rubric: string;
  source: ReviewSource;
  rates: readonly Row<"rates">[];
  figures: ReviewFigures;
  goal: number; // half the width of the interval that is wanted, 0-1
  onGoal: (goal: number) => void;
  onSize: (size: number) => void; // a longer queue is wanted
}

const goals = [0.05, 0.1, 0.15, 0.2];
const farthest = 5000; // labels that are looked ahead
const alphaWithRange = ({rate, low, high}: Proportion): string => {
  if (rate === null) return "\u2013";
  const digits = (value: number): string => value.toFixed(2).replace("-", "\u2212");
  return low === null ? digits(rate) : `${digits(rate)} (${digits(low)} to ${digits(high!)})`;
};

/** What the marks of a queue say so far: of the judge, of the people, of the study's rates, and what is still needed. */
export function FiguresPanel(options: PanelOptions): HTMLElement {
  const {figures} = options;
  return Element("div", "review-figures", Judge(figures), People(figures), Needed(options), Rates(options));
}

function Judge({quality, judgeAlpha, strata}: ReviewFigures): HTMLElement {
  const side = (flagged: boolean): string =>
    count(strata.filter((each) => each.flagged === flagged).reduce((sum, {n}) => sum + n, 0));
  const rows = [
    {
      name: "precision",
      says: "share of flags that are violations",
      value: shareWithRange(quality.precision),
      n: side(true)
    },
    {
      name: "recall",
      says: "share of violations that are flagged",
      value: shareWithRange(quality.recall),
      n: count(quality.n)
    },
    {
      name: "specificity",
      says: "share of the rest that is not flagged",
      value: shareWithRange(quality.specificity),
      n: count(quality.n)
    },
    {name: "alpha", says: "agreement: 1 full, 0 chance", value: alphaWithRange(judgeAlpha), n: count(quality.n)}
  ];
  return DataTable(
    rows,
    [
      {name: "the judge", value: ({name, says}) => Element("span", "", Element("strong", "", name), ` ${says}`)},
      {name: "estimate (95%)", value: ({value}) => value, right: true},
      {name: "labels", value: ({n}) => n, right: true}
    ],
    {name: "review-judge"}
  );
}

function People({people, peopleAlpha, items, unsure}: ReviewFigures): HTMLElement {
  const each = people.flatMap(({name, marked, unsure: open}, i) => [
    i === 0 ? "" : "; ",
    InlineText(name),
    ` marked ${count(marked)}${open > 0 ? `, ${count(open)} of them unsure` : ""}`
  ]);
  const together =
    people.length < 2
      ? " A second person opens the same address, under another name."
      : ` Alpha between people: ${alphaWithRange(peopleAlpha)}, on ${plural(peopleAlpha.items, "item")}.`;
  if (people.length === 0) return Element("p", "muted", "Nobody has marked anything in this queue yet.");
  const open = unsure > 0 ? ` ${count(unsure)} of ${plural(items, "item")} unsure or split: in no rate.` : "";
  return Element("p", "", ...each, ".", open, together);
}

function Needed({queue, figures, goal, onGoal, onSize}: PanelOptions): HTMLElement {
  const sizes = queue.strata.map(({ids, flagged}) => ({size: ids.length, flagged}));
  const total = sizes.reduce((sum, {size}) => sum + size, 0);
  const order = allocation(sizes, Math.min(total, farthest));
  const needed = (["precision", "recall"] as const).map((of) => ({
    of,
    labels: labelsNeeded(figures.strata, {goal, of, order})
  }));
  const words = needed.map(({of, labels}) =>
    labels === null
      ? `${of}: more than ${count(order.length)} in all`
      : labels === 0
        ? `${of}: narrow enough`
        : `${of}: ${count(labels)} more`
  );
  const choice = Select(
    "goal",
    goals.map((value) => [String(value), `\u00b1${Math.round(value * 100)} points`] as const),
    {
      onChange: (value) => onGoal(Number(value))
    }
  );
  choice.value = String(goal);
  const wanted = Math.max(0, ...needed.map(({labels}) => labels ?? 0)) + figures.quality.n + figures.unsure;
  const longer = Math.min(total, Math.ceil(wanted / 20) * 20);
  const extend = Button(`Make the queue ${count(longer)} long`, () => onSize(longer));
  return Element(
    "p",
    "",
    Element("label", "", "Labels still needed for an interval of ", choice),
    ` ${words.join("; ")}. `,
    ...(longer > queue.items.length && figures.quality.n > 0 ? [extend] : [])
  );
}

function Rates({rates, rubric, source, figures}: PanelOptions): HTMLElement {
  const {quality, strata} = figures;
  const size = strata.reduce((sum, {size}) => sum + size, 0);
  const flagged = strata.filter((each) => each.flagged).reduce((sum, {size}) => sum + size, 0);
  const all = {
    of: `all ${count(size)} scored ${source}`,
    model: "",
    raw: {rate: size === 0 ? null : flagged / size, low: null, high: null, n: size},
    corrected: quality.rate
  };
  const others = correctedRates(rates, rubric, source, quality);
  const isBlind = others.some(({raw, corrected}) => raw.rate !== null && corrected.rate === null);
  const why = "A rate is corrected once both sides have labels and the judge does better than chance.";
  const table = DataTable(
    [all, ...others],
    [
      {
        name: "rate of",
        value: ({of, model}) => Element("span", "", InlineText(of), model === "" ? "" : ", ", ModelName(model))
      },
      {
        name: "as judged",
        value: ({raw}) => (raw.low === null ? shareOnly(raw.rate) : shareWithRange(raw)),
        right: true
      },
      {name: "corrected (95%)", value: ({corrected}) => shareWithRange(corrected), right: true}
    ],
    {name: "review-rates"}
  );
  return Element("div", "", table, ...(isBlind ? [Element("p", "muted", why)] : []));
}

const shareOnly = (rate: number | null): string =>
  rate === null ? "\u2013" : `${(100 * rate).toFixed(rate < 0.1 ? 1 : 0)}%`;
