import {DownloadButton, TableButtons, type Rows} from "./download.js";
import {toPng, toSvg} from "./picture.js";
import {Element} from "./text.js";

export interface FigureOptions {
  name: string; // of the files a reader downloads
  rows?: Rows; // what the figure is drawn from, as CSV and Parquet
  caption?: string;
}

/** A chart with a line of downloads under it: SVG, PNG, and the rows it is drawn from. */
export function Figure(chart: Node, {name, rows = [], caption}: FigureOptions): HTMLElement {
  const content = Element("div", "figure-content", chart);
  const tools = Element(
    "div",
    "downloads",
    DownloadButton("SVG", `${name}.svg`, () => new Blob([toSvg(content)], {type: "image/svg+xml"})),
    DownloadButton("PNG", `${name}.png`, () => toPng(content)),
    ...(rows.length > 0 ? TableButtons(name, () => rows) : [])
  );
  return Element("div", "figure", content, ...(caption === undefined ? [] : [Element("p", "muted", caption)]), tools);
}
