import {Option} from "commander";
import {changeOf, type Change, type Rescore} from "../../src/shared/rescore.js";
import {noActivity, type Activity} from "../model/activity.js";
import {currentStudyMarks} from "../site/workbench/marks-place.js";
import type {AnswerSource} from "../study/rescore/answers.js";
import {planRescore, type RescoreSpec} from "../study/rescore/plan.js";
import {rescore} from "../study/rescore/rescore.js";
import {checkName} from "../util/name.js";
import {defineCommand} from "./command.js";
import {dollars, wholeFrom} from "./flags.js";
import {showReach} from "./live-line.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {stoppable} from "./stoppable.js";

interface RescoreFlags {
  rubric?: string;
  judge?: string;
  of?: string;
  from?: AnswerSource;
  sample?: number;
  all?: boolean;
  seed?: number;
  budget?: number;
  estimate?: boolean;
  json?: boolean;
}

export const rescoreCommand = defineCommand("rescore", (command) =>
  command
    .description("judge a study's answers again, by an edited rubric, a rule or another judge; the target is not asked")
    .argument("<study>", "name of a study")
    .option("--rubric <file>", "the edited rubric: a path, or a name in data/rubrics; defaults to the study's own")
    .option("--judge <model>", "provider:model; defaults to the study's judges")
    .option(
      "--of <rubric>",
      "the rubric of the study that it replaces; defaults to the one of its name, or the only one"
    )
    .addOption(
      new Option("--from <answers>", "which answers; defaults to candidates, if there are any").choices([
        "candidates",
        "samples"
      ])
    )
    .option(
      "--sample <number>",
      "answers, stratified by score, besides those with marks; defaults to 120",
      wholeFrom(1)
    )
    .option("--all", "every answer")
    .option("--seed <number>", "of the sample; defaults to 1", wholeFrom(0))
    .option(
      "--budget <usd>",
      "stop before all rescores of the study took more than that; defaults to the study's budget",
      dollars
    )
    .option("--estimate", "say what it would call and cost, and call nothing")
    .option("--json", "print what changed as JSON")
    .addHelpText(
      "after",
      "\nCtrl-C stops cleanly: what was answered is kept, the same command goes on from there.\nThe page Rescored shows what changed. See docs/review.md."
    )
    .action(async (study: string, {from, ...flags}: RescoreFlags) => {
      checkName(study, {key: "<study>"});
      const spec: RescoreSpec = {...flags, study, source: from};
      const marks = currentStudyMarks(study);
      const plan = await planRescore(spec, marks);
      if (flags.estimate) {
        const {describeRescoreEstimate, estimateRescore} = await import("../study/rescore/estimate.js"); // brings a tokenizer
        const estimate = await estimateRescore(plan);
        return flags.json ? printJson(estimate) : print(describeRescoreEstimate(estimate));
      }
      const display = showScored(study, plan.chosen.length, flags.json ?? false);
      const result = await stoppable((signal) =>
        rescore(spec, {
          ...{marks, signal, log: note, onActivity: display.watch, onScored: display.scored},
          budgetInUsd: flags.budget ?? plan.own?.budgetInUsd ?? null
        })
      ).finally(display.stop);
      if (flags.json) printJson(result);
      else print(describeRescore(result));
      if (result.state === "stopped") process.exitCode = exitCodes.stopped;
    })
);

/** Says how far it is. */
function showScored(study: string, total: number, plain: boolean) {
  let activity = (): Activity => noActivity;
  let done = 0;
  const read = () => ({what: `${study}: rescoring`, done, total, unit: "answers"});
  const stop = showReach(read, {activity: () => activity(), plain});
  return {
    watch: (ofCalls: () => Activity): void => void (activity = ofCalls),
    scored: (answers: number): void => void (done = answers),
    stop
  };
}

/** What changed, for a reader. */
export function describeRescore(result: Rescore): string {
  const {study, name, state, error, whole, population, before, after, rows, planned, calls, cost} = result;
  const count = (change: Change): number => rows.filter((row) => changeOf(row, result) === change).length;
  const sample = whole ? `all ${planned}` : `${planned} of ${population}`;
  const money = cost === null ? "of unknown price" : `$${cost.toFixed(4)} for all rescores`;
  return [
    `${study}: ${after.rubric} (above ${after.threshold}, ${after.scorers.join(", ")}) in place of ${before.rubric} (above ${before.threshold}, ${before.scorers.join(", ")}): ${state}`,
    `  ${rows.length} answers scored again of ${sample} ${result.source}`,
    `  ${count("flag lost")} flags lost, ${count("flag gained")} gained; ${count("stays a flag")} stay flags, ${count("stays none")} stay none; ${count("no score")} without a score`,
    `  ${calls} calls made, ${money}`,
    ...(state === "stopped"
      ? [`  stopped${error === null ? "" : `: ${error}`}; the same command goes on from there`]
      : []),
    `  ${name}: the page Rescored shows the reasons side by side`
  ].join("\n");
}
