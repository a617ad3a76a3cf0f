import {defineCommand} from "./command.js";
import {print, printJson} from "./output.js";
import {listOf} from "./report.js";
import {untilStopped} from "./stoppable.js";

interface ExportFlags {
  to: string;
  out?: string;
  findings?: string;
  mask: string[];
  license?: string;
  json?: boolean;
}

export const exportCommand = defineCommand("export", (command) =>
  command
    .description("write a study's results as another tool reads them: Inspect logs, or a dataset folder")
    .argument("<study>", "name of a study")
    .requiredOption("--to <format>", "inspect (.eval logs) or hub-folder (Parquet files and a card)")
    .option(
      "--out <folder>",
      "where to: a new or empty folder, or an older export; defaults to data/exports/<study>-<format>"
    )
    .option("--findings <ids>", "findings, separated by commas; texts of the others are left out; defaults to all")
    .option(
      "--mask <what>",
      "mask answers: rubric:<name>, mark:<mark> or pattern:<regular expression>; repeatable",
      (mask: string, masks: string[]) => [...masks, mask],
      []
    )
    .option("--license <id>", "licence in the card of hub-folder, such as cc-by-4.0; defaults to unknown")
    .option("--json", "print what was written as JSON")
    .action(async (study: string, {out, findings, mask, json, ...flags}: ExportFlags) => {
      const {exportStudy} = await import("../export/export-study.js"); // loads the tools of reports
      const options = {...flags, output: out, findings: listOf(findings, "--findings"), masks: mask};
      const exported = await untilStopped("Stopped: the folder is as it was.", (signal) =>
        exportStudy(study, {...options, signal})
      );
      if (exported === null) return;
      const {folder, files, rows, next} = exported;
      if (json) return printJson({study, to: flags.to, folder, files, rows});
      print(`${folder}: ${counted(files, "file")}, ${counted(rows, "row")}. ${next.replace("FOLDER", folder)}`);
    })
);

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
