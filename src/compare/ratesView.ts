import {Dumbbells} from "../probes/dumbbells.js";
import {detectableOf, differenceOf, sideOf} from "../probes/compared.js";
import type {Resize} from "../ui/charts/chart.js";
import {DataTable} from "../ui/dataTable.js";
import {Empty, Explain} from "../ui/explain.js";
import {Figure} from "../ui/figure.js";
import {count, plural, pValue, range} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";
import type {Aligned, AlignedRate, Pairing, SideValue} from "./aligned.js";

const mostDrawn = 40;

/** What both sides measured, with the difference of each line and how it was told. */
export function Rates({rows, onlyA, onlyB}: Aligned, resize: Resize): HTMLElement {
  const section = Element("section", "compare-rates", Element("h2", "", "Rates"));
  if (rows.length === 0)
    section.append(
      Empty("A and B have measured nothing in common: no rubric of a search and no probe is on both sides.")
    );
  else
    section.append(
      Explain(
        "B minus A, with its [[95% interval]] and [[q value]] over all lines. The same prompts are compared in pairs",
        "([[paired difference]]); where A and B asked different prompts, the difference is not paired and takes more samples to see."
      ),
      ...Drawn(rows, resize),
      Table(rows)
    );
  section.append(...OnlyOn("A", onlyA), ...OnlyOn("B", onlyB));
  return section;
}

function Drawn(rows: readonly AlignedRate[], resize: Resize): HTMLElement[] {
  const rates = rows.filter(({kind, a, b}) => kind === "rate" && a.value !== null && b.value !== null);
  if (rates.length === 0) return [];
  const mark = (label: string, {value, low, high, n, unscored}: SideValue) => ({
    label,
    rate: value,
    low,
    high,
    n,
    unscored
  });
  const drawn = rates.slice(0, mostDrawn).map(({label, a, b}) => ({label, from: mark(label, a), to: mark(label, b)}));
  const chart = resize((width) => Dumbbells(drawn, {width, names: ["A", "B"]}));
  const more =
    rates.length > mostDrawn
      ? [Empty(`The first ${mostDrawn} of ${count(rates.length)} rates; the table has all.`)]
      : [];
  return [Figure(chart, {name: "compared-rates", rows: rates.map(toCells)}), ...more];
}

const toCells = ({label, a, b, pairing, difference, q}: AlignedRate) => ({
  ...{
    what: label,
    a: a.value,
    a_low: a.low,
    a_high: a.high,
    a_n: a.n,
    b: b.value,
    b_low: b.low,
    b_high: b.high,
    b_n: b.n
  },
  ...{difference: difference.difference, low: difference.low, high: difference.high},
  ...{paired: pairing, pairs: difference.pairs, p: difference.p, q}
});

function Table(rows: readonly AlignedRate[]): HTMLElement {
  return DataTable(
    rows,
    [
      {name: "what", value: ({label}) => InlineText(label)},
      {name: "A", value: (row) => Value(row, row.a), by: ({a}) => a.value},
      {name: "B", value: (row) => Value(row, row.b), by: ({b}) => b.value},
      {
        name: "B minus A",
        value: (row) => differenceInWords(row),
        right: true,
        by: ({difference}) => difference.difference
      },
      {name: "how", value: howInWords},
      {name: "q", value: ({q}) => pValue(q), right: true, term: "q value", by: ({q}) => q},
      {
        name: "detectable",
        value: ({kind, difference: {detectable}}) => detectableOf({share: kind === "rate", detectable}),
        right: true,
        term: "minimum detectable effect"
      }
    ],
    {name: "compared-rates", maxRows: 40}
  );
}

function Value({kind}: AlignedRate, side: SideValue): HTMLElement {
  const {value, low, high, n, unscored} = side;
  const isKnown = low === high; // of all answers, not of a sample
  const interval = kind === "rate" && low !== null && !isKnown ? ` (${range({low, high})})` : "";
  const lost = unscored > 0 ? `, ${count(unscored)} unscored` : "";
  return Element(
    "span",
    "nowrap",
    Element("strong", "", sideOf({share: kind === "rate"}, value)),
    interval,
    " ",
    Element("small", "muted", `n = ${count(n)}${lost}`)
  );
}

const differenceInWords = ({kind, difference}: AlignedRate): string =>
  difference.low === null
    ? differenceOf({share: kind === "rate", ...difference}).replace(/ \(.*$/, ", no interval")
    : differenceOf({share: kind === "rate", ...difference});

/** Whether a difference is paired, over what, and what was left out for it. */
export function howInWords({pairing, difference, source, a, b}: AlignedRate): string {
  const {pairs} = difference;
  const left = a.leftOut + b.leftOut;
  const words: Record<Pairing, string> = {
    prompts: `paired, ${plural(pairs, "prompt")}${left === 0 ? "" : `; ${plural(left, "prompt")} of one side left out`}`,
    "one prompt": "one prompt on both sides, its samples not paired",
    answers: `paired, ${plural(pairs, "answer")} scored twice`,
    none: "not paired"
  };
  const isSearch = source === "search" ? ": each search went where it found something" : "";
  return words[pairing] + isSearch;
}

function OnlyOn(side: string, labels: readonly string[]): HTMLElement[] {
  if (labels.length === 0) return [];
  const list = labels.map((label) => Element("li", "", InlineText(label)));
  const summary = Element("summary", "", `Measured of ${side} only: ${count(labels.length)}`);
  return [Element("details", "", summary, Element("ul", "", ...list))];
}
