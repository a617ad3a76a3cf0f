import {stopJobs} from "../engine/slurm/follow.js";
import {JobsLog} from "../engine/slurm/jobs-log.js";
import {workOfIndex} from "../engine/unit.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {nameOfIndex} from "./index-spec.js";
import {print} from "./output.js";

export const stopCommand = defineCommand("stop", (command) =>
  command
    .description("end the jobs of a study or an index on a cluster; what was done is kept, and --on goes on from there")
    .argument("<study>", "a study file, the name of one in data/studies, an index file, or index:<name>")
    .action(async (nameOrPath: string) => {
      const work = workOf(nameOrPath);
      if (new JobsLog(work).all.length === 0)
        throw new UserError(`${work} has no jobs on a cluster; what runs in a process stops with Ctrl-C there`);
      const ended = await stopJobs(work);
      print(ended === 0 ? `${work}: nothing was in the queue` : `${work}: ${ended} units ended`);
    })
);

/** The name of a study or an index in its plan. */
function workOf(nameOrPath: string): string {
  const index = nameOfIndex(nameOrPath);
  return index === undefined ? readStudy(findStudyFile(nameOrPath)).name : workOfIndex(index);
}
