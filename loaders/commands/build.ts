import {defineCommand} from "./command.js";
import {buildInto, siteFolder} from "./site.js";

export const buildCommand = defineCommand("build", (command) =>
  command
    .description("build the site into dist/: static files that make no request off their own host")
    .option("--output <folder>", "where to", siteFolder)
    .action(({output}: {output: string}) => buildInto(output))
);
