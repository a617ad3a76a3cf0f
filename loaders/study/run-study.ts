import {join} from "node:path";
import type {StudyManifest} from "../../src/lib/manifest.js";
import {isBudgetReached} from "../model/budget.js";
import {Dispatcher} from "../model/dispatcher.js";
import {Journal} from "../store/journal.js";
import {lockStudy} from "../store/lock.js";
import {endsOneProvider, Recorder} from "../store/recorder.js";
import type {CallHandle} from "../surf/ask-candidate.js";
import {createRun, finishRun, type SearchRun} from "../surf/run.js";
import {createSampler} from "../surf/sampler.js";
import type {SearchSettings} from "../surf/settings.js";
import {studyFolder, withoutFolders} from "../util/paths.js";
import {checkPrices, openBudget} from "./budget.js";
import {describeLab, describePool, planManifest} from "./describe.js";
import {journalReader} from "./journal-reader.js";
import {startServers} from "./model-servers.js";
import {openOtherJournals} from "./other-journals.js";
import {readPrices, type Prices} from "./prices.js";
import {readManifest} from "./manifest.js";
import {fingerprint, isFree, prepareStudy, type PreparedStudy} from "./prepare.js";
import type {Progress} from "./progress.js";
import {Publisher} from "./publisher.js";
import type {SearchRecord} from "./search-record.js";
import type {Study} from "./study.js";

export interface RunOptions {
  signal?: AbortSignal; // stops cleanly: what was answered is kept, and resume goes on from there
  progress?: Progress;
  publishEveryInMs?: number; // least time between two writings of the tables while it runs; defaults to 3000
  cache?: boolean; // take answers from other studies' journals; defaults to true
  retry?: "unscored"; // ask anew what left a candidate unscored
  log?: (line: string) => void; // what happens beside the search: a model server that is started
  budgetInUsd?: number; // instead of the study's own
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
  const {signal, progress, publishEveryInMs = 3000, prices, capInUsd} = options;
  const journal = Journal.open(join(studyFolder(study.name), "journal.jsonl"));
  const stop = new AbortController(); // the user's signal, or an error that nothing can go on after
  const others = isFree(study) || options.cache === false ? null : openOtherJournals(study.name);
  const recorder = new Recorder(journal, {
    dispatcher: new Dispatcher({
      signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      max: study.concurrency
    }),
    priceOf: ({name}) => prices.find(name),
    budget: openBudget(capInUsd, journal),
    elsewhere: others?.find,
    retry: options.retry === "unscored"
  });
  const records = searches.map(toRecord);
  const manifest: StudyManifest = {
    ...planManifest(study),
    state: "running",
    started: readManifest(study.name)?.started ?? new Date().toISOString(),
    attributes: describePool(pool),
    notes: lab === null ? [] : [describeLab(lab)]
  };
  const publisher = new Publisher(manifest, records, journalReader(journal), publishEveryInMs);
  progress?.begin(study, records, recorder);
  const problems: unknown[] = []; // what ended a run: a provider that can't answer, a budget used up
  const giveUp = (error: unknown) => {
    if (!endsOneProvider(error)) stop.abort(error);
    problems.push(error);
  };
  try {
    await publisher.publish("running");
    const sampler = createSampler(study.surf.sampler, pool);
    for (const [i, settings] of searches.entries()) {
      progress?.beginSearch(i);
      const {rubric, roles} = settings;
      const context = {rubric, roles, recorder, afterIteration: () => publisher.maybePublish()};
      const finish = (run: SearchRun) =>
        finishRun(run, settings, sampler, {...context, watcher: progress?.watch(i, run.run)}).catch(giveUp);
      await Promise.all(records[i]!.runs.map(finish)); // none is left writing when another gives up
      signal?.throwIfAborted();
      stop.signal.throwIfAborted();
      if (problems.some(isBudgetReached)) break;
    }
    if (problems.length === 0) return await publisher.publish("finished");
    throw problems.find(isBudgetReached) ?? problems[0];
  } catch (error) {
    markStopped(records);
    if (signal?.aborted) return await publisher.publish("stopped");
    const message = withoutFolders(error instanceof Error ? error.message : String(error));
    if (isBudgetReached(error)) return await publisher.publish("stopped", message);
    await publisher.publish("failed", message);
    throw error;
  } finally {
    progress?.end();
    others?.close();
    journal.close();
  }
}

interface LiveSearch extends SearchRecord<CallHandle> {
  runs: SearchRun[];
}

function toRecord(settings: SearchSettings): LiveSearch {
  const {rubric, roles} = settings;
  const runs = Array.from({length: settings.runs}, (_, i) => createRun(i + 1, settings));
  return {rubric: rubric.name, model: roles.target.model.name, threshold: rubric.threshold, runs};
}

function markStopped(records: readonly LiveSearch[]): void {
  for (const {runs} of records) for (const run of runs) if (run.ended === "running") run.ended = "stopped";
}
