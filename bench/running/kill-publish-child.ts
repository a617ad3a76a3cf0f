import {mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {publishSite} from "../../loaders/site/publish.js";

/** Publishes one site after the other into a folder, each with other pages and files; killed from outside. */
const root = JSON.parse(process.argv[2]!) as string;
for (let version = Date.now(); ; version++) {
  const draft = mkdtempSync(join(root, "draft-"));
  mkdirSync(join(draft, "_file"));
  for (let i = 0; i < 60; i++) writeFileSync(join(draft, "_file", `${i}.${version}.txt`), String(version));
  for (let i = 0; i < 14; i++) writeFileSync(join(draft, `${i}.html`), `_observablehq/ ${version}`);
  publishSite(draft, join(root, "out"), {mark: "surfturf-report.json", key: "--out"});
  process.stdout.write(".");
}
