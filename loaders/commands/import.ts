import {importStudy} from "../study/import/import.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {print, printJson} from "./output.js";
import {summary} from "./summary.js";

interface ImportFlags {
  name: string;
  threshold?: string;
  rubric?: string;
  model?: string;
  overwrite?: boolean;
  json?: boolean;
}

export const importCommand = defineCommand("import", (command) =>
  command
    .description(
      "read results made elsewhere as a study: Inspect logs, a SURF sweep of the released code, or published findings"
    )
    .argument("<path>", "an .eval log or a folder of logs, a sweep or run folder, or a findings JSON file")
    .requiredOption("--name <study>", "name the study gets: letters, digits, - and _")
    .option("--threshold <score>", "a score above it is a flag; defaults to 50 for sweeps, 70 for published findings")
    .option("--rubric <name>", "name of the rubric, where the files do not say; of logs, the score to judge by")
    .option("--model <name>", "name of the target, where the files do not say")
    .option("--overwrite", "replace an imported study of that name")
    .option("--json", "print what was read as JSON")
    .action(async (path: string, {name, threshold, json, ...options}: ImportFlags) => {
      const manifest = await importStudy(path, name, {...options, threshold: parseThreshold(threshold)});
      if (json) return printJson(manifest);
      print(summary(manifest));
      for (const line of manifest.notes) print(`  note: ${line}`);
    })
);

function parseThreshold(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100))
    throw new UserError(`expected a score from 0 to 100, got ${text}`, {key: "--threshold"});
  return value;
}
