import {Button, SearchField} from "../../ui/controls.js";
import {count, plural} from "../../ui/format.js";
import {onceAFrame} from "../../ui/pause.js";
import {Element, InlineText} from "../../ui/text.js";
import {visible} from "../../ui/visible.js";
import type {Explored, LinkedView} from "../explorer.js";
import {clicked} from "../panel.js";
import {drawMap, labelFont} from "./mapCanvas.js";
import {labelOf, placeLabels} from "./mapLabels.js";
import {mapPointer} from "./mapPointer.js";
import {moveBy, placePoints, pointAt, pointsIn, wholeMap, zoomAbout, type MapPoint, type Placed} from "./mapScene.js";

const mostChosen = 300; // clusters that a WHERE, and an address, has room for
const pixelsALabel = 14_000; // of the map

export interface ClusterMapOptions {
  colours: ReadonlyMap<string, string>; // of chunks, as they are named in the legend
  note: string; // how the map was laid out
}

export interface ClusterMapView extends LinkedView {
  /** Rings the clusters of the pair that is read. */
  mark(places: ReadonlySet<number>): void;
}

/**
 * The clusters of an index on a map: near means similar. Sizes follow the selection; a press chooses a cluster, a drag
 * moves the map, with Shift it chooses what is inside; words find clusters.
 */
export function ClusterMapView(
  points: readonly MapPoint[],
  {model, choose}: Explored,
  {colours, note}: ClusterMapOptions
): ClusterMapView {
  let zoom = wholeMap;
  let size = {width: 640, height: 420};
  let placed: Placed[] = [];
  let brush: Parameters<typeof pointsIn>[1] | null = null;
  let open: ReadonlySet<number> = new Set();
  let found: ReadonlySet<number> = new Set();
  const canvas = document.createElement("canvas");
  const tip = Element("div", "map-tip");
  tip.hidden = true;
  const box = Element("div", "map-box", canvas, tip);
  const pick = choose("clusters");

  const draw = (): void => {
    const {chosen} = model.view("clusters");
    const {n} = model.countsOf("clusters");
    placed = placePoints(points, {size, zoom, countOf: n});
    const isMarked = ({point: {place}}: Placed): boolean => chosen.has(place) || found.has(place) || open.has(place);
    const context = canvas.getContext("2d")!;
    context.font = labelFont;
    const first = [...placed.filter(isMarked), ...placed.filter((each) => !isMarked(each) && each.n > 0)];
    const labels = placeLabels(first, {
      size,
      most: Math.max(4, Math.round((size.width * size.height) / pixelsALabel)),
      widthOf: (text) => context.measureText(visible(text)).width
    });
    drawMap(
      canvas,
      size,
      {placed, labels: labels.map((each) => ({...each, text: visible(each.text)})), brush},
      {
        colourOf: (chunk) => colours.get(chunk) ?? "#888",
        isChosen: (place) => chosen.has(place),
        isFound: (place) => found.has(place),
        isOpen: (place) => open.has(place),
        dims: chosen.size + found.size > 0
      }
    );
    const seen = placed.filter((each) => each.n > 0);
    const largest = seen.slice(0, 3).map(({point}) => labelOf(point.summary));
    const name = `Map of ${plural(points.length, "cluster")}, ${count(seen.length)} of them in the selection.`;
    canvas.setAttribute("aria-label", visible(`${name} Largest: ${largest.join("; ")}. The list below has them all.`));
    canvas.dataset.labels = String(labels.length);
  };
  const drawSoon = onceAFrame(draw);
  const see = (next: typeof zoom): void => {
    zoom = next;
    drawSoon();
  };
  const zoomBy = (by: number, at = {x: size.width / 2, y: size.height / 2}): void => see(zoomAbout(zoom, by, at, size));

  mapPointer(canvas, {
    moved: (x, y) => see(moveBy(zoom, x, y, size)),
    zoomed: zoomBy,
    hovered: (at) => showTip(tip, at === null ? null : pointAt(placed, at.x, at.y), size.width),
    brushed: (rectangle, isDone) => {
      brush = isDone ? null : rectangle;
      if (isDone)
        pick(
          pointsIn(placed, rectangle)
            .slice(0, mostChosen)
            .map(({point}) => point.place)
        );
      drawSoon();
    },
    pressed: (at, isAdded) => {
      const hit = pointAt(placed, at.x, at.y);
      if (hit !== null) pick(clicked(model.view("clusters").chosen, hit.point.place, isAdded));
    }
  });

  const status = Element("span", "muted");
  status.setAttribute("role", "status");
  const chooseFound = Button("Choose them", () => pick([...found].slice(0, mostChosen)));
  const showFound = (text: string): void => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({summary}: MapPoint): boolean => words.every((word) => summary.toLowerCase().includes(word));
    found = new Set(words.length === 0 ? [] : points.filter(fits).map(({place}) => place));
    status.textContent = words.length === 0 ? "" : `${plural(found.size, "cluster")} with these words`;
    chooseFound.hidden = found.size === 0;
    if (found.size > mostChosen) chooseFound.textContent = `Choose ${mostChosen} of them`;
    else chooseFound.textContent = "Choose them";
    drawSoon();
  };
  const search = SearchField("find-on-map", "words of a cluster", showFound);
  search.setAttribute("aria-label", "Find clusters on the map");
  chooseFound.hidden = true;
  const whole = Button("Whole map", () => see(wholeMap));
  const zooms = [Button("+", () => zoomBy(1.6)), Button("\u2212", () => zoomBy(1 / 1.6))] as const;
  ["Zoom in", "Zoom out"].forEach((name, i) => zooms[i]!.setAttribute("aria-label", name));
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width === 0 || width === size.width) return;
    size = {width, height: Math.round(Math.max(300, Math.min(560, width * 0.5)))};
    canvas.style.height = `${size.height}px`;
    see(wholeMap);
  }).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawSoon);

  const heading = Element("h2", "", "Map of the clusters");
  const help =
    "Drag to move, Ctrl with the wheel or + and \u2212 to zoom, click to choose, Shift and drag to choose several.";
  return {
    element: Element(
      "section",
      "explore-map",
      heading,
      Element("div", "toolbar", search, status, chooseFound, ...zooms, whole),
      box,
      Legend(colours),
      Element(
        "p",
        "muted explore-note",
        `Sizes are training pairs of the selection, colours the chunk that most come from. ${help} ${note}`
      )
    ),
    show: drawSoon, // after the panels
    mark(places) {
      open = places;
      drawSoon();
    }
  };
}

function showTip(tip: HTMLElement, hit: Placed | null, width: number): void {
  tip.hidden = hit === null;
  if (hit === null) return;
  const {point, x, y, n} = hit;
  tip.replaceChildren(
    InlineText(point.summary),
    Element("div", "muted", `${plural(n, "pair")} \u00b7 ${visible(point.chunk)}`)
  );
  tip.style.left = `${Math.max(0, Math.min(x + 12, width - 270))}px`;
  tip.style.top = `${y + 14}px`;
}

const Legend = (colours: ReadonlyMap<string, string>): HTMLElement =>
  Element(
    "div",
    "map-legend",
    ...Array.from(colours, ([chunk, colour]) => {
      const swatch = Element("span", "map-swatch");
      swatch.style.background = colour;
      return Element("span", "", swatch, InlineText(chunk));
    })
  );
