import {UserError} from "../../util/user-error.js";
import {readPlan} from "../plan-file.js";
import {workInWords, type Plan} from "../unit.js";
import {findTasks, isLive} from "./client.js";
import {JobsLog} from "./jobs-log.js";

/**
 * Throws a UserError where jobs of another plan of the same study or index are in the queue: they do other work under the
 * same numbers.
 */
export async function checkNoOthers(next: Plan, file: string): Promise<void> {
  const before = readPlan(next.work);
  const jobs = new JobsLog(next.work);
  if (before === undefined || jobs.all.length === 0 || isSamePlan(before, next)) return;
  const live = (await findTasks(jobs.all.map((job) => job.name))).filter(isLive);
  if (live.length > 0)
    throw new UserError(
      `${live.length} units of an earlier form of the ${workInWords(next.work).split(" ")[0]}, or with other settings, ` +
        `are in the queue: wait for them, or end them with surfturf stop ${next.work}`,
      {file}
    );
}

const isSamePlan = (a: Plan, b: Plan): boolean => JSON.stringify(a) === JSON.stringify({...b, file: a.file});
