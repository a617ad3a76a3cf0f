import type {Placed, Size} from "./mapScene.js";

/** A label of the map: its text, and the left end of its base line. */
export interface MapLabel {
  text: string;
  x: number;
  y: number;
  box: Box;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const lineHeight = 14; // px
const longest = 38; // characters
const gap = 3; // px
const mostTried = 160; // points that are weighed for a label

/**
 * Labels of points, the most important first, each where no other label is: beside its point, or left of, above or below
 * it. A label covers no point that is larger than its own. A point without room has none.
 */
export function placeLabels(
  placed: readonly Placed[],
  {size, most, widthOf}: {size: Size; most: number; widthOf: (text: string) => number}
): MapLabel[] {
  const labels: MapLabel[] = [];
  const seen = placed.filter(({x, y}) => x >= 0 && x <= size.width && y >= 0 && y <= size.height);
  const largestFirst = seen.toSorted((a, b) => b.radius - a.radius);
  for (const each of seen.slice(0, mostTried)) {
    if (labels.length >= most) break;
    const text = labelOf(each.point.summary);
    const box = placesFor(each, widthOf(text)).find(
      (place) =>
        isInside(place, size) &&
        labels.every((label) => !overlap(label.box, place)) &&
        !coversLarger(place, each.radius, largestFirst)
    );
    if (box !== undefined) labels.push({text, x: box.left, y: box.bottom - gap, box});
  }
  return labels;
}

/** A summary without the words that open every one, cut at the end of a word. */
export function labelOf(summary: string): string {
  const text = summary.replace(/^The (user's )?(query|prompt|question|request)\s+/i, "").replace(/\.$/, "");
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const end = cut.lastIndexOf(" ");
  return `${(end > longest / 2 ? cut.slice(0, end) : cut).trimEnd()}\u2026`;
}

function placesFor({x, y, radius}: Placed, width: number): Box[] {
  const box = (left: number, top: number): Box => ({left, right: left + width, top, bottom: top + lineHeight});
  const out = radius + gap;
  return [
    box(x + out, y - lineHeight / 2),
    box(x - out - width, y - lineHeight / 2),
    box(x - width / 2, y - out - lineHeight),
    box(x - width / 2, y + out)
  ];
}

const isInside = ({left, right, top, bottom}: Box, {width, height}: Size): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom && b.top < a.bottom;

function coversLarger(box: Box, radius: number, largestFirst: readonly Placed[]): boolean {
  for (const other of largestFirst) {
    if (other.radius <= radius) return false;
    if (covers(box, other)) return true;
  }
  return false;
}

const covers = ({left, right, top, bottom}: Box, {x, y, radius}: Placed): boolean =>
  x + radius > left && x - radius < right && y + radius > top && y - radius < bottom;
