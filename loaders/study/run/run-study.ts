import {join} from "node:path";
import type {StepName, StudyManifest} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {isBudgetReached} from "../../model/budget.js";
import {Dispatcher} from "../../model/dispatcher.js";
import type {RetryPolicy} from "../../model/retry.js";
import {BatchLog} from "../../store/batch-log.js";
import {Journal} from "../../store/journal.js";
import {lockStudy} from "../../store/lock.js";
import {endsOneProvider, NotAskedError, Recorder} from "../../store/recorder.js";
import {studyFolder, withoutFolders} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {checkPrices, openBudget} from "./budget.js";
import {describeLab, describePool, planManifest} from "../manifest/describe.js";
import {readKeptTraces} from "../../tracing/kept-traces.js";
import {LiveStep} from "./live-step.js";
import {journalReader} from "../../surf/tables/journal-reader.js";
import {startServers} from "./model-servers.js";
import {openOtherJournals} from "./other-journals.js";
import {readPrices, type Prices} from "../../model/prices.js";
import {readManifest} from "../../store/manifest.js";
import {fingerprint, isFree, prepareStudy, type PreparedStudy} from "./prepare.js";
import type {Progress} from "./progress.js";
import {Publisher} from "../tables/publisher.js";
import {createSearch, markStopped, runSearches} from "../../surf/run-searches.js";
import {createSteps} from "../steps.js";
import type {Study} from "../../step/study.js";
import {candidatesOf, candidateTexts, findingsOf} from "../tables/write-tables.js";

export interface RunOptions {
  signal?: AbortSignal; // stops cleanly: what was answered is kept, and resume goes on from there
  progress?: Progress;
  publishEveryInMs?: number; // least time between two writings of the tables while it runs; defaults to 3000
  cache?: boolean; // take answers from other studies' journals; defaults to true
  retry?: "unscored"; // ask anew what left a candidate unscored
  log?: (line: string) => void; // what happens beside the search: a model server that is started
  budgetInUsd?: number; // instead of the study's own
  retryPolicy?: Partial<RetryPolicy>; // of failed calls; defaults to the product's (docs/reliability.md)
  only?: readonly StepName[]; // steps that may make new calls; the others are read from the journal
}

interface Money {
  prices: Prices;
  capInUsd: number | null;
}

/** Whether a study's tables are whole and made from the very settings it has now. */
export function isFinished(study: Study): boolean {
  const manifest = readManifest(study.name);
  return manifest?.state === "finished" && manifest.fingerprint === fingerprint(study);
}

/**
 * Runs a study, or resumes it: every call that the journal has is read from there. Resolves to the manifest; its state
 * is `stopped` when the signal came first. Throws after keeping what was done (state `failed`).
 */
export async function runStudy(study: Study, options: RunOptions = {}): Promise<StudyManifest> {
  const prepared = await prepareStudy(study);
  const prices = readPrices();
  const capInUsd = options.budgetInUsd ?? study.budgetInUsd;
  checkPrices(study, capInUsd, prices);
  const release = await lockStudy(study.name);
  const servers = await startServers(study, options).catch(async (error: unknown) => {
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
  const {study, pool, searches, lab} = prepared;
  const {signal, progress, publishEveryInMs = 3000, prices, capInUsd, only, log = () => undefined} = options;
  const journal = Journal.open(join(studyFolder(study.name), "journal.jsonl"));
  const stop = new AbortController(); // the user's signal, or an error that nothing can go on after
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const others = isFree(study) || options.cache === false ? null : openOtherJournals(study.name);
  const recorder = new Recorder(journal, {
    dispatcher: new Dispatcher({signal: ended, max: study.concurrency, retry: options.retryPolicy}),
    priceOf: ({name}) => prices.find(name),
    budget: openBudget(capInUsd, journal),
    elsewhere: others?.find,
    retry: options.retry === "unscored",
    mayAsk: only && ((step) => (only as readonly string[]).includes(step))
  });
  const live = searches.map(createSearch);
  const steps = createSteps(study).map((step) => new LiveStep(step, journal));
  const manifest: StudyManifest = {
    ...planManifest(study),
    state: "running",
    started: readManifest(study.name)?.started ?? new Date().toISOString(),
    attributes: pool && describePool(pool),
    notes: lab === null ? [] : [describeLab(lab)]
  };
  const kept = await readKeptTraces(study.name, steps);
  const publisher = new Publisher(manifest, live, journalReader(journal), publishEveryInMs, steps, [kept]);
  const afterPart = () => publisher.maybePublish();
  progress?.begin(study, live, recorder);
  const problems: unknown[] = []; // what ended a run or a step: a provider that can't answer, a budget used up
  const giveUp = (error: unknown) => {
    if (!endsOneProvider(error)) stop.abort(error);
    problems.push(error);
  };
  const throwIfStopped = () => ended.throwIfAborted();
  try {
    await publisher.publish("running");
    await runSearches(prepared, live, {
      recorder,
      progress,
      afterIteration: afterPart,
      giveUp,
      problems,
      throwIfStopped
    });
    const batches = new BatchLog(join(studyFolder(study.name), "batches.jsonl"));
    const describe = (finding: Row<"findings">) => steps.reduce((row, step) => step.describe(row), finding);
    const findings = () => findingsOf(live).map(describe);
    const candidates = () => candidatesOf(live);
    const textsOf = candidateTexts(live, journalReader(journal));
    const leftOut: StepName[] = [];
    for (const step of problems.length === 0 ? steps : []) {
      const {name} = step.step;
      const context = {
        prepared,
        recorder,
        journal,
        batches,
        candidates,
        findings,
        textsOf,
        signal: ended,
        afterPart,
        log
      };
      await step.run(context, progress?.beginStep(name)).catch((error: unknown) => {
        if (!(error instanceof NotAskedError)) return giveUp(error);
        step.mark("stopped");
        leftOut.push(name);
      });
      throwIfStopped();
      if (problems.some(isBudgetReached)) break;
    }
    if (problems.length > 0) throw problems.find(isBudgetReached) ?? problems[0];
    if (leftOut.length > 0) return await publisher.publish("stopped", `left out: ${leftOut.join(", ")}`);
    return await publisher.publish("finished");
  } catch (error) {
    markStopped(live);
    if (signal?.aborted) return await publisher.publish("stopped");
    const message = withoutFolders(error instanceof Error ? error.message : String(error));
    if (isBudgetReached(error)) return await publisher.publish("stopped", message);
    await publisher.publish("failed", message);
    throw error instanceof NotAskedError ? notFinished(error) : error;
  } finally {
    progress?.end();
    others?.close();
    journal.close();
  }
}

const notFinished = ({step}: NotAskedError): UserError =>
  new UserError(`the step ${step} is not finished and others build on it: name it too, or leave --only out`, {
    key: "--only"
  });
