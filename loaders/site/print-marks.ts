import {basename} from "node:path";
import {parseArgs} from "node:util";
import {marksVariable} from "./marks-variable.js";

/** Prints the marks that a site is published with: none unless a build was asked for them. */
export async function printMarks(): Promise<void> {
  const {study = ""} = parseArgs({options: {study: {type: "string"}}}).values;
  if (process.env[marksVariable] !== "1") return void process.stdout.write("[]");
  const {publishedMarksJson} = await import("./published-marks.js"); // reads study files
  process.stdout.write(publishedMarksJson(basename(study), {marks: true}));
}
