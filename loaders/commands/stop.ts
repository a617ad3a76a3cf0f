import {stopJobs} from "../engine/slurm/follow.js";
import {JobsLog} from "../engine/slurm/jobs-log.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {print} from "./output.js";

export const stopCommand = defineCommand("stop", (command) =>
  command
    .description("end the jobs of a study on a cluster; what was answered is kept, and run --on goes on from there")
    .argument("<study>", "a study file, or the name of one in data/studies")
    .action(async (nameOrPath: string) => {
      const {name} = readStudy(findStudyFile(nameOrPath));
      if (new JobsLog(name).all.length === 0)
        throw new UserError(`${name} has no jobs on a cluster; a study that runs in a process stops with Ctrl-C there`);
      const ended = await stopJobs(name);
      print(ended === 0 ? `${name}: nothing was in the queue` : `${name}: ${ended} units ended`);
    })
);
