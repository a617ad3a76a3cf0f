import type {Verdict} from "../shared/ablation.js";
import {Element} from "../ui/text.js";

/** What the verdicts mean; docs/ablation.md has the bounds. */
export const verdictMeaning: Record<Verdict, string> = {
  causes: "without these pairs the failure is gone; without as many others it is not",
  contributes:
    "without these pairs it fails less than without as many others, but it still fails, or the others matter too",
  "does not explain": "without these pairs it fails about as much as without as many others",
  mends: "with these pairs the failure is gone; with as many others it is not",
  "mends in part": "with these pairs it fails less than with as many others, but it still fails",
  "does not mend": "with these pairs it fails about as much as with as many others",
  "not decided": "the measurement can't tell it from its random control, or there is none"
};

/** A verdict as a label; what it means is on hover. */
export function VerdictLabel(verdict: string): HTMLElement {
  const label = Element("span", `label verdict verdict-${verdict.replaceAll(" ", "-")}`, verdict);
  label.title = Object.hasOwn(verdictMeaning, verdict) ? verdictMeaning[verdict as Verdict] : "";
  return label;
}
