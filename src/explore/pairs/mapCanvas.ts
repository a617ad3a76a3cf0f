import type {MapLabel} from "./mapLabels.js";
import type {Placed, Size} from "./mapScene.js";

/** How points differ on the drawn map. */
export interface MapMarks {
  colourOf: (chunk: string) => string;
  isChosen: (place: number) => boolean;
  isFound: (place: number) => boolean; // by words
  isOpen: (place: number) => boolean; // a cluster of the pair that is read
  dims: boolean; // what is neither chosen nor found
}

export interface Drawn {
  placed: readonly Placed[];
  labels: readonly MapLabel[];
  brush: readonly [{x: number; y: number}, {x: number; y: number}] | null;
}

export const labelFont = "11px system-ui, sans-serif";

/** Draws the map. Colours of text and background are those of the canvas, so that they follow the page's theme. */
export function drawMap(
  canvas: HTMLCanvasElement,
  {width, height}: Size,
  {placed, labels, brush}: Drawn,
  marks: MapMarks
) {
  const context = canvas.getContext("2d")!;
  const {color, backgroundColor, borderColor} = getComputedStyle(canvas);
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  for (const each of placed) drawPoint(context, each, marks, {ring: color, speck: borderColor});
  context.font = labelFont;
  context.lineJoin = "round";
  for (const {text, x, y} of labels) {
    context.strokeStyle = backgroundColor;
    context.lineWidth = 3;
    context.strokeText(text, x, y);
    context.fillStyle = color;
    context.fillText(text, x, y);
  }
  if (brush === null) return;
  const [from, to] = brush;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.strokeRect(from.x, from.y, to.x - from.x, to.y - from.y);
}

function drawPoint(
  context: CanvasRenderingContext2D,
  {point: {place, chunk}, x, y, radius, n}: Placed,
  {colourOf, isChosen, isFound, isOpen, dims}: MapMarks,
  {ring, speck}: {ring: string; speck: string}
): void {
  const isMarked = isChosen(place) || isFound(place);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.globalAlpha = n === 0 ? 0.6 : dims && !isMarked ? 0.2 : 0.65;
  context.fillStyle = n === 0 ? speck : colourOf(chunk);
  context.fill();
  context.globalAlpha = 1;
  if (!isMarked && !isOpen(place)) return;
  context.strokeStyle = ring;
  context.lineWidth = isChosen(place) ? 2.5 : 1;
  context.setLineDash(isOpen(place) && !isChosen(place) ? [3, 2] : []);
  if (isOpen(place) || isFound(place)) context.arc(x, y, radius + 2, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}
