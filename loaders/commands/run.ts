import type {Command} from "commander";
import type {StudyManifest} from "../../src/lib/manifest.js";
import {Progress} from "../study/progress.js";
import {findStudyFile, readStudy} from "../study/read-study.js";
import {isFinished, runStudy} from "../study/run-study.js";
import {readManifest} from "../study/manifest.js";
import type {Study} from "../study/study.js";
import {UserError} from "../util/user-error.js";
import {showProgress} from "./display.js";
import {exitCodes, note, print, printJson} from "./output.js";

interface RunFlags {
  only?: string;
  json?: boolean;
}

const steps = ["surf"];

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("run a study, or resume it where it stopped")
    .argument("<study>", "a study file, or the name of one in data/studies")
    .option("--only <steps>", `only these steps, separated by commas (${steps.join(", ")})`)
    .option("--json", "print the study's manifest as JSON when done; progress as plain lines on standard error")
    .addHelpText(
      "after",
      "\nCtrl-C stops cleanly: what was answered is kept, the same command goes on from there.\nSee docs/study.md."
    )
    .action(async (nameOrPath: string, flags: RunFlags) => {
      checkSteps(flags.only);
      const study = readStudy(findStudyFile(nameOrPath));
      const manifest = isFinished(study) ? alreadyFinished(study) : await runWithProgress(study);
      if (flags.json) printJson(manifest);
      else print(summary(manifest));
      if (manifest.state === "stopped") {
        note(`Stopped. Resume with: npx surfturf run ${nameOrPath}`);
        process.exitCode = exitCodes.stopped;
      }
    });
}

/** Runs a study with its progress on standard error; the first Ctrl-C stops it cleanly, a second one at once. */
export async function runWithProgress(study: Study): Promise<StudyManifest> {
  const progress = new Progress();
  showProgress(progress);
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(exitCodes.stopped);
    stop.abort(new Error("stopped"));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await runStudy(study, {progress, signal: stop.signal});
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function alreadyFinished(study: Study): StudyManifest {
  note(
    `${study.name} is finished: nothing to do. Change its file, or take data/runs/${study.name} away, to run it anew.`
  );
  return readManifest(study.name)!;
}

function checkSteps(only: string | undefined): void {
  const unknown = only?.split(",").find((step) => !steps.includes(step.trim()));
  if (unknown !== undefined)
    throw new UserError(`no such step: ${unknown}; expected ${steps.join(", ")}`, {key: "--only"});
}

/** What came out, in a few lines. */
export function summary({name, state, counts, unscored, spend}: StudyManifest): string {
  const reasons = Object.entries(unscored).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
  return [
    `${name}: ${state}`,
    `  ${counts.candidates} candidates, ${counts.scored} scored, ${counts.unscored} unscored${why}`,
    `  ${counts.flagged} flags, ${counts.findings} findings after folding near-duplicates; a flag is not a finding until confirmed`,
    `  ${spend.calls} calls, ${spend.inputTokens} input and ${spend.outputTokens} output tokens`
  ].join("\n");
}
