import type {Row} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {count, plural, shareWithRange} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";
import {rateOf} from "./armView.js";

type Round = Row<"arm_rounds">;

interface RoundNames {
  arm(id: number): string; // name of an arm
  rates: readonly Row<"arm_rates">[];
}

/** How an arm dropped chunk after chunk: what each round left out, which traces named it, and what was left. */
export const RoundTable = (rounds: readonly Round[], {arm, rates}: RoundNames): HTMLElement =>
  DataTable(
    [...rounds],
    [
      {name: "training data", value: (row) => InlineText(arm(row.arm))},
      {name: "chunks left out", value: ({chunks}) => InlineText([...chunks].join(", "))},
      {name: "why", value: whyOf},
      {
        name: "rate of the finding",
        value: (row) => {
          const rate = rateOf(rates, row.arm, row.finding);
          return rate === undefined ? "\u2013" : shareWithRange(rate);
        },
        by: (row) => rateOf(rates, row.arm, row.finding)?.rate ?? null,
        right: true
      },
      {name: "then", value: ({end}) => InlineText(end === null ? "" : `ended: ${end}`)}
    ],
    {name: "ablation-rounds", empty: "No rounds yet."}
  );

function whyOf({round, chunks, back, traced, named}: Round): HTMLElement {
  if (back !== null) return Element("span", "", InlineText(back), " is put back: does it matter?");
  const last = InlineText([...chunks].at(-1)!);
  if (round === 1) return Element("span", "", "the finding\u2019s trace names ", last, " first");
  return Element("span", "", `${count(named)} of ${plural(traced, "answer")} that still failed were traced to `, last);
}
