import {readFileSync, writeFileSync} from "node:fs";
import {improved} from "./improved-page.js";
import {siteFiles} from "./pages.js";

/** Makes every page of a built site say its language, zoom, and begin with a link to its content. */
export function improveShells(folder: string): void {
  for (const file of siteFiles(folder, ".html")) writeFileSync(file, improved(readFileSync(file, "utf8")));
}
