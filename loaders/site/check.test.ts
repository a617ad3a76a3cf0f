import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {UserError} from "../util/user-error.js";
import {checkSite} from "./check.js";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, {recursive: true})));

/** A built site of these files. */
function siteOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-check-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const page = (script: string): string =>
  `<!DOCTYPE html><head><link rel="stylesheet" href="../style.css"><script type="module">\n${script}\n</script></head>`;
const registered = (path: string): string =>
  `registerFile("../data/lab/rates.arrow", ${JSON.stringify({name: "../data/lab/rates.arrow", path, size: 2})});`;

/** What is wrong with a site, one line each. */
function problemsOf(files: Record<string, string>): string[] {
  try {
    checkSite(siteOf({"style.css": "", ...files}));
    return [];
  } catch (error) {
    const {message, place, more} = error as UserError;
    expect(error).toBeInstanceOf(UserError);
    return [`${place.file}: ${message}`, ...more.map((each) => `${each.place.file}: ${each.message}`)];
  }
}

describe("checkSite(folder)", () => {
  it("names a data file that a second build replaced while the page was made: rows could not be read by range", () => {
    const script = registered("../_file/rates.1.arrow").replace(',"size":2', "");
    const [problem, ...others] = problemsOf({"studies/lab.html": page(script), "_file/rates.1.arrow": "x"});
    expect(problem).toMatch(/^studies\/lab\.html: the size of a data file is not known: .*a second build/);
    expect(others).toEqual([]);
  });

  it("is content where everything is there", () => {
    const script = `import "../_import/a.js";\n${registered("../_file/rates.1.arrow")}`;
    const files = {"_import/a.js": "export {};", "_file/rates.1.arrow": "x"};
    expect(problemsOf({"studies/lab.html": page(script), ...files})).toEqual([]);
  });

  it("names the data file that a page would not find", () => {
    expect(problemsOf({"studies/lab.html": page(registered("../_file/rates.1.arrow"))})).toEqual([
      "studies/lab.html: loads what is not there: ../_file/rates.1.arrow"
    ]);
  });

  it("names a missing import, one that is not resolved, and an address off the host", () => {
    const script = `import "../_import/a.js"; import "lodash"; import "https://cdn.example/b.js";`;
    expect(problemsOf({"studies/lab.html": page(script)})).toEqual([
      "studies/lab.html: loads what is not there: ../_import/a.js",
      "studies/lab.html: import is not resolved: lodash",
      "studies/lab.html: would load from another host: https://cdn.example/b.js"
    ]);
  });

  it("names a broken code block", () => {
    const html =
      '<!DOCTYPE html><body><pre class="observablehq--block observablehq--error">SyntaxError: no</pre></body>';
    expect(problemsOf({"index.html": html})).toEqual(["index.html: a code block is broken: SyntaxError: no"]);
  });
});
