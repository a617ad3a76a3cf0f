/** A cluster on the map; x and y from -1 to 1. */
export interface MapPoint {
  place: number; // among the clusters of the coded table
  id: string;
  summary: string;
  chunk: string; // that gives it its colour
  x: number;
  y: number;
}

/** A point as it is drawn, in pixels. */
export interface Placed {
  point: MapPoint;
  x: number;
  y: number;
  radius: number;
  n: number; // pairs in the selection
}

/** The part of the map that is seen: magnified, then moved by pixels. */
export interface Zoom {
  scale: number; // from 1
  dx: number;
  dy: number;
}

export interface Size {
  width: number;
  height: number;
}

export const wholeMap: Zoom = {scale: 1, dx: 0, dy: 0};

const margin = 24; // px
const [smallest, largest] = [1.5, 17]; // px
const mostScale = 60;

/** Where the points are, the largest first. A point without a pair in the selection is a speck. */
export function placePoints(
  points: readonly MapPoint[],
  {size, zoom, countOf}: {size: Size; zoom: Zoom; countOf: (place: number) => number}
): Placed[] {
  const most = Math.max(1, ...points.map(({place}) => countOf(place)));
  const room = Math.max(5, Math.min(largest, size.width / 28, 320 / Math.sqrt(points.length))) * zoom.scale ** 0.35;
  return points
    .map((point) => {
      const n = countOf(point.place);
      return {
        ...{point, n, radius: n === 0 ? smallest : Math.max(2, room * Math.sqrt(n / most))},
        x: across(point.x, size.width) * zoom.scale + zoom.dx,
        y: across(point.y, size.height) * zoom.scale + zoom.dy
      };
    })
    .sort((a, b) => b.radius - a.radius);
}

const across = (value: number, length: number): number => margin + ((value + 1) / 2) * (length - 2 * margin);

/** Magnifies about a point of the screen, which stays where it is. The map never leaves the screen. */
export function zoomAbout({scale, dx, dy}: Zoom, by: number, {x, y}: {x: number; y: number}, size: Size): Zoom {
  const next = Math.min(mostScale, Math.max(1, scale * by));
  const ratio = next / scale;
  return kept({scale: next, dx: x - (x - dx) * ratio, dy: y - (y - dy) * ratio}, size);
}

export const moveBy = ({scale, dx, dy}: Zoom, x: number, y: number, size: Size): Zoom =>
  kept({scale, dx: dx + x, dy: dy + y}, size);

const kept = ({scale, dx, dy}: Zoom, {width, height}: Size): Zoom => ({
  scale,
  dx: Math.min(0, Math.max(width * (1 - scale), dx)),
  dy: Math.min(0, Math.max(height * (1 - scale), dy))
});

const near = 6; // px around a point that is meant

/** The point that a press at a place of the screen means; the smallest of several. */
export function pointAt(placed: readonly Placed[], x: number, y: number): Placed | null {
  const hit = placed.filter((each) => Math.hypot(each.x - x, each.y - y) <= each.radius + 1);
  const close = placed.filter((each) => Math.hypot(each.x - x, each.y - y) <= each.radius + near);
  return hit.at(-1) ?? close.at(-1) ?? null;
}

/** The points inside a rectangle of the screen. */
export const pointsIn = (
  placed: readonly Placed[],
  [from, to]: readonly [{x: number; y: number}, {x: number; y: number}]
): Placed[] =>
  placed.filter(
    ({x, y}) =>
      x >= Math.min(from.x, to.x) &&
      x <= Math.max(from.x, to.x) &&
      y >= Math.min(from.y, to.y) &&
      y <= Math.max(from.y, to.y)
  );
