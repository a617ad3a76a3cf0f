import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, join, relative, resolve} from "node:path";
import type {StudyManifest} from "../../../../src/shared/manifest.js";
import {findLogs} from "../../../corpus/inspect/find-logs.js";
import {withLog, type InspectLog} from "../../../corpus/inspect/read-log.js";
import {limitNotes} from "../../../corpus/pairs/note-limit.js";
import {isUserError, UserError} from "../../../util/user-error.js";
import type {ImportOptions, WriteStudy} from "../import-options.js";
import {logsManifest} from "./logs-manifest.js";
import {originOf, type LogOrigin} from "./origin.js";
import {ImportedProbe, type Spools} from "./probe.js";
import {probeRows} from "./rows.js";
import {Spool} from "./spool.js";
import {writeStudyTables} from "../../tables/write-tables.js";

/**
 * Reads Inspect logs, one or all of a folder: each task becomes a probe, its samples are those of the logs. Logs are read
 * sample by sample. Returns a function that writes them as a study. Throws a UserError when no log can be read, or when
 * none holds a sample.
 */
export async function importLogs(path: string, name: string, options: ImportOptions): Promise<WriteStudy> {
  const {logs, notes} = await openLogs(path, options);
  if (logs.every(({samples}) => samples === 0)) throw new UserError("holds no sample", {file: path});
  logs.sort(byProbe);
  return (study) => writeLogs(study, {path, name, logs, options, notes: [...notes]});
}

/** The logs of a path. One of several that can't be read is left out, with a note. */
async function openLogs(path: string, options: ImportOptions): Promise<{logs: LogOrigin[]; notes: string[]}> {
  const files = findLogs(path);
  const logs: LogOrigin[] = [];
  const problems: [file: string, error: UserError][] = [];
  for (const file of files)
    try {
      logs.push(await withLog(file, (log) => Promise.resolve(originOf(log, options))));
    } catch (error) {
      if (!isUserError(error) || error.place.file !== file) throw error;
      problems.push([file, error]);
    }
  if (logs.length === 0) throw problems[0]![1];
  return {logs, notes: problems.map(([file, {message}]) => `${relative(path, file)}: left out: ${message}`)};
}

/** Logs of one probe stand together: their samples are the rows of its tables. */
const byProbe = (a: LogOrigin, b: LogOrigin): number =>
  compare(a.probe, b.probe) || compare(a.model, b.model) || compare(a.created, b.created) || compare(a.path, b.path);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Imported {
  path: string;
  name: string;
  logs: readonly LogOrigin[];
  options: ImportOptions;
  notes: string[];
}

async function writeLogs(study: string, {path, name, logs, options, notes}: Imported): Promise<StudyManifest> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-import-"));
  const spools: Spools = {
    prompts: new Spool(join(folder, "prompts.jsonl")),
    samples: new Spool(join(folder, "samples.jsonl")),
    ...{prompt: 0, sample: 0}
  };
  try {
    const probes = await readProbes(logs, spools, {path, notes});
    checkRubric(probes, options.rubric);
    const runs = probes.map((probe) => probe.finish());
    await writeStudyTables(study, [probeRows(runs, spools)]);
    return logsManifest({name, source: `Inspect logs, ${basename(resolve(path))}`, logs, runs, notes});
  } finally {
    spools.prompts.close();
    spools.samples.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function readProbes(
  logs: readonly LogOrigin[],
  spools: Spools,
  {path, notes}: {path: string; notes: string[]}
): Promise<ImportedProbe[]> {
  const probes: ImportedProbe[] = [];
  for (const origin of logs) {
    const last = probes.at(-1);
    const probe = last?.name === origin.probe ? last : new ImportedProbe(origin.probe, spools);
    if (probe !== last) probes.push(probe);
    const file = relative(path, origin.path) || basename(path);
    notes.push(...origin.notes.map((note) => `${file}: ${note}`));
    await withLog(origin.path, (log) => readSamples(log, probe, {origin, file, notes}));
  }
  for (const {name, leftOut} of probes)
    if (leftOut > 0) notes.push(`${name}: ${leftOut} values of measures beyond the first 300 are left out`);
  return probes.filter(({samples}) => samples.length > 0);
}

async function readSamples(
  log: InspectLog,
  probe: ImportedProbe,
  {origin, file, notes}: {origin: LogOrigin; file: string; notes: string[]}
): Promise<void> {
  const {add, end} = limitNotes(notes, file);
  for await (const read of log.samples()) {
    if ("sample" in read) probe.add(read.sample, origin);
    else add(`${file}, ${read.name}: skipped, ${read.problem}`);
  }
  end();
}

/** Throws a UserError when the score that is to judge is in no log. */
function checkRubric(probes: readonly ImportedProbe[], rubric: string | undefined): void {
  if (probes.length === 0) throw new UserError("no sample of these logs can be read");
  if (rubric === undefined || probes.some(({scores}) => scores.includes(rubric))) return;
  const known = [...new Set(probes.flatMap(({scores}) => scores))];
  throw new UserError(`no log has a score ${rubric}: there are ${known.slice(0, 40).join(", ") || "none"}`, {
    key: "--rubric"
  });
}
