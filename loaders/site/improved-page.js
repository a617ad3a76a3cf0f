/**
 * What Framework's pages lack for readers who can't see or point: [what it writes, what stands there instead].
 * @type {readonly (readonly [from: string | RegExp, to: string])[]}
 */
const changes = [
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

/**
 * A page that says its language, zooms, and begins with a link to its content.
 * @param {string} html
 * @returns {string}
 */
export const improved = (html) => changes.reduce((page, [from, to]) => page.replace(from, to), html);
