import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {note, print, printJson} from "./output.js";
import {untilStopped} from "./stoppable.js";

interface ReportFlags {
  out?: string;
  pages?: string;
  findings?: string;
  mask: string[];
  marks?: boolean;
  singleFile?: boolean;
  json?: boolean;
}

export const reportCommand = defineCommand("report", (command) =>
  command
    .description("write one study's pages as a static folder to publish: chosen pages and findings, answers masked")
    .argument("<study>", "name of a study")
    .option("--out <folder>", "where to: a new or empty folder, or an older report; with --single-file an .html file")
    .option("--pages <names>", "pages, separated by commas: overview,confirm,...; defaults to all")
    .option("--findings <ids>", "findings, separated by commas; texts of the others are left out; defaults to all")
    .option(
      "--mask <what>",
      "mask answers: rubric:<name>, mark:<mark> or pattern:<regular expression>; repeatable",
      (mask: string, masks: string[]) => [...masks, mask],
      []
    )
    .option("--marks", "publish people's marks on what is shown, with their names and notes; left out without this")
    .option("--single-file", "one HTML file that opens from a disk, without a server: the report's findings in full")
    .option("--json", "print what was written as JSON")
    .action(async (study: string, {out, singleFile, json, ...flags}: ReportFlags) => {
      if (out === undefined)
        throw new UserError(
          `expected ${singleFile ? "a file to write to: --out <file.html>" : "a folder to write to: --out <folder>"}`,
          {key: "--out"}
        );
      if (singleFile) return reportInOneFile(study, {out, json, ...flags});
      const {pages, findings, mask, marks} = flags;
      const {writeReport} = await import("../site/report/report.js"); // loads the site's tools
      const spec = {pages: listOf(pages, "--pages"), findings: listOf(findings, "--findings"), masks: mask, marks};
      const selection = await untilStopped("Stopped: the folder is as it was.", (signal) =>
        writeReport(study, spec, {output: out, log: note, signal})
      );
      if (selection === null) return;
      if (json)
        return printJson({
          study,
          folder: out,
          pages: selection.pages,
          findings: selection.findings === null ? "all" : [...selection.findings]
        });
      print(`The report is in ${out}. Put it on any static host, or look at it: npx surfturf serve --folder ${out}`);
    })
);

async function reportInOneFile(
  study: string,
  {out, findings, mask, pages, marks, json}: ReportFlags & {out: string}
): Promise<void> {
  const [flag] = [pages === undefined ? [] : "--pages", marks ? "--marks" : []].flat();
  if (flag !== undefined) throw new UserError(`a single file has no ${flag.slice(2)}: leave it out`, {key: flag});
  const {writeSingleFile} = await import("../site/report/single-file/single-file.js"); // loads the site's tools
  const spec = {findings: listOf(findings, "--findings"), masks: mask};
  const written = await untilStopped("Stopped: the file is as it was.", (signal) =>
    writeSingleFile(study, spec, {output: out, signal})
  );
  if (written === null) return;
  const {selection, bytes} = written;
  if (json)
    return printJson({
      study,
      file: out,
      bytes,
      findings: selection.findings === null ? "all" : [...selection.findings]
    });
  print(`The report is ${out}, ${megabytes(bytes)} MB. It opens from the disk, and can be mailed or attached.`);
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** The names of a flag that are separated by commas; undefined without the flag. */
export function listOf(text: string | undefined, key: string): string[] | undefined {
  if (text === undefined) return undefined;
  const list = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (list.length === 0) throw new UserError("expected names separated by commas, got none", {key});
  return list;
}
