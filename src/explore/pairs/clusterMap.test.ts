import {describe, expect, it} from "vitest";
import {createRandom} from "../../../loaders/util/random.js";
import {labelOf, placeLabels} from "./mapLabels.js";
import {moveBy, placePoints, pointAt, pointsIn, wholeMap, zoomAbout, type MapPoint} from "./mapScene.js";

const random = createRandom(3);
const points: MapPoint[] = Array.from({length: 300}, (_, place) => ({
  ...{place, id: String(place), chunk: "code", summary: `The query asks about ${"a thing ".repeat(1 + (place % 6))}.`},
  ...{x: 2 * random() - 1, y: 2 * random() - 1}
}));
const size = {width: 800, height: 500};
const countOf = (place: number): number => (place % 7) * 10;
const placed = placePoints(points, {size, zoom: wholeMap, countOf});
const widthOf = (text: string): number => 6 * text.length;

describe("labels of the map", () => {
  const labels = placeLabels(placed, {size, most: 25, widthOf});

  it("do not collide, and stay on the map", () => {
    expect(labels.length).toBeGreaterThan(5);
    for (const [i, {box}] of labels.entries()) {
      expect(box.left >= 0 && box.right <= size.width && box.top >= 0 && box.bottom <= size.height).toBe(true);
      for (const other of labels.slice(i + 1))
        expect(
          box.right <= other.box.left ||
            other.box.right <= box.left ||
            box.bottom <= other.box.top ||
            other.box.bottom <= box.top
        ).toBe(true);
    }
  });

  it("are more where there is more room", () => {
    const zoom = zoomAbout(wholeMap, 4, {x: 400, y: 250}, size);
    const closer = placePoints(points, {size, zoom, countOf});
    const share = (all: typeof placed): number =>
      placeLabels(all, {size, most: 100, widthOf}).length /
      pointsIn(all, [
        {x: 0, y: 0},
        {x: 800, y: 500}
      ]).length;
    expect(share(closer)).toBeGreaterThan(share(placed));
  });

  it("leave out what opens every summary, and end at a word", () => {
    expect(labelOf("The query asks for code.")).toBe("asks for code");
    expect(labelOf(`The query asks ${"about things ".repeat(6)}.`)).toBe("asks about things about things about\u2026");
    expect(labelOf("x".repeat(80))).toBe(`${"x".repeat(37)}\u2026`);
  });
});

describe("the map", () => {
  it("keeps the point under the pointer where it is while it zooms, and never leaves the screen", () => {
    const zoom = zoomAbout(wholeMap, 3, {x: 200, y: 100}, size);
    const [before, after] = [placed, placePoints(points, {size, zoom, countOf})];
    const of = (all: typeof placed, place: number) => all.find(({point}) => point.place === place)!;
    for (const {point, x, y} of before.slice(0, 20)) {
      expect(of(after, point.place).x).toBeCloseTo(200 + 3 * (x - 200));
      expect(of(after, point.place).y).toBeCloseTo(100 + 3 * (y - 100));
    }
    expect(moveBy(zoom, 5000, -5000, size)).toEqual({scale: 3, dx: 0, dy: 500 * (1 - 3)});
    expect(zoomAbout(zoom, 0.01, {x: 9, y: 9}, size)).toEqual({scale: 1, dx: 0, dy: 0});
  });

  it("finds the point that is pressed", () => {
    const last = placed.at(-1)!;
    expect(pointAt(placed, last.x, last.y)!.point.place).toBe(last.point.place);
    expect(pointAt([last], last.x + 40, last.y)).toBeNull();
  });
});
