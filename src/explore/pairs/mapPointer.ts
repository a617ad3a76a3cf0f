export interface ScreenPoint {
  x: number;
  y: number;
}

/** What a reader does to a map. */
export interface MapActs {
  moved(dx: number, dy: number): void;
  zoomed(by: number, at?: ScreenPoint): void;
  hovered(at: ScreenPoint | null): void;
  brushed(rectangle: readonly [ScreenPoint, ScreenPoint], isDone: boolean): void;
  pressed(at: ScreenPoint, isAdded: boolean): void;
}

const slack = 4; // px that a press may move
const keyStep = 60; // px

/** Turns pointer, wheel and keys on a map into moves, zooms, presses and, with Shift, rectangles. */
export function mapPointer(canvas: HTMLCanvasElement, acts: MapActs): void {
  let start: ScreenPoint | null = null;
  let last: ScreenPoint = {x: 0, y: 0};
  let isBrush = false;
  let hasMoved = false;
  const at = ({clientX, clientY}: MouseEvent): ScreenPoint => {
    const {left, top} = canvas.getBoundingClientRect();
    return {x: clientX - left, y: clientY - top};
  };
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = last = at(event);
    [isBrush, hasMoved] = [event.shiftKey, false];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = at(event);
    if (start === null) return acts.hovered(now);
    hasMoved ||= Math.hypot(now.x - start.x, now.y - start.y) > slack;
    if (!hasMoved) return;
    acts.hovered(null);
    if (isBrush) acts.brushed([start, now], false);
    else acts.moved(now.x - last.x, now.y - last.y);
    last = now;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [from, now] = [start, at(event)];
    start = null;
    if (!hasMoved) acts.pressed(now, event.shiftKey);
    else if (isBrush) acts.brushed([from, now], true);
  });
  canvas.addEventListener("pointercancel", () => (start = null));
  canvas.addEventListener("pointerleave", () => acts.hovered(null));
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      acts.zoomed(Math.exp(-event.deltaY / 200), at(event));
    },
    {passive: false}
  );
  canvas.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (move !== undefined) acts.moved(...move);
    else if (event.key === "+" || event.key === "=") acts.zoomed(1.6);
    else if (event.key === "-") acts.zoomed(1 / 1.6);
    else return;
    event.preventDefault();
  });
}

const moves: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [keyStep, 0],
  ArrowRight: [-keyStep, 0],
  ArrowUp: [0, keyStep],
  ArrowDown: [0, -keyStep]
};
