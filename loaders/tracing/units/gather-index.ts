import type {IndexManifest, IndexStage} from "../../../src/shared/indexManifest.js";
import {mergeUnits} from "../../engine/merge-units.js";
import {BatchLog} from "../../store/batch-log.js";
import {InFlight} from "../../store/in-flight.js";
import {Journal} from "../../store/journal.js";
import {lockIndex} from "../../store/lock.js";
import {buildIndex} from "../../turf/index/build-index.js";
import {doneBefore, shardStages} from "../../turf/shards/stages.js";
import {createTools} from "../index-tools.js";
import {noteSpend} from "../index-corpus.js";
import type {IndexWork} from "./index-work.js";
import {removeOutputs} from "./unit-folders.js";

/** Makes one stage of the index from what units left; those before it have to be there. */
export async function buildUntil(work: IndexWork, until: IndexStage): Promise<void> {
  await build(work, until);
}

/**
 * Puts an index together: clusters, summaries, the check and the tables, with the journals of its units in its own. What
 * units made for each other is removed.
 */
export async function gatherIndex(work: IndexWork): Promise<void> {
  await mergeUnits(work.plan);
  try {
    await build(work, undefined);
  } finally {
    await mergeUnits(work.plan); // what was spent here is in the ledger from now on
  }
  work.signal?.throwIfAborted();
  removeOutputs(work.plan.work);
}

async function build(work: IndexWork, until: IndexStage | undefined): Promise<void> {
  const release = await lockIndex(work.name);
  try {
    await buildLocked(work, until);
  } finally {
    await release();
  }
}

async function buildLocked(work: IndexWork, until: IndexStage | undefined): Promise<IndexManifest> {
  const {name, files, settings, corpus, plan, signal, options} = work;
  const journal = Journal.open(files.journal);
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(files.inFlight, journal);
    const {log, onActivity, onProgress} = options;
    const ask = {budgetInUsd: plan.options.budgetInUsd, signal, log, onActivity};
    const tools = createTools(settings, {journal, inFlight, batches: new BatchLog(files.batches)}, ask);
    options.onRecorder(tools.recorder);
    const own = until ?? "clusters";
    const all = shardStages(work.folders);
    const first = all.findIndex((stage) => stage.name === own);
    const stages = all.map((stage, i) => (i < first ? doneBefore(stage) : stage));
    const job = {name, corpus, settings, tools, stages, onProgress, ...(signal && {signal}), ...(until && {until})};
    return noteSpend(await buildIndex(job), journal);
  } finally {
    await inFlight?.close();
    journal.close();
  }
}
