import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";
import {tablesDocument} from "./tables-doc.js";

it("docs/tables.md is what the schema says (npm run docs writes it)", () =>
  expect(readFileSync(join(projectFolder, "docs", "tables.md"), "utf8")).toBe(tablesDocument()));
