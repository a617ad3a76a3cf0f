import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";
import {tokensMeasure} from "./measures/tokens.js";
import {registerMeasure} from "./measures/registry.js";
import {probesDocument} from "./probes-doc.js";

const page = readFileSync(join(projectFolder, "docs", "probes.md"), "utf8");

it("docs/probes.md has the tables that the registries make (npm run docs writes them)", () =>
  expect(page).toBe(probesDocument(page)));

it("has a row for each registered kind", () => {
  const remove = registerMeasure({...tokensMeasure, kind: "words", form: "`words`", doc: "mean number | of words"});
  expect(probesDocument(page)).toContain("\n| `words` | mean number \\| of words |\n");
  remove();
});

it("says which section is not there", () =>
  expect(() => probesDocument(page.replace("<!-- end of measures -->", ""))).toThrow(/its section measures/));
