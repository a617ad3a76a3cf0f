import {readStudy, maybeStudyFile} from "../study/file/read-study.js";
import {isMetFirst, laterVariable, shownStudies} from "../study/manifest/list.js";
import {isFree} from "../study/manifest/provenance.js";
import {isFinished} from "../study/run/run-study.js";
import type {Study} from "../step/study.js";
import {formatUserError, isUserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {between} from "./flags.js";
import {exitCodes, note, print} from "./output.js";
import {runApart, runCommand} from "./run-apart.js";
import {serveFolder, siteFolder} from "./site.js";

export const startCommand = defineCommand("start", (command) =>
  command
    .description("run every study that costs nothing, build the site and serve it on 127.0.0.1")
    .option("--port <number>", "port; the next free one when it is taken", between(0, 65535), 3000)
    .action(async ({port}: {port: number}) => {
      const code = await start(port);
      if (code === exitCodes.done) return;
      if (code === exitCodes.stopped) note("Stopped. Resume with: npm start");
      process.exit(code); // the site may be up already
    })
);

/**
 * Serves the site as soon as it has the studies that readers meet first, a recorded model's and the lab's; the others
 * run behind it. Resolves to an exit code: 0 leaves the site up.
 */
async function start(port: number): Promise<number> {
  const {first, later} = dueStudies();
  let code = await runApart(namesOf(first));
  if (code === exitCodes.done) code = await build(later);
  if (code !== exitCodes.done) return code;
  print(`\nThe site is at ${await serveFolder(siteFolder, port)} (Ctrl-C ends it)`);
  if (later.length === 0) return code;
  print(`Now running: ${namesOf(later).join(", ")}; the site shows them when they are done`);
  code = await runApart(namesOf(later));
  if (code === exitCodes.stopped) return code;
  const missing = later.filter((study) => !isFinished(study));
  if ((await build(missing)) === exitCodes.stopped) return exitCodes.stopped;
  if (missing.length === 0) print("The site has all studies now: reload the page");
  else print(`Not on the site: ${namesOf(missing).join(", ")}. What stopped them is said above; npm start goes on`);
  return exitCodes.done; // a study that failed does not take the site down
}

const namesOf = (studies: readonly Study[]): string[] => studies.map(({name}) => name);

/** Builds the site without some studies. */
const build = (without: readonly Study[]): Promise<number> =>
  runCommand(["build"], {[laterVariable]: namesOf(without).join(",")});

/** The studies that cost nothing and are not finished. Without any that readers meet first, no study can wait. */
function dueStudies(): {first: Study[]; later: Study[]} {
  const free = freeStudies();
  const due = free.filter(({study}) => !isFinished(study));
  const those = (metFirst: boolean): Study[] => due.flatMap((each) => (each.metFirst === metFirst ? each.study : []));
  const canWait = free.some(({metFirst}) => metFirst);
  return canWait ? {first: those(true), later: those(false)} : {first: those(false), later: []};
}

interface FreeStudy {
  study: Study;
  metFirst: boolean; // by readers
}

/** The studies of data/studies that cost nothing; one whose file is not valid is reported and left out. */
function freeStudies(): FreeStudy[] {
  return shownStudies().flatMap((manifest) => {
    try {
      const file = maybeStudyFile(manifest.name); // an imported study has none
      const study = file === undefined ? null : readStudy(file);
      return study !== null && isFree(study) ? [{study, metFirst: isMetFirst(manifest)}] : [];
    } catch (error) {
      if (!isUserError(error)) throw error;
      note(formatUserError(error));
      return [];
    }
  });
}
