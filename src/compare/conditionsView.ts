import {DataTable} from "../ui/dataTable.js";
import {Element, InlineText} from "../ui/text.js";
import {confounders, type Condition} from "./conditions.js";
import type {Overlap, Sides} from "./sides.js";

export interface ConditionsOptions {
  lead?: string; // said first
  overlap: Overlap;
}

/** What a reader must know before the numbers: what else differs, and answers that count on both sides. */
export function Conditions(
  conditions: readonly Condition[],
  sides: Sides,
  {lead, overlap}: ConditionsOptions
): HTMLElement {
  const others = confounders(conditions, sides);
  const chosen = conditions.filter((each) => each.differs && !others.includes(each));
  const note = Element(
    "div",
    `note${others.length === 0 ? "" : " note-differs"}`,
    ...(lead === undefined ? [] : [Element("p", "", lead)]),
    ...Lines("What you chose to compare:", chosen),
    ...Lines("Before the numbers: this differs too, and may be why A and B do.", others),
    ...(others.length === 0 ? [Element("p", "", "Nothing else is known to differ between A and B.")] : []),
    ...Overlapping(overlap)
  );
  const table = DataTable(
    [...conditions].sort((a, b) => Number(b.differs) - Number(a.differs)),
    [
      {name: "what", value: ({name}) => name},
      {name: "A", value: ({a}) => InlineText(a)},
      {name: "B", value: ({b}) => InlineText(b)},
      {name: "", value: ({differs}) => (differs ? Element("strong", "", "differs") : "same")}
    ],
    {name: "conditions", maxRows: 100}
  );
  const details = Element("details", "", Element("summary", "", "Everything that the numbers depend on"), table);
  return Element("section", "compare-conditions", note, details);
}

function Lines(title: string, conditions: readonly Condition[]): HTMLElement[] {
  if (conditions.length === 0) return [];
  const lines = conditions.map(({name, a, b}) =>
    Element("li", "", Element("strong", "", InlineText(name)), ": A ", InlineText(a), "; B ", InlineText(b))
  );
  return [Element("p", "", title), Element("ul", "", ...lines)];
}

const overlaps: Record<Overlap, string | null> = {
  none: null,
  same: "A and B are the same. Choose another study, model, run or scores for one of them.",
  "a-in-b":
    "A is a part of B: its answers count on both sides, so the differences are smaller than those to the rest of B.",
  "b-in-a":
    "B is a part of A: its answers count on both sides, so the differences are smaller than those to the rest of A.",
  partly: "A and B share answers, so the differences are smaller than those between what only one of them has."
};

const Overlapping = (overlap: Overlap): HTMLElement[] => {
  const words = overlaps[overlap];
  return words === null ? [] : [Element("p", "", words)];
};
