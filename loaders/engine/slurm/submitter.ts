import {randomBytes} from "node:crypto";
import {mkdirSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {isUserError} from "../../util/user-error.js";
import type {EngineSettings} from "../settings.js";
import type {Plan} from "../unit.js";
import {logsFolder, scriptFile} from "../unit-files.js";
import {Refused, submit} from "./client.js";
import {groupUnits, type Group} from "./group.js";
import {arraySize, jobScript, slugOf, submitArguments, type Job} from "./job.js";
import type {JobsLog} from "./jobs-log.js";
import {bytesOf} from "./known.js";
import {isFull} from "./refusal.js";
import type {Standing} from "./standing.js";

interface SubmitterOptions {
  jobs: JobsLog;
  signal: AbortSignal;
  command: readonly string[]; // of surfturf, for nodes
  log: (line: string) => void;
}

/** Submits units as arrays of jobs. What it is about to do is on disk before it is done. */
export class Submitter {
  #full: number | null = null; // units in the queue when Slurm took no more

  constructor(
    private readonly plan: Plan,
    private readonly settings: EngineSettings,
    private readonly options: SubmitterOptions
  ) {}

  /** Submits all units that are due, as far as Slurm takes them. Throws a UserError where there is no Slurm. */
  async submitDue(standings: readonly Standing[]): Promise<void> {
    let queued = standings.filter(({state}) => state === "runs" || state === "waits").length;
    if (queued > 0 && this.#full !== null && queued >= this.#full) return;
    this.#full = null;
    for (const {why, unit} of standings.filter((each) => each.state === "due" && each.why !== ""))
      this.options.log(`${unit.id} again: ${why}`);
    for (const group of groupUnits(standings)) {
      if (this.options.signal.aborted) return;
      const submitted = await this.#submitSome(group, standings, queued);
      queued += submitted;
      if (submitted < group.units.length) return; // what needs these has to wait: look again
    }
  }

  /** Submits a group, or a part where Slurm does not take so many jobs. Resolves to the number of units. */
  async #submitSome({units, ...needs}: Group, standings: readonly Standing[], queued: number): Promise<number> {
    for (let count = units.length; ; count = Math.floor(count / 2)) {
      const isLast = count === 1 && queued === 0;
      const part = {...needs, units: units.slice(0, count)};
      const said = await this.#submit(part, standings, (words) => isLast || !isFull(words));
      if (said === null) {
        if (count < units.length) this.#full = queued + count;
        return count;
      }
      if (!isFull(said)) return 0;
      if (count === units.length) this.options.log(`Slurm takes no more jobs for now: ${said}`);
      if (count > 1) continue;
      if (!isLast) this.#full = queued;
      return 0;
    }
  }

  /** Resolves to what Slurm said against the job, which may be final; null where it took it. */
  async #submit(
    group: Group,
    standings: readonly Standing[],
    isFinal: (said: string) => boolean
  ): Promise<string | null> {
    const {work} = this.plan;
    const name = nameOf(work);
    const job: Job = {
      ...group,
      name,
      units: group.units.map(({index}) => index),
      after: this.#jobsBefore(group, standings)
    };
    writeScript(this.plan, job, this.settings, this.options.command);
    const units = group.units.map(({unit, index}) => ({
      id: unit.id,
      index: index % arraySize,
      bytes: bytesOf(work, unit)
    }));
    const {memoryInMb, minutes} = group;
    this.options.jobs.write({kind: "intent", name, units, memoryInMb, minutes, at: new Date().toISOString()});
    try {
      const id = await submit(submitArguments(this.plan, job, this.settings));
      this.options.jobs.write({kind: "submitted", name, job: id});
      this.options.log(`job ${id}: ${units.length === 1 ? units[0]!.id : `${units.length} units`}`);
      return null;
    } catch (error) {
      if (isUserError(error) && !(error instanceof Refused))
        this.options.jobs.write({kind: "refused", name, error: error.message});
      if (!(error instanceof Refused)) throw error;
      const {said} = error;
      this.options.jobs.write({kind: "refused", name, error: said, ...(isFinal(said) && {isFinal: true})});
      return said;
    }
  }

  /** Ids of jobs with units that a group needs and that are not done. */
  #jobsBefore({units}: Group, standings: readonly Standing[]): string[] {
    const done = new Set(standings.filter(({state}) => state === "done").map(({unit}) => unit.id));
    const needed = new Set(units.flatMap(({unit}) => unit.after).filter((id) => !done.has(id)));
    const last = new Map<string, string>(); // by unit
    for (const {job, units: parts} of this.options.jobs.all)
      for (const {id} of parts) if (needed.has(id) && job !== null) last.set(id, job);
    return [...new Set(last.values())];
  }
}

const nameOf = (work: string): string => `${slugOf(work)}-${randomBytes(5).toString("hex")}`;

function writeScript(plan: Plan, job: Job, settings: EngineSettings, command: readonly string[]): void {
  const file = scriptFile(plan.work, job.name);
  mkdirSync(dirname(file), {recursive: true});
  mkdirSync(logsFolder(plan.work), {recursive: true});
  writeFileSync(file, jobScript(plan, job, settings, command));
}
