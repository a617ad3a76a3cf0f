import {readStudy, maybeStudyFile} from "../study/file/read-study.js";
import {shownStudies} from "../study/manifest/list.js";
import {isFree} from "../study/manifest/provenance.js";
import {isFinished} from "../study/run/run-study.js";
import type {Study} from "../step/study.js";
import {formatUserError, isUserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {between} from "./flags.js";
import {exitCodes, note, print} from "./output.js";
import {runApart} from "./run-apart.js";
import {buildInto, serveFolder, siteFolder} from "./site.js";

export const startCommand = defineCommand("start", (command) =>
  command
    .description("run every study that costs nothing, build the site and serve it on 127.0.0.1")
    .option("--port <number>", "port; the next free one when it is taken", between(0, 65535), 3000)
    .action(async ({port}: {port: number}) => {
      const code = await runApart(freeStudies().flatMap((study) => (isFinished(study) ? [] : study.name)));
      if (code !== exitCodes.done) {
        if (code === exitCodes.stopped) note("Stopped. Resume with: npm start");
        process.exitCode = code;
        return;
      }
      await buildInto(siteFolder);
      const url = await serveFolder(siteFolder, port);
      print(`\nThe site is at ${url} (Ctrl-C ends it)`);
    })
);

/** The studies of data/studies that cost nothing; one whose file is not valid is reported and left out. */
function freeStudies(): Study[] {
  return shownStudies().flatMap(({name}) => {
    try {
      const file = maybeStudyFile(name); // an imported study has none
      const study = file === undefined ? null : readStudy(file);
      return study !== null && isFree(study) ? [study] : [];
    } catch (error) {
      if (!isUserError(error)) throw error;
      note(formatUserError(error));
      return [];
    }
  });
}
