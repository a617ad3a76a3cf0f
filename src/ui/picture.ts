/** What makes a drawing look as it does on the page; the rest is in its attributes. */
const properties = [
  "color",
  "display",
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-style",
  "font-variant-numeric",
  "font-weight",
  "mix-blend-mode",
  "opacity",
  "paint-order",
  "stroke",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "visibility"
];
const inherited = new Set(properties.filter((name) => !/^(display|opacity|mix-blend-mode)$/.test(name)));
const namespace = "http://www.w3.org/2000/svg";

/**
 * Everything drawn in an element as one self-contained SVG: charts in their places, styles and colours as they are on
 * the page now, and the texts around them, such as legends.
 */
export function toSvg(box: HTMLElement): string {
  const area = box.getBoundingClientRect();
  const picture = document.createElementNS(namespace, "svg");
  const [width, height] = [Math.ceil(area.width), Math.ceil(area.height)];
  for (const [name, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`}))
    picture.setAttribute(name, String(value));
  picture.append(Background(width, height));
  for (const chart of box.querySelectorAll("svg"))
    if (chart.parentElement?.closest("svg") == null) picture.append(placed(chart, area));
  picture.append(...textsAround(box, area));
  return new XMLSerializer().serializeToString(picture);
}

/** The same as a PNG, twice as large as on the page. */
export async function toPng(box: HTMLElement, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([toSvg(box)], {type: "image/svg+xml"}));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, {width: image.width * scale, height: image.height * scale});
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)), "image/png")
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

function Background(width: number, height: number): SVGElement {
  const background = document.createElementNS(namespace, "rect");
  Object.entries({width, height}).forEach(([name, value]) => background.setAttribute(name, String(value)));
  background.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--theme-background"));
  return background;
}

function placed(chart: SVGElement, area: DOMRect): SVGElement {
  const copy = chart.cloneNode(true) as SVGElement;
  const {left, top, width, height} = chart.getBoundingClientRect();
  copy.querySelectorAll("style, [aria-label=tip]").forEach((element) => element.remove());
  chart.querySelectorAll("style, [aria-label=tip]").forEach((element) => element.setAttribute("data-left-out", ""));
  copyStyle(chart, copy, null);
  chart.querySelectorAll("[data-left-out]").forEach((element) => element.removeAttribute("data-left-out"));
  Object.entries({x: left - area.left, y: top - area.top, width, height}).forEach(([name, value]) =>
    copy.setAttribute(name, String(value))
  );
  return copy;
}

/** Writes the computed style into the copy where it differs from what it inherits, and drops links. */
function copyStyle(from: SVGElement, to: SVGElement, parent: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(from);
  for (const {name, value} of [...to.attributes])
    if (name === "class" || /(^|:)href$/.test(name) || value.includes("var(")) to.removeAttribute(name);
  const said = properties.flatMap((name) => {
    const value = style.getPropertyValue(name);
    const known = inherited.has(name) ? parent?.getPropertyValue(name) : initial[name];
    return value === known ? [] : [`${name}:${value}`];
  });
  if (said.length > 0) to.setAttribute("style", said.join(";"));
  else to.removeAttribute("style");
  const drawn = [...from.children].filter((child) => !child.hasAttribute("data-left-out"));
  drawn.forEach((child, i) => copyStyle(child as SVGElement, to.children[i] as SVGElement, style));
}

const initial: Record<string, string> = {display: "inline", opacity: "1", "mix-blend-mode": "normal"};

function textsAround(box: HTMLElement, area: DOMRect): SVGElement[] {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const texts: SVGElement[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const {parentElement: parent, textContent} = node;
    if (parent === null || parent.closest("svg, style, button, select") !== null || !textContent?.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const {left, top, height} = range.getBoundingClientRect();
    if (height === 0) continue;
    const {color, fontFamily, fontSize, fontWeight} = getComputedStyle(parent);
    const text = document.createElementNS(namespace, "text");
    text.textContent = textContent.trim();
    Object.entries({
      x: left - area.left,
      y: top - area.top + height / 2,
      "dominant-baseline": "central",
      style: `fill:${color};font-family:${fontFamily};font-size:${fontSize};font-weight:${fontWeight}`
    }).forEach(([name, value]) => text.setAttribute(name, String(value)));
    texts.push(text);
  }
  return texts;
}
