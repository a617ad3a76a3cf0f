import {defineCommand} from "./command.js";
import {between} from "./flags.js";

export const devCommand = defineCommand("dev", (command) =>
  command
    .description("preview the site while you write pages and studies run: open pages follow both")
    .option("--port <number>", "port", between(0, 65535), 3000)
    .action(async ({port}: {port: number}) => {
      const {previewSite} = await import("../site/preview.js"); // loads the site's tools
      process.exitCode = await previewSite({port});
    })
);
