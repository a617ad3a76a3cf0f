import {Element} from "../ui/text.js";

const farthest = 4; // log2 lift where the colour ends: sixteen times

/** Colour of a lift: the bluer, the more; the page's own ground from the base share down, as most chunks give nothing. */
export function liftColour(lift: number | null): string {
  const height = Math.min(farthest, Math.log2(Math.max(lift ?? 1, 1)));
  const blue = Math.round((height / farthest) * 85);
  return `color-mix(in srgb, var(--theme-foreground-focus) ${blue}%, var(--theme-background-alt))`;
}

/** What the colours of a lift mean. */
export function LiftLegend(): HTMLElement {
  const legend = Element("div", "lift-legend muted", "share over base share");
  for (const lift of [1, 2, 4, 8, 16]) {
    const swatch = Element("i", "");
    swatch.style.background = liftColour(lift);
    legend.append(Element("span", "", swatch, lift === 1 ? "1 or less" : String(lift)));
  }
  return legend;
}
