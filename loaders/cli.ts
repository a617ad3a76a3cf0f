import {join} from "node:path";
import {Command} from "commander";
import {config as loadEnvironment} from "dotenv";
import {addDocsCommand} from "./commands/docs.js";
import {addIndexCommand} from "./commands/index.js";
import {addImportCommand} from "./commands/import.js";
import {addLabCommand} from "./commands/lab.js";
import {reportError} from "./commands/output.js";
import {addPhraseCommand} from "./commands/phrase.js";
import {addReportCommand} from "./commands/report.js";
import {addRunCommand} from "./commands/run.js";
import {addSiteCommands} from "./commands/site.js";
import {addStatusCommand} from "./commands/status.js";
import {addTraceCommand} from "./commands/trace.js";
import {packageVersion} from "./store/manifest.js";
import {keepHeapSmall} from "./util/heap.js";
import {projectFolder} from "./util/paths.js";

/** Parses the command line and runs the command. Exit codes: 0 done, 1 failed, 2 wrong input, 130 stopped. */
export async function main(argv: readonly string[]): Promise<void> {
  keepHeapSmall();
  loadEnvironment({path: [".env", join(projectFolder, ".env")], quiet: true});
  const program = new Command("surfturf")
    .description("Find misrouted behaviour in language models (SURF) and trace it to its training data (TURF)")
    .version(packageVersion)
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride();
  addRunCommand(program);
  addImportCommand(program);
  addIndexCommand(program);
  addTraceCommand(program);
  addPhraseCommand(program);
  addStatusCommand(program);
  addLabCommand(program);
  addSiteCommands(program);
  addReportCommand(program);
  addDocsCommand(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = reportError(error);
  }
}
