import {join, resolve} from "node:path";
import type {Command} from "commander";
import {listStudies} from "../study/manifest/list.js";
import {isFree} from "../study/manifest/provenance.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {isFinished} from "../study/run/run-study.js";
import type {Study} from "../step/study.js";
import {projectFolder} from "../util/paths.js";
import {isUserError, formatUserError} from "../util/user-error.js";
import {exitCodes, note, print} from "./output.js";
import {runWithProgress} from "./run.js";

const outputFolder = join(projectFolder, "dist");

export function addSiteCommands(program: Command): void {
  program
    .command("start")
    .description("run every study that costs nothing, build the site and serve it on 127.0.0.1")
    .option("--port <number>", "port; the next free one when it is taken", Number, 3000)
    .action(async ({port}: {port: number}) => {
      for (const study of freeStudies().filter((study) => !isFinished(study))) {
        const {state} = await runWithProgress(study);
        if (state !== "stopped") continue;
        note("Stopped. Resume with: npm start");
        process.exitCode = exitCodes.stopped;
        return;
      }
      await build(outputFolder);
      const url = await serve(outputFolder, port);
      print(`\nThe site is at ${url} (Ctrl-C ends it)`);
    });
  program
    .command("build")
    .description("build the site into dist/: static files that make no request off their own host")
    .option("--output <folder>", "where to", outputFolder)
    .action(({output}: {output: string}) => build(output));
  program
    .command("serve")
    .description("serve a built site on 127.0.0.1")
    .option("--folder <folder>", "a built site", outputFolder)
    .option("--port <number>", "port; the next free one when it is taken", Number, 3000)
    .action(async ({folder, port}: {folder: string; port: number}) => {
      const url = await serve(folder, port);
      print(`The site is at ${url} (Ctrl-C ends it)`);
    });
  program
    .command("dev")
    .description("preview the site while you write pages and studies run: open pages follow both")
    .option("--port <number>", "port", Number, 3000)
    .action(async ({port}: {port: number}) => {
      const {previewSite} = await import("../site/preview.js");
      process.exitCode = await previewSite({port});
    });
}

// The site's tools are loaded where they are used: the other commands start faster without them.

async function build(output: string): Promise<void> {
  const {buildSite} = await import("../site/build.js");
  await buildSite({output: resolve(output), log: note});
}

async function serve(folder: string, port: number): Promise<string> {
  const {serveSite} = await import("../site/serve.js");
  return (await serveSite({folder: resolve(folder), port})).url;
}

/** The studies of data/studies that cost nothing; one whose file is not valid is named and left out. */
function freeStudies(): Study[] {
  return listStudies().flatMap((name) => {
    try {
      const study = readStudy(findStudyFile(name));
      return isFree(study) ? [study] : [];
    } catch (error) {
      if (!isUserError(error)) throw error;
      if (error.message.startsWith("no such study")) return []; // imported: no file
      note(formatUserError(error));
      return [];
    }
  });
}
