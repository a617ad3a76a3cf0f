import type {Strength} from "../shared/turfTables.js";
import {Element} from "../ui/text.js";

/** What the words for a trigger's strength mean; docs/turf.md has the bounds. */
export const strengthMeaning: Record<Strength, string> = {
  strong: "at least five times as many hits as chance gives, or twice as many that make half of all candidates",
  clear: "at least twice as many hits as chance gives",
  weak: "more hits than chance gives, but less than twice as many",
  "not established": "no more hits than chance could give, or too few training pairs"
};

/** How far a trigger stands out, in words; a pair that was not traced has its own label. */
export function StrengthLabel(strength: string | null): HTMLElement {
  const word = strength ?? "not traced";
  const label = Element("span", `label strength strength-${word.replaceAll(" ", "-")}`, word);
  label.title = Object.hasOwn(strengthMeaning, word) ? strengthMeaning[word as Strength] : "no trigger was looked for";
  return label;
}
