import {join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Activity} from "../../model/activity.js";
import type {DeadlineOptions} from "../../model/deadlines.js";
import {Dispatcher} from "../../model/dispatcher.js";
import type {Model} from "../../model/model.js";
import {readPrices, type Prices} from "../../model/prices.js";
import type {RetryPolicy} from "../../model/retry.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {Study} from "../../step/study.js";
import {BatchLog} from "../../store/batch-log.js";
import {InFlight, inFlightPath} from "../../store/in-flight.js";
import {Journal} from "../../store/journal.js";
import {lockStudy} from "../../store/lock.js";
import {readManifest} from "../../store/manifest.js";
import {openBudget} from "../../store/open-budget.js";
import {Recorder} from "../../store/recorder.js";
import {SpendMeter} from "../../store/spend.js";
import {readKeptTraces} from "../../tracing/kept-traces.js";
import {studyFolder} from "../../util/paths.js";
import {describeLab, describePool, notesOnRecordings, planManifest} from "../manifest/describe.js";
import {fingerprint} from "../manifest/fingerprint.js";
import {isFree} from "../manifest/provenance.js";
import {Publisher} from "../tables/publisher.js";
import {checkPrices} from "./budget.js";
import {createSteps, watchOf} from "./create-steps.js";
import {keepLiveState} from "./live-state.js";
import {startServers} from "./model-servers.js";
import {openOtherJournals, type OtherJournals} from "./other-journals.js";
import {prepareStudy} from "./prepare.js";
import type {Progress} from "./progress.js";
import {checkRecord, recordAnswers, type AnswerRecord} from "./record-answers.js";
import {runSteps} from "./run-steps.js";
import {tryRules} from "./try-rules.js";
import {watchPace} from "./watch-pace.js";

/** How a study is run. */
export interface RunOptions {
  signal?: AbortSignal; // stops it cleanly: answers are kept, and a later run resumes from them
  progress?: Progress;
  publishEveryInMs?: number; // min time between two writes of the tables while it runs; defaults to 3000
  cache?: boolean; // reuse answers from the journals of other studies; defaults to true
  retry?: "unscored"; // repeat the calls that left a candidate unscored
  log?: (line: string) => void; // for events outside the steps, such as the start of a model server
  budgetInUsd?: number; // instead of the study's own
  retryPolicy?: Partial<RetryPolicy>; // of failed calls; defaults to docs/reliability.md
  deadlines?: DeadlineOptions; // of requests; defaults to docs/reliability.md
  wrapTarget?: (model: Model) => Model; // what is asked in place of each target
  alongside?: {activity(): Activity}; // calls that are made for the study by others, to be shown too
  served?: Study; // with the roles whose model servers are started; defaults to the study
  results?: string; // folder of what units computed; defaults to none
  only?: readonly string[]; // steps that may make new calls; the others are read from the journal; defaults to all
}

interface Money {
  prices: Prices;
  capInUsd: number | null;
}

/** Whether a study's tables are complete and were made with its present settings and inputs. */
export function isFinished(study: Study): boolean {
  const manifest = readManifest(study.name);
  return manifest?.state === "finished" && manifest.fingerprint === fingerprint(study);
}

/**
 * Runs or resumes a study: every call in the journal is read from there. Resolves to the manifest, with state `stopped`
 * if the signal was aborted or the budget is used up. Throws UserErrors, and the error of a failed step after its
 * tables are written.
 */
export async function runStudy(study: Study, options: RunOptions = {}): Promise<StudyManifest> {
  const prepared = await prepareStudy(study, options.wrapTarget);
  checkRecord(study);
  const prices = readPrices();
  const capInUsd = options.budgetInUsd ?? study.budgetInUsd;
  checkPrices(study, capInUsd, prices);
  const release = await lockStudy(study.name);
  const servers = await startServers(options.served ?? study, options).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  try {
    return await runLocked(prepared, {...options, capInUsd, prices});
  } finally {
    await servers.stop();
    await release();
  }
}

async function runLocked(prepared: PreparedStudy, options: RunOptions & Money): Promise<StudyManifest> {
  const {study} = prepared;
  const {signal, progress, publishEveryInMs = 3000, log = () => undefined} = options;
  const journal = Journal.open(join(studyFolder(study.name), "journal.jsonl"));
  const others = isFree(study) || options.cache === false ? null : openOtherJournals(study.name);
  const stop = new AbortController(); // aborted by an error after which nothing can continue
  let inFlight: InFlight | undefined;
  let forgetLive = (): void => undefined;
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const answers = recordAnswers(prepared, journal, log);
  try {
    inFlight = await InFlight.open(inFlightPath(study.name), journal);
    const batches = new BatchLog(join(studyFolder(study.name), "batches.jsonl"));
    const recorder = openRecorder(study, {journal, inFlight, batches, others, ended, answers}, {...options, log});
    const steps = createSteps(prepared, {
      recorder,
      journal,
      batches,
      ...(options.results !== undefined && {results: options.results})
    });
    for (const line of await tryRules(prepared)) log(line);
    const kept = await readKeptTraces(study.name, steps);
    const publisher = new Publisher(await firstManifest(prepared), steps, {
      everyInMs: publishEveryInMs,
      others: [kept],
      spend: () => recorder.spend
    });
    progress?.begin(study.name, callsOf(recorder, options.alongside));
    const pace = watchPace(recorder, steps);
    forgetLive = keepLiveState(study.name, () => ({...recorder.activity(), ...pace()}));
    const watch = isFree(study) ? undefined : watchOf(recorder);
    return await runSteps(steps, publisher, {...options, signal, ended, stop, log, watch});
  } finally {
    await answers?.save();
    forgetLive();
    progress?.end();
    others?.close();
    await inFlight?.close();
    journal.close();
  }
}

/** The calls of a study as they are shown. */
const callsOf = (recorder: Recorder, alongside: RunOptions["alongside"]) => ({
  get asked() {
    return recorder.asked;
  },
  get replayed() {
    return recorder.replayed;
  },
  activity: () => (alongside === undefined ? recorder.activity() : alongside.activity())
});

interface Records {
  journal: Journal;
  inFlight: InFlight;
  batches: BatchLog;
}

interface RecorderParts extends Records {
  others: OtherJournals | null;
  ended: AbortSignal;
  answers: AnswerRecord | null;
}

function openRecorder(
  study: Study,
  {journal, inFlight, batches, others, ended, answers}: RecorderParts,
  {prices, capInUsd, retry, retryPolicy, deadlines, only, log}: RunOptions & Money
): Recorder {
  const meter = SpendMeter.of(journal);
  return new Recorder(journal, {
    dispatcher: new Dispatcher({
      signal: ended,
      max: study.concurrency,
      retry: {maxToldInMs: study.maxWaitInMs, ...retryPolicy},
      deadlines,
      log
    }),
    priceOf: ({name}) => prices.find(name),
    budget: openBudget(capInUsd, journal, {batches, meter}),
    meter,
    inFlight,
    elsewhere: others?.find,
    onCall: answers?.onCall,
    retry: retry === "unscored",
    mayAsk: only && ((step) => only.includes(step))
  });
}

async function firstManifest({study, lab, pools}: PreparedStudy): Promise<StudyManifest> {
  return {
    ...planManifest(study),
    state: "running",
    started: readManifest(study.name)?.started ?? new Date().toISOString(),
    attributes: study.attributes === "" ? null : describePool(await pools.pool()),
    notes: [...(lab === null ? [] : [describeLab(lab)]), ...notesOnRecordings(study)]
  };
}
