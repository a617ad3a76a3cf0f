export interface ChartOptions {
  width?: number; // px; defaults to 640
}

/** Draws a chart again at each width of its box: Framework's `resize`. */
export type Resize = (render: (width: number) => Node) => Node;

/**
 * A chart whose links can be followed where it has tips. Plot pins a tip on a press; a pinned tip that lies over the
 * pressed mark would take the click from its link.
 */
export function ChartLinks<T extends Node>(chart: T): T {
  const keepFromPinning = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("a") !== null) event.stopPropagation();
  };
  chart.addEventListener("pointerdown", keepFromPinning, {capture: true});
  return chart;
}
