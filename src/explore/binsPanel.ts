import type {SummaryDimension} from "../shared/explore/summary.js";
import {Element} from "../ui/text.js";
import {clicked, mostOf, PanelFrame, showGroup, type Choose, type Panel, type PanelView} from "./panel.js";
import type {RowWords} from "./rowWords.js";

const mostLabels = 10;

/**
 * A histogram. A drag over it chooses the bins between; a click chooses one, and with Shift adds it. Behind the bars of
 * the selection are those of all rows, in their own scale.
 */
export function BinsPanel(dimension: SummaryDimension, choose: Choose, words: RowWords): Panel {
  let chosen: ReadonlySet<number> = new Set();
  const most = mostOf(dimension.groups);
  const step = Math.ceil(dimension.size / mostLabels);
  const bins = dimension.groups.map(({name, n, place}) => {
    const bin = Element("button", "explore-bin") as HTMLButtonElement;
    bin.type = "button";
    bin.dataset.place = String(place);
    bin.dataset.label = place % step === 0 ? name.split("\u2013")[0]! : "";
    bin.style.setProperty("--all", most === 0 ? "0" : (n / most).toFixed(4));
    return bin;
  });
  const content = Element("div", "explore-bins", ...bins);
  const frame = PanelFrame(dimension, content, choose);
  content.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (place !== null && event.detail === 0) choose(clicked(chosen, place, event.shiftKey)); // by the keyboard
  });
  brush(content, {
    dragged: (from, to, isDragging) => choose(between(from, to), {isDragging}),
    pressed: (place, isAdded) => choose(clicked(chosen, place, isAdded))
  });
  return {
    element: frame.element,
    show(view: PanelView) {
      chosen = view.chosen;
      frame.show(view);
      content.classList.toggle("has-choice", view.condition !== "");
      const options = {chosen, most: mostOf(view.groups), all: view.all, words};
      view.groups.forEach((group, i) => {
        showGroup(bins[i]!, group, options);
        bins[i]!.setAttribute("aria-label", bins[i]!.title);
      });
    }
  };
}

const between = (from: number, to: number): number[] =>
  Array.from({length: Math.abs(to - from) + 1}, (_, i) => Math.min(from, to) + i);

const placeOf = (target: EventTarget | null): number | null => {
  const bin = target instanceof window.Element ? target.closest<HTMLElement>("[data-place]") : null;
  return bin === null ? null : Number(bin.dataset.place);
};

interface Brushed {
  dragged(from: number, to: number, isDragging: boolean): void;
  pressed(place: number, isAdded: boolean): void;
}

/** Turns presses and drags of a pointer into bins. */
function brush(content: HTMLElement, {dragged, pressed}: Brushed): void {
  let [start, end]: [number | null, number | null] = [null, null];
  const at = ({clientX}: PointerEvent): number => {
    const {left, width} = content.getBoundingClientRect();
    const bins = content.childElementCount;
    return Math.max(0, Math.min(bins - 1, Math.floor(((clientX - left) / width) * bins)));
  };
  content.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = end = at(event);
    content.setPointerCapture(event.pointerId);
  });
  content.addEventListener("pointermove", (event) => {
    if (start === null || at(event) === end) return;
    end = at(event);
    dragged(start, end, true);
  });
  content.addEventListener("pointerup", (event) => {
    if (start === null || end === null) return;
    const [from, to] = [start, end];
    start = end = null;
    if (from === to) pressed(from, event.shiftKey);
    else dragged(from, to, false);
  });
  content.addEventListener("pointercancel", () => (start = end = null));
}
