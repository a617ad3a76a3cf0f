import {resolve} from "node:path";
import {Option} from "commander";
import {dataFormats, type DataFormat} from "../ablation/arm-data.js";
import {ablationStep} from "../ablation/step.js";
import {settingsOf} from "../step/step.js";
import {readManifest} from "../store/manifest.js";
import {readTable} from "../store/tables.js";
import {findStudyFile, readStudy} from "../study/file/read-study.js";
import {exportArms} from "../study/run/export-arms.js";
import {isFinished} from "../study/run/run-study.js";
import {surfStep} from "../surf/step.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {dollars} from "./flags.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {runWithProgress} from "./run.js";
import {untilStopped} from "./stoppable.js";

interface AblateFlags {
  export?: string;
  format?: DataFormat;
  budget?: number;
  json?: boolean;
}

export const ablateCommand = defineCommand("ablate", (command) =>
  command
    .description("train a study's models again without some training data, and measure what becomes of its findings")
    .argument("<study>", "a study file with the step ablation, or the name of one in data/studies")
    .option("--export <folder>", "write the training data of every arm there, and train nothing")
    .addOption(new Option("--format <format>", "of the training data with --export").choices(dataFormats))
    .option("--budget <usd>", "stop before more US dollars than that are spent, instead of the study's budget", dollars)
    .option("--json", "print the verdicts as JSON, or with --export the arms")
    .addHelpText(
      "after",
      "\nWhat was trained and answered is kept: the same command goes on from there.\nSee docs/ablation.md."
    )
    .action(async (nameOrPath: string, flags: AblateFlags) => {
      if (flags.format !== undefined && flags.export === undefined)
        throw new UserError("--format is of the data that --export writes: expected --export <folder> too");
      const study = readStudy(findStudyFile(nameOrPath));
      const settings = settingsOf(study, ablationStep);
      if (settings === null)
        throw study.errorAt(
          ["ablation"],
          "the study has no step ablation: add one, such as ablation: {arms: [{drop: trace}]}"
        );
      checkSearched(study.name, nameOrPath);
      if (flags.export !== undefined) {
        const folder = resolve(flags.export);
        const exported = await untilStopped("Stopped. The same command goes on from there.", (signal) =>
          exportArms(study, settings, folder, {
            signal,
            log: note,
            ...(flags.format && {format: flags.format})
          })
        );
        if (exported === null) return;
        if (flags.json) return printJson(exported);
        for (const {arm, pairs, dropped, added, hash} of exported)
          print(`${arm}: ${pairs} pairs, ${dropped} left out, ${added} added, ${hash}`);
        return;
      }
      if (!isFinished(study)) {
        const {state} = await runWithProgress(
          study,
          {only: ["turf", "ablation"], budgetInUsd: flags.budget},
          {plain: flags.json ?? false}
        );
        if (state === "stopped") process.exitCode = exitCodes.stopped;
      }
      const verdicts = (await readTable(study.name, "arm_verdicts")) ?? [];
      if (flags.json) return printJson(verdicts);
      for (const {finding, verdict, sentence} of verdicts) print(`${finding}: ${verdict}\n  ${sentence}`);
      if (verdicts.length === 0) print(`${study.name}: nothing was measured`);
    })
);

/** Throws a UserError if the search, whose findings are ablated, has not finished. */
function checkSearched(name: string, shown: string): void {
  const search = readManifest(name)?.steps.find((step) => step.name === surfStep.name);
  if (search?.state === "finished") return;
  throw new UserError(`the search of ${name} has not finished: run it first, with npx surfturf run ${shown}`);
}
