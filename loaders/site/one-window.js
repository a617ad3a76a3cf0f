// Loaded before Framework: it makes a browser window for each piece of HTML that it reads, a sixth of a build. One window
// serves them all here; each piece still has a document of its own.
import {createRequire} from "node:module";

const framework = createRequire(import.meta.url).resolve("@observablehq/framework/package.json");
const jsdom = createRequire(framework)("jsdom");
const {JSDOM} = jsdom;

/** @type {{DOMParser: new () => {parseFromString(html: string, type: string): unknown}} | undefined} */
let shared;

/**
 * @param {string} html
 * @param {object} options
 * @returns {{window: {document: unknown}}}
 */
jsdom.JSDOM = function (html, options) {
  shared ??= new JSDOM("", options).window;
  return {window: {document: new shared.DOMParser().parseFromString(html, "text/html")}};
};
