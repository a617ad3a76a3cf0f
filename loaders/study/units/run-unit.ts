import {mkdirSync} from "node:fs";
import {pausesAll} from "../../model/pause.js";
import {Dispatcher} from "../../model/dispatcher.js";
import {readPrices} from "../../model/prices.js";
import type {RetryPolicy} from "../../model/retry.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {Study} from "../../step/study.js";
import {BatchLog} from "../../store/batch-log.js";
import {InFlight} from "../../store/in-flight.js";
import {openBudget} from "../../store/open-budget.js";
import {endsOneProvider, Recorder} from "../../store/recorder.js";
import {SpendMeter} from "../../store/spend.js";
import {StackedJournal} from "../../store/stacked-journal.js";
import type {StudyPlan, StudyUnit} from "./study-plan.js";
import {resultsFolder, unitFiles} from "../../engine/unit-files.js";
import {isFree} from "../manifest/provenance.js";
import {checkPrices} from "../run/budget.js";
import {createSteps, watchOf} from "../run/create-steps.js";
import type {LiveStep} from "../run/live-step.js";
import {startServers} from "../run/model-servers.js";
import {openOtherJournals, type OtherJournals} from "../run/other-journals.js";
import {prepareStudy} from "../run/prepare.js";
import type {Progress} from "../run/progress.js";
import {limitsOf} from "./limits.js";
import {narrowStudy} from "./narrow-study.js";
import {servedBy, withAddresses} from "./servers.js";
import {openBelow} from "../../engine/unit-journals.js";
import {openMoney, type UnitMoney} from "../../engine/unit-money.js";

export interface RunUnitOptions {
  signal?: AbortSignal; // stops it cleanly: answers are kept, and it resumes from them
  progress?: Progress;
  log?: (line: string) => void;
  retryPolicy?: Partial<RetryPolicy>;
  onSteps?: (steps: readonly LiveStep[], recorder: Recorder) => void; // the unit's own, before they run
}

interface UnitJob extends RunUnitOptions {
  study: Study; // whole
  unit: StudyUnit;
  plan: StudyPlan;
  log: (line: string) => void;
}

/**
 * Runs or resumes a unit of a study: its step, as far as it is this unit's, with a journal of its own over those of the
 * units that it needs. Those have to be complete, and its folder is to be locked. Throws what ended it.
 */
export async function runUnit(
  study: Study,
  unit: StudyUnit,
  plan: StudyPlan,
  options: RunUnitOptions = {}
): Promise<void> {
  const job = {log: () => undefined, ...options, study, unit, plan};
  checkPrices(study, plan.options.budgetInUsd, readPrices());
  const narrowed = await withAddresses(narrowStudy(study, unit));
  const prepared = await prepareStudy(narrowed);
  const servers = await startServers(servedBy(narrowed, unit), job);
  try {
    await withRecords(prepared, job);
  } finally {
    await servers.stop();
  }
}

/** Opens the records of a unit and runs its steps with them; what it did not spend is returned at the end. */
async function withRecords(prepared: PreparedStudy, job: UnitJob): Promise<void> {
  const {study, unit, plan} = job;
  const {folder, journal: path, inFlight: inFlightPath} = unitFiles(study.name, unit.id);
  mkdirSync(folder, {recursive: true});
  const journal = StackedJournal.over(path, openBelow(study.name, unit.after));
  const others = isFree(study) || !plan.options.cache ? null : openOtherJournals(study.name);
  let inFlight: InFlight | undefined;
  let money: UnitMoney | null = null;
  try {
    inFlight = await InFlight.open(inFlightPath, journal);
    money = await openMoney(plan, unit, SpendMeter.ofRecords(journal.written()).charged);
    await runSteps(prepared, {journal, others, inFlight, money}, job);
  } finally {
    others?.close();
    await inFlight?.close();
    await money?.settle(SpendMeter.ofRecords(journal.written()).charged);
    journal.close();
  }
}

interface UnitRecords {
  journal: StackedJournal;
  others: OtherJournals | null;
  inFlight: InFlight;
  money: UnitMoney | null;
}

async function runSteps(prepared: PreparedStudy, records: UnitRecords, job: UnitJob): Promise<void> {
  const {study, unit, progress, signal, onSteps} = job;
  const {journal} = records;
  const stop = new AbortController(); // aborted by an error after which nothing can continue
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const batches = new BatchLog(unitFiles(study.name, unit.id).batches);
  const recorder = openRecorder(records, {batches, ended, narrowed: prepared.study}, job);
  const steps = createSteps(prepared, {
    ...{recorder, journal, batches, results: resultsFolder(study.name)},
    ...(unit.share && {share: unit.share}),
    ...(unit.phase !== undefined && {phase: unit.phase})
  });
  onSteps?.(
    steps.filter(({name}) => unit.steps.includes(name)),
    recorder
  );
  progress?.begin(study.name, callsOf(recorder));
  const watch = isFree(study) ? undefined : watchOf(recorder);
  try {
    for (const step of steps) await runOne(step, {ended, stop, watch}, job);
  } finally {
    progress?.end();
  }
}

function openRecorder(
  {journal, others, inFlight, money}: UnitRecords,
  {batches, ended, narrowed}: {batches: BatchLog; ended: AbortSignal; narrowed: Study},
  {study, unit, plan, log, retryPolicy}: UnitJob
): Recorder {
  const meter = SpendMeter.ofRecords(journal.written());
  const prices = readPrices();
  return new Recorder(journal, {
    dispatcher: new Dispatcher({
      signal: ended,
      retry: {maxToldInMs: study.maxWaitInMs, ...retryPolicy},
      log,
      limitsOf: (model) => limitsOf(model, narrowed, plan.options)
    }),
    priceOf: ({name}) => prices.find(name),
    budget: money && openBudget(money.granted, journal, {batches, meter, more: money.more}),
    meter,
    inFlight,
    elsewhere: others?.find,
    mayAsk: (step) => unit.steps.includes(step)
  });
}

const callsOf = (recorder: Recorder) => ({
  get asked() {
    return recorder.asked;
  },
  get replayed() {
    return recorder.replayed;
  },
  activity: recorder.activity
});

interface Surroundings {
  ended: AbortSignal;
  stop: AbortController;
  watch: ReturnType<typeof watchOf> | undefined;
}

/** Runs a step to its end. Throws its worst problem. */
async function runOne(live: LiveStep, {ended, stop, watch}: Surroundings, {log, progress}: UnitJob): Promise<void> {
  const giveUp = (error: unknown): void => {
    if (!endsOneProvider(error)) stop.abort(error);
  };
  const display = progress?.beginStep(live.name);
  await live.run({signal: ended, log, afterPart: async () => undefined}, {giveUp, display, watch});
  ended.throwIfAborted();
  const problem = live.problems.find(pausesAll) ?? live.problems[0];
  if (problem !== undefined) throw problem;
}
