import type {Command} from "commander";
import {importStudy} from "../study/import.js";
import {UserError} from "../util/user-error.js";
import {print, printJson} from "./output.js";

interface ImportFlags {
  name: string;
  threshold?: string;
  overwrite?: boolean;
  json?: boolean;
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .description("read results made elsewhere as a study: a SURF sweep of the released code, or published findings")
    .argument("<path>", "a sweep or run folder, or a findings JSON file")
    .requiredOption("--name <study>", "name the study gets: letters, digits, - and _")
    .option("--threshold <score>", "a score above it is a flag; defaults to 50 for sweeps, 70 for published findings")
    .option("--overwrite", "replace an imported study of that name")
    .option("--json", "print what was read as JSON")
    .action(async (path: string, {name, threshold, overwrite, json}: ImportFlags) => {
      const result = await importStudy(path, name, {overwrite, threshold: parseThreshold(threshold)});
      if (json) return printJson(result);
      const {candidates, scored, unscored, findings} = result.counts;
      print(
        `${name}: imported ${candidates} candidates (${scored} scored, ${unscored} unscored), ${findings} findings`
      );
      for (const line of result.notes) print(`  note: ${line}`);
    });
}

function parseThreshold(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100))
    throw new UserError(`expected a score from 0 to 100, got ${text}`, {key: "--threshold"});
  return value;
}
