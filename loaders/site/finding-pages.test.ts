import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {toFinding} from "../../src/testing/finding.js";
import {writeTable} from "../store/tables.js";
import {dataFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {writeFindingPages} from "./finding-pages.js";

useTempData();

it("copies a study's page for each of its findings, whatever their ids, and removes the original", async () => {
  const site = join(dataFolder(), "site");
  for (const study of ["lab", "empty"]) {
    mkdirSync(join(site, "studies", study, "findings"), {recursive: true});
    writeFileSync(join(site, "studies", study, "findings", "_finding.html"), `page of ${study}`);
  }
  mkdirSync(join(site, "studies", "other"), {recursive: true});
  await writeTable("lab", "findings", [toFinding({id: "code-1"}), toFinding({id: "../../<b>"})]);
  await writeFindingPages(site);
  const files = readdirSync(join(site, "studies", "lab", "findings"));
  expect(files).toHaveLength(2);
  expect(files).toContain("code-1.html");
  for (const file of files) {
    expect(file).toMatch(/^[\w-]+\.html$/);
    expect(readFileSync(join(site, "studies", "lab", "findings", file), "utf8")).toBe("page of lab");
  }
  expect(readdirSync(join(site, "studies", "empty", "findings"))).toEqual([]);
  expect(existsSync(join(site, "studies", "other", "findings"))).toBe(false);
});

it("does nothing for a site without studies", async () => {
  const site = join(dataFolder(), "bare");
  mkdirSync(site);
  await writeFindingPages(site);
  expect(readdirSync(site)).toEqual([]);
});
