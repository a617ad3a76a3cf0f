import {InvalidArgumentError} from "commander";
import {foundNothing, type StudyManifest} from "../../src/shared/manifest.js";
import {withBudgetOfCalls} from "../study/run/budget.js";
import {readPlan} from "../engine/plan-file.js";
import {mergeUnits} from "../engine/merge-units.js";
import {Progress} from "../study/run/progress.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {withNewTitles} from "../study/manifest/new-titles.js";
import {isFinished, runStudy, type RunOptions} from "../study/run/run-study.js";
import {registeredSteps, stepNamesOf} from "../study/steps.js";
import {shownModelsOf, type Study} from "../step/study.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {showProgress} from "./display.js";
import {finishedTable} from "./finished-table.js";
import {runOn} from "./run-on.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {summary} from "./summary.js";

interface RunFlags {
  only?: string;
  estimate?: boolean;
  budget?: BudgetFlag;
  retry?: string;
  cache: boolean;
  on?: string;
  dryRun?: boolean;
  json?: boolean;
}

export const runCommand = defineCommand("run", (command) =>
  command
    .description("run a study, or resume it where it stopped")
    .argument("<study>", "a study file, or the name of one in data/studies")
    .option(
      "--only <steps>",
      `only these steps, separated by commas (${allStepNames()}); the others are read from the journal`
    )
    .option("--estimate", "say what it would call and cost, and call nothing")
    .option(
      "--budget <usd|calls>",
      "20: stop before more US dollars than that are spent, instead of the study's budget; " +
        "5000calls: at most that many candidates in each search",
      toBudget
    )
    .option("--retry <what>", "ask again what left candidates without a score: unscored")
    .option("--no-cache", "ask also what another study's journal has the answer to")
    .option("--on <engine>", "run its units on a cluster: slurm, or a file of data/engines (docs/cluster.md)")
    .option("--dry-run", "with --on: print the jobs, and submit none")
    .option("--json", "print the study's manifest as JSON when done; progress as plain lines on standard error")
    .addHelpText(
      "after",
      "\nCtrl-C stops cleanly: what was answered is kept, the same command goes on from there.\nSee docs/study.md."
    )
    .action(async (nameOrPath: string, flags: RunFlags) => {
      const {usd, calls} = flags.budget ?? {};
      const read = readStudy(findStudyFile(nameOrPath));
      const study = calls === undefined ? read : withBudgetOfCalls(read, calls);
      const only = toSteps(flags.only, stepNamesOf(study));
      if (flags.estimate) return printEstimate(study, flags);
      if (flags.on !== undefined) {
        checkFlagsOfEngine(flags);
        const cluster = {on: flags.on, ...(flags.dryRun && {dryRun: true}), ...(flags.json && {json: true})};
        return runOn(nameOrPath, cluster, requestOf(flags));
      }
      if (flags.dryRun)
        throw new UserError("nothing is submitted without --on: expected --on slurm", {key: "--dry-run"});
      const options = {cache: flags.cache, retry: toRetry(flags.retry), budgetInUsd: usd, only};
      const done = isFinished(study) && options.retry === undefined;
      await takeOverUnits(study.name);
      const begun = performance.now();
      const manifest = done
        ? await alreadyFinished(study)
        : await runWithProgress(study, options, {plain: flags.json ?? false});
      if (flags.json) printJson(manifest);
      else print(resultOf(manifest, done ? null : performance.now() - begun));
      if (manifest.state === "stopped") {
        note(
          `Stopped${manifest.error === null ? "" : `: ${manifest.error}`}. Resume with: npx surfturf run ${nameOrPath}`
        );
        process.exitCode = exitCodes.stopped;
      } else if (foundNothing(manifest)) process.exitCode = exitCodes.failed;
    })
);

/** Throws a UserError for what units can't be told. */
function checkFlagsOfEngine({only, retry}: RunFlags): void {
  for (const [key, value] of [
    ["--only", only],
    ["--retry", retry]
  ] as const)
    if (value !== undefined)
      throw new UserError("not together with --on: run it without --on when the units are done", {key});
}

const requestOf = ({budget, cache}: RunFlags) => ({
  cache,
  ...(budget?.usd !== undefined && {budgetInUsd: budget.usd}),
  ...(budget?.calls !== undefined && {budgetInCalls: budget.calls})
});

/** What units of the study asked elsewhere is in its journal before it runs here. */
async function takeOverUnits(study: string): Promise<void> {
  const plan = readPlan(study);
  if (plan !== undefined) await mergeUnits(plan);
}

/** What came of a run. */
const resultOf = (manifest: StudyManifest, inMs: number | null): string =>
  manifest.state === "finished" && !foundNothing(manifest) ? finishedTable(manifest, inMs) : summary(manifest);

/** Runs a study with its progress on standard error; the first Ctrl-C stops it cleanly, a second one at once. */
export async function runWithProgress(
  study: Study,
  options: RunOptions = {},
  {plain = false} = {} // lines also on a terminal
): Promise<StudyManifest> {
  const progress = new Progress();
  showProgress(progress, {shown: shownModelsOf(study), plain});
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(exitCodes.stopped);
    stop.abort(new Error("stopped"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await runStudy(study, {log: note, ...options, progress, signal: stop.signal});
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

async function alreadyFinished(study: Study): Promise<StudyManifest> {
  note(
    `${study.name} is finished: nothing to do. Change its file, or remove data/runs/${study.name}, to run it again.`
  );
  return await withNewTitles(study);
}

async function printEstimate(study: Study, {json}: RunFlags): Promise<void> {
  const {estimateStudy, describeEstimate} = await import("../study/estimate/estimate.js"); // brings a tokenizer
  const estimate = await estimateStudy(study);
  if (json) printJson(estimate);
  else print(describeEstimate(estimate, shownModelsOf(study)));
}

/** What `--budget` says: money, or candidates of each search. */
interface BudgetFlag {
  usd?: number;
  calls?: number;
}

function toBudget(text: string): BudgetFlag {
  const calls = /^(\d+) *calls$/.exec(text.trim())?.[1];
  if (calls !== undefined && Number(calls) > 0) return {calls: Number(calls)};
  const usd = Number(text);
  if (text.trim() === "" || !(usd > 0))
    throw new InvalidArgumentError("expected US dollars, more than 0, such as 20, or calls, such as 5000calls.");
  return {usd};
}

function toRetry(what: string | undefined): "unscored" | undefined {
  if (what === undefined || what === "unscored") return what;
  throw new UserError(`nothing to retry is called ${what}: expected unscored`, {key: "--retry"});
}

const allStepNames = (): string =>
  registeredSteps()
    .map(({name}) => name)
    .join(", ");

/** The steps that `--only` names, of those that the study has. */
function toSteps(only: string | undefined, steps: readonly string[]): string[] | undefined {
  return only?.split(",").map((text) => {
    const step = steps.find((name) => name === text.trim());
    if (step !== undefined) return step;
    throw new UserError(`no such step in this study: ${text}; it has ${steps.join(", ")}`, {key: "--only"});
  });
}
