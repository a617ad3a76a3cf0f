import type {StudyManifest} from "../../../src/shared/manifest.js";
import {UserError} from "../../util/user-error.js";
import type {ExportFormat} from "../format.js";
import {Contexts} from "./contexts.js";
import {InspectLog, type LogSubject} from "./log.js";
import {probeSamples} from "./probes.js";
import type {LoggedSample} from "./sample.js";
import {searchSamples} from "./searches.js";
import type {Scorer} from "./tally.js";
import {readUsage} from "./usage.js";

/** Logs as Inspect reads them: one for each model in each search (by rubric) and probe. */
export const inspectLogs: ExportFormat = {
  name: "inspect",
  async write({manifest, folder, notes, signal}) {
    const contexts = new Contexts(manifest);
    const logs = new Map<string, InspectLog>();
    for await (const [subject, sample] of samplesOf(manifest, contexts)) {
      signal?.throwIfAborted();
      await logOf(logs, subject, {manifest, folder, contexts, notes}).add(sample);
    }
    if (logs.size === 0)
      throw new UserError(`study ${manifest.name} has no candidates and no samples to export`, {key: "--to"});
    let rows = 0;
    for (const log of logs.values()) {
      await log.close();
      rows += log.samples;
    }
    return {files: logs.size, rows, next: "Look at it: inspect view --log-dir FOLDER. Nothing was uploaded."};
  }
};

async function* samplesOf({name}: StudyManifest, contexts: Contexts): AsyncGenerator<[LogSubject, LoggedSample]> {
  const usage = await readUsage(name);
  yield* searchSamples(name, contexts, usage.candidates);
  yield* probeSamples(name, contexts, usage.samples);
}

interface LogPlace {
  manifest: StudyManifest;
  folder: string;
  contexts: Contexts;
  notes: readonly string[];
}

function logOf(
  logs: Map<string, InspectLog>,
  subject: LogSubject,
  {manifest, folder, contexts, notes}: LogPlace
): InspectLog {
  const key = JSON.stringify(subject);
  const known = logs.get(key);
  if (known !== undefined) return known;
  const generation = contexts.generation(subject.model);
  const log = new InspectLog(folder, subject, {manifest, notes, generation, scorerOf: scorersOf(manifest)});
  logs.set(key, log);
  return log;
}

/** What a log says of a scorer: of a rubric its text, of another measure its name. */
const scorersOf =
  ({rubrics}: StudyManifest) =>
  (name: string): Scorer => {
    const rubric = rubrics.find((each) => each.name === name);
    if (rubric === undefined) return {name, threshold: null, metadata: {}};
    const {threshold, principle, hash} = rubric;
    return {name, threshold, metadata: {threshold, principle, hash}};
  };
