import type {Row} from "../shared/schema.js";
import {Link} from "../ui/labels.js";
import {isPageHere} from "../ui/sitePages.js";
import {Element, InlineText} from "../ui/text.js";
import {verdictRank} from "./armView.js";
import {VerdictLabel} from "./verdictLabel.js";

type Verdicts = readonly Row<"arm_verdicts">[];

/** What each arm of an ablation says, in words, and which pairs it is about. */
export function VerdictLines(verdicts: Verdicts, arms: readonly Row<"arms">[]): HTMLElement {
  const sorted = verdicts.toSorted((a, b) => verdictRank(b.verdict) - verdictRank(a.verdict) || a.arm - b.arm);
  return Element("ul", "verdicts", ...sorted.map((row) => VerdictLine(row, arms)));
}

function VerdictLine({arm, verdict, sentence}: Row<"arm_verdicts">, arms: readonly Row<"arms">[]): HTMLElement {
  const {name, selects} = arms.find(({id}) => id === arm)!;
  return Element(
    "li",
    "",
    VerdictLabel(verdict),
    " ",
    Element("strong", "", InlineText(name)),
    Element("span", "muted", ": pairs ", InlineText(selects)),
    Element("p", "", InlineText(sentence))
  );
}

/** The same on the page of a finding, with the way to the page of the ablation. */
export function CauseList(verdicts: Verdicts, arms: readonly Row<"arms">[]): HTMLElement {
  const box = Element("div", "", VerdictLines(verdicts, arms));
  if (isPageHere("ablation"))
    box.append(
      Element("p", "", Link("../ablation", "The whole ablation: rates by training data, controls, what else changed"))
    );
  return box;
}
