import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {projectFolder} from "../util/paths.js";

/** What a bench measured last, as JSON: data/bench/<name>.json; `null` before it ran. */
export function benchJson(name: "search" | "mixture" | "real"): string {
  const file = join(projectFolder, "data", "bench", `${name}.json`);
  return existsSync(file) ? readFileSync(file, "utf8") : "null";
}
