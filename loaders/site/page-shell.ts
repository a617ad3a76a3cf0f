import {readFileSync, writeFileSync} from "node:fs";
import {siteFiles} from "./pages.js";

/** What Framework's pages lack for readers who can't see or point: [what it writes, what stands there instead]. */
const changes: readonly (readonly [from: string | RegExp, to: string])[] = [
  ["<html>", '<html lang="en">'],
  [", maximum-scale=1", ""], // it keeps readers from zooming
  [/<body([^>]*)>/, '<body$1>\n<a class="skip-link" href="#observablehq-main">Skip to the content</a>'],
  [
    '<input id="observablehq-sidebar-toggle"',
    '<input id="observablehq-sidebar-toggle" aria-label="Toggle the sidebar"'
  ],
  [
    '<label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>',
    '<li style="display: contents"><label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label></li>'
  ],
  ['<main id="observablehq-main"', '<main tabindex="-1" id="observablehq-main"']
];

/** Makes every page of a built site say its language, zoom, and begin with a link to its content. */
export function improveShells(folder: string): void {
  for (const file of siteFiles(folder, ".html")) writeFileSync(file, improved(readFileSync(file, "utf8")));
}

export const improved = (html: string): string => changes.reduce((page, [from, to]) => page.replace(from, to), html);
