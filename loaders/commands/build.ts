import {defineCommand} from "./command.js";
import {buildInto, siteFolder} from "./site.js";

export const buildCommand = defineCommand("build", (command) =>
  command
    .description("build the site into dist/: static files that make no request off their own host")
    .option("--output <folder>", "where to", siteFolder)
    .option("--marks", "publish people's marks, with their names and notes; left out without this")
    .action(({output, marks}: {output: string; marks?: boolean}) => buildInto(output, {marks}))
);
