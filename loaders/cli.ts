import {join} from "node:path";
import {Command} from "commander";
import {config as loadEnvironment} from "dotenv";
import {commandsFor} from "./commands/all.js";
import {endWithReader, reportError} from "./commands/output.js";
import {packageVersion} from "./store/manifest.js";
import {keepHeapSmall} from "./util/heap.js";
import {workspaceFolder} from "./util/paths.js";

/** Parses the command line and runs the command. Exit codes: 0 done, 1 failed, 2 wrong input, 130 stopped. */
export async function main(argv: readonly string[]): Promise<void> {
  keepHeapSmall();
  endWithReader();
  loadEnvironment({path: [".env", join(workspaceFolder(), ".env")], quiet: true});
  const program = new Command("surfturf")
    .description("Find misrouted behaviour in language models (SURF) and trace it to its training data (TURF)")
    .version(packageVersion)
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride();
  for (const command of await commandsFor(argv[2])) command.add(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = reportError(error);
  }
}
