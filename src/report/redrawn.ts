import {Element} from "../ui/text.js";

/** A chart that is drawn again at each width of its box: what Framework's `resize` does on a page. */
export function redrawn(draw: (width: number) => Node): HTMLElement {
  const box = Element("div", "");
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry!.contentRect.width);
    if (width === drawn || width === 0) return;
    drawn = width;
    box.replaceChildren(draw(width));
  }).observe(box);
  return box;
}
