import {basename} from "node:path";
import {parseArgs} from "node:util";
import {readRescores} from "../study/rescore/rescores-file.js";

// Apart from the other loaders: it begins in a fraction of their time, and is run whenever a rescore goes on.

/**
 * Prints the rescores of a study. The study is not run first: what an edited rubric changes is told against the answers
 * that are there.
 */
export function printRescores(): void {
  const {study = ""} = parseArgs({options: {study: {type: "string"}}}).values;
  process.stdout.write(JSON.stringify(readRescores(basename(study))));
}
