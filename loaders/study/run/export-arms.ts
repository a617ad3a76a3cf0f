import {rmSync} from "node:fs";
import {join} from "node:path";
import {armLabel} from "../../ablation/arms/arm.js";
import {dataFileOf, dataFormats, sizeOf, writeArmData, type ArmData, type DataFormat} from "../../ablation/arm-data.js";
import {foundFindings} from "../../ablation/found-findings.js";
import {planAblation, type AblationPlan} from "../../ablation/plan-ablation.js";
import type {AblationSettings} from "../../ablation/settings.js";
import {Dispatcher} from "../../model/dispatcher.js";
import {readPrices} from "../../model/prices.js";
import type {Found} from "../../step/step-run.js";
import type {Study} from "../../step/study.js";
import {noTexts} from "../../step/texts.js";
import {BatchLog} from "../../store/batch-log.js";
import {InFlight, inFlightPath} from "../../store/in-flight.js";
import {Journal} from "../../store/journal.js";
import {lockStudy} from "../../store/lock.js";
import {openBudget} from "../../store/open-budget.js";
import {Recorder} from "../../store/recorder.js";
import {readTable} from "../../store/tables.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {studyFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {prepareStudy} from "./prepare.js";

export interface ExportOptions {
  format?: DataFormat; // of the data; defaults to jsonl
  signal: AbortSignal;
  log(line: string): void;
}

/** The data of one arm in a folder. */
export interface ExportedArm {
  arm: string;
  folder: string;
  pairs: number;
  dropped: number;
  added: number;
  hash: string;
}

/**
 * Writes the data of every arm of a study's ablation into a folder, each with a manifest, and trains nothing. Traces
 * that are not on record are made. Throws a UserError where the study has no findings, or an arm can't be made.
 */
export async function exportArms(
  study: Study,
  settings: AblationSettings,
  folder: string,
  options: ExportOptions
): Promise<ExportedArm[]> {
  const {roles} = await prepareStudy(study);
  const release = await lockStudy(study.name);
  const journal = Journal.open(join(studyFolder(study.name), "journal.jsonl"));
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(inFlightPath(study.name), journal);
    const batches = new BatchLog(join(studyFolder(study.name), "batches.jsonl"));
    const prices = readPrices();
    const recorder = new Recorder(journal, {
      dispatcher: new Dispatcher({signal: options.signal, max: study.concurrency, log: options.log}),
      priceOf: ({name}) => prices.find(name),
      budget: openBudget(study.budgetInUsd, journal, {batches}),
      inFlight
    });
    const found = foundFindings(study.rubrics, await tablesOf(study.name));
    const judge = roles.judges[0]?.model ?? null;
    const own = {world: study.world, width: study.concurrency, onCall: () => undefined};
    const writer = roles.ofStep("ablation", "writer") ?? roles.perturb;
    const tools = {...options, ...own, writer, found, judge, roles, recorder};
    const plan = await planAblation(settings, tools);
    if (plan === null) throw new UserError(`${study.name} has no finding that its ablation chooses`);
    const [problem] = plan.problems;
    if (problem !== undefined) throw new UserError(`the arm ${problem.name}: ${problem.error.message}`);
    try {
      await addKnownRounds(plan, study.name, settings);
      const all = plan.arms.map((arm) => ({...plan, arm}));
      return await writeAll(folder, all, options.format);
    } finally {
      plan.corpus.close();
    }
  } finally {
    await inFlight?.close();
    journal.close();
    await release();
  }
}

/** Adds the rounds that are known: each needs what was measured without the chunks of the rounds before it. */
async function addKnownRounds(
  {arms, addRound}: AblationPlan,
  study: string,
  settings: AblationSettings
): Promise<void> {
  const firsts = new Set(
    arms.flatMap(({round, finding}) => (round === undefined ? [] : [`${round.series} ${finding}`]))
  );
  for (const {series, finding, round, ...row} of (await readTable(study, "arm_rounds")) ?? []) {
    const {rounds = 1} = settings.arms.find(({name}) => name === series) ?? {};
    if (round === 1 || round > rounds || !firsts.has(`${series} ${finding}`)) continue;
    const {chunks, back, back_round: backRound, traced, named} = row;
    const put = back === null ? null : {chunk: back, round: backRound!};
    addRound(finding, {series, number: round, chunks, back: put, traced, named});
  }
}

/** The findings in the tables of a study. Throws a UserError without any. */
async function tablesOf(study: string): Promise<Pick<Found, "findings" | "textsOf">> {
  const findings = await readTable(study, "findings");
  const texts = await readTable(study, "texts");
  if (findings === undefined || texts === undefined)
    throw new UserError(`${study} has no findings yet: run it first, with npx surfturf run ${study}`);
  return {
    findings: () => findings,
    textsOf: (candidate) => {
      const {query = null, response = null} = texts[candidate] ?? {};
      return {...noTexts, query, response};
    }
  };
}

async function writeAll(folder: string, all: readonly ArmData[], format?: DataFormat): Promise<ExportedArm[]> {
  const exported: ExportedArm[] = [];
  for (const data of all) {
    const arm = armLabel(data.arm);
    for (const other of dataFormats)
      if (other !== (format ?? "jsonl")) rmSync(join(folder, arm, dataFileOf(other)), {force: true}); // of an older export
    const hash = await writeArmData(join(folder, arm), data, format);
    const {dropped, added} = data.arm;
    exported.push({arm, folder: arm, pairs: sizeOf(data), dropped: dropped.size, added: added.length, hash});
  }
  writeAtomically(join(folder, "arms.json"), `${JSON.stringify(exported, null, 2)}\n`);
  return exported;
}
