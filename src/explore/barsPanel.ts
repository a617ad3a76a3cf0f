import type {SummaryDimension, SummaryGroup} from "../shared/explore/summary.js";
import {count} from "../ui/format.js";
import {ModelName} from "../ui/modelName.js";
import {Element, InlineText} from "../ui/text.js";
import {clicked, mostOf, PanelFrame, showGroup, type Choose, type Panel, type PanelView} from "./panel.js";
import type {RowWords} from "./rowWords.js";

/** A line for each group. */
export function BarsPanel(dimension: SummaryDimension, choose: Choose, words: RowWords): Panel {
  const lines = Lines(choose, words, dimension.name === "model" ? ModelName : InlineText);
  const frame = PanelFrame(dimension, lines.element, choose);
  return {
    element: frame.element,
    show(view) {
      frame.show(view);
      lines.show(view, "Nothing.");
    }
  };
}

/** Groups as lines to press: name, bar, count, and a share. */
export function Lines(choose: Choose, words: RowWords, Name: (name: string) => HTMLElement = InlineText) {
  let chosen: ReadonlySet<number> = new Set();
  const buttons = new Map<number, HTMLButtonElement>();
  const lines = Element("div", "explore-lines");
  const element = Element("div", "", Heads(words), lines);
  const buttonOf = (group: SummaryGroup): HTMLButtonElement => {
    const known = buttons.get(group.place);
    if (known !== undefined) return known;
    const button = Element("button", "explore-line", Line(Name(group.name))) as HTMLButtonElement;
    button.type = "button";
    button.dataset.place = String(group.place);
    button.addEventListener("click", (event) => choose(clicked(chosen, group.place, event.shiftKey)));
    buttons.set(group.place, button);
    return button;
  };
  return {
    element,
    show({groups, chosen: places, condition, all}: PanelView, empty: string): void {
      chosen = places;
      const focused = document.activeElement;
      const most = mostOf(groups);
      const shown = groups.map((group) => {
        const button = buttonOf(group);
        showGroup(button, group, {chosen, most, all, words});
        const [n, rate] = button.querySelectorAll("span.explore-number");
        n!.textContent = count(group.n);
        rate!.textContent = words.secondOf(group, all(group.place));
        return button;
      });
      element.classList.toggle("has-choice", condition !== "");
      const isSame = shown.length === lines.childElementCount && shown.every((each, i) => each === lines.children[i]);
      if (!isSame) lines.replaceChildren(...(shown.length > 0 ? shown : [Element("p", "muted", empty)]));
      if (focused instanceof HTMLButtonElement && shown.includes(focused)) focused.focus({preventScroll: true});
    }
  };
}

/** What the numbers of the lines are. */
function Heads({noun, second}: RowWords): HTMLElement {
  const [name, track] = [Element("span", ""), Element("span", "")];
  const [n, flags] = [
    Element("span", "explore-number", `${noun.split(" ").at(-1)!}s`),
    Element("span", "explore-number", second)
  ];
  const heads = Element("div", "explore-line explore-line-head", name, track, n, flags);
  heads.setAttribute("aria-hidden", "true"); // each line says it
  return heads;
}

function Line(name: HTMLElement): DocumentFragment {
  const line = document.createDocumentFragment();
  const label = Element("span", "explore-name", name);
  line.append(
    label,
    Element("span", "explore-track"),
    Element("span", "explore-number"),
    Element("span", "explore-number muted")
  );
  return line;
}
