import {Element} from "../ui/text.js";
import type {DiffStyle} from "./sideBySide.js";

/** Two boxes to tick: mark the words that differ, and show only these. */
export function DiffControls(change: (style: DiffStyle) => void): {element: HTMLElement; style: () => DiffStyle} {
  const box = (name: string, checked: boolean): HTMLInputElement => {
    const input = Object.assign(document.createElement("input"), {type: "checkbox", name, checked});
    input.addEventListener("change", () => change(style()));
    return input;
  };
  const [marks, only] = [box("diff-marks", true), box("diff-only", false)];
  const style = (): DiffStyle => ({marks: marks.checked, onlyDifferences: only.checked});
  const element = Element(
    "div",
    "toolbar",
    Element("label", "", marks, " mark the words that differ"),
    Element("label", "", only, " only where they differ")
  );
  return {element, style};
}
