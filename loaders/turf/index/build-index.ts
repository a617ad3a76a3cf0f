import {createHash} from "node:crypto";
import type {IndexManifest, IndexStage} from "../../../src/shared/indexManifest.js";
import {checkHeld} from "../../store/lock.js";
import {indexFolder, withoutFolders} from "../../util/paths.js";
import {attributesStage} from "./attributes-stage.js";
import {checkStage} from "./check-stage.js";
import {clustersStage} from "./clusters-stage.js";
import {corpusStage} from "./corpus-stage.js";
import {embeddingsStage} from "./embeddings-stage.js";
import {indexFiles} from "./files.js";
import {blankIndexManifest, readIndexManifest, writeIndexManifest} from "./manifest.js";
import type {CorpusSource, IndexContext, IndexSettings, IndexTools, Stage, StageProgress} from "./parts.js";
import {summariesStage} from "./summaries-stage.js";
import {tablesStage} from "./tables-stage.js";

export interface IndexJob {
  name: string;
  corpus: CorpusSource;
  settings: IndexSettings;
  tools: IndexTools;
  stages?: readonly Stage[]; // defaults to all, in order; an import brings its own first ones
  until?: IndexStage; // the last stage to make now (defaults to the last of all)
  signal?: AbortSignal; // stops cleanly: the same call goes on from there
  onProgress?: (progress: StageProgress) => void;
  onStage?: (stage: Stage["name"], state: "begun" | "finished" | "kept") => void;
}

const allStages: readonly Stage[] = [
  corpusStage,
  attributesStage,
  embeddingsStage,
  clustersStage,
  summariesStage,
  checkStage,
  tablesStage
];

/**
 * Makes an index, or goes on with it: a stage that is finished and depends on what it depended on then is kept. The caller holds the
 * index (lockIndex).
 * Resolves to the manifest; its state is `stopped` when the signal came first, or where only the first stages were asked
 * for. Throws after keeping what was done.
 */
export async function buildIndex(job: IndexJob): Promise<IndexManifest> {
  const {name, corpus, settings, signal, until} = job;
  const manifest: IndexManifest = readIndexManifest(name) ?? blankIndexManifest(name);
  Object.assign(manifest, {origin: corpus.origin, corpus: corpus.location, state: "running", error: null});
  manifest.settings = {...settings};
  try {
    await runStages(job, manifest);
    manifest.state = until === undefined ? "finished" : "stopped";
  } catch (error) {
    manifest.state = signal?.aborted ? "stopped" : "failed";
    manifest.error = signal?.aborted ? null : withoutFolders(error instanceof Error ? error.message : String(error));
    if (signal?.aborted) return save(manifest);
    saveIfPossible(manifest);
    throw error;
  }
  return save(manifest);
}

async function runStages(job: IndexJob, manifest: IndexManifest): Promise<void> {
  const {name, tools, signal, until, stages = allStages} = job;
  const fingerprints = stageFingerprints(job, stages);
  const last = stages.findIndex((stage) => stage.name === until);
  for (const stage of last < 0 ? stages : stages.slice(0, last + 1)) {
    const state = stateOf(manifest, stage.name);
    const context: IndexContext = {
      ...{name, corpus: job.corpus, settings: job.settings, tools, manifest, signal},
      files: indexFiles(name),
      report: (progress) => job.onProgress?.({stage: stage.name, ...progress})
    };
    const fingerprint = fingerprints.get(stage.name)!;
    if (state.state === "finished" && state.fingerprint === fingerprint) {
      job.onStage?.(stage.name, "kept");
      continue;
    }
    signal?.throwIfAborted();
    job.onStage?.(stage.name, "begun");
    Object.assign(state, {state: "running", fingerprint, seconds: null});
    save(manifest);
    const start = performance.now();
    await stage.run(context);
    Object.assign(state, {state: "finished", seconds: (performance.now() - start) / 1000});
    save(manifest);
    job.onStage?.(stage.name, "finished");
  }
}

const stateOf = ({stages}: IndexManifest, name: IndexStage) => stages.find(({stage}) => stage === name)!;

/** A text for each stage that stands for all that its result depends on. */
export function stageFingerprints(
  job: Pick<IndexJob, "corpus" | "settings">,
  stages: readonly Stage[] = allStages
): Map<IndexStage, string> {
  const fingerprints = new Map<IndexStage, string>();
  let before = "";
  for (const stage of stages) fingerprints.set(stage.name, (before = hash(before, stage.name, stage.dependsOn(job))));
  return fingerprints;
}

/** Whether an index has a stage, made from what the fingerprint stands for. */
export function hasStage(name: string, stage: IndexStage, fingerprint: string): boolean {
  const manifest = readIndexManifest(name);
  if (manifest === undefined) return false;
  const state = stateOf(manifest, stage);
  return state.state === "finished" && state.fingerprint === fingerprint;
}

function save(manifest: IndexManifest): IndexManifest {
  manifest.updated = new Date().toISOString();
  checkHeld(indexFolder(manifest.name));
  writeIndexManifest(manifest);
  return manifest;
}

/** After a failure: on a full disk the cause is what the user must know. */
function saveIfPossible(manifest: IndexManifest): void {
  try {
    save(manifest);
  } catch {
    // the manifest still says that the stage is running, so it is made again
  }
}

const hash = (...parts: unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
