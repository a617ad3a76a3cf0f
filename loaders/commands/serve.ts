import {defineCommand} from "./command.js";
import {between} from "./flags.js";
import {print} from "./output.js";
import {serveFolder, siteFolder} from "./site.js";

export const serveCommand = defineCommand("serve", (command) =>
  command
    .description("serve a built site on 127.0.0.1")
    .option("--folder <folder>", "a built site", siteFolder)
    .option("--port <number>", "port; the next free one when it is taken", between(0, 65535), 3000)
    .action(async ({folder, port}: {folder: string; port: number}) => {
      const url = await serveFolder(folder, port);
      print(`The site is at ${url} (Ctrl-C ends it)`);
    })
);
