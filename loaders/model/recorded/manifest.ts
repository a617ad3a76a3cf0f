import {existsSync, readdirSync, readFileSync, renameSync} from "node:fs";
import {join, resolve} from "node:path";
import {z} from "zod";
import type {RecordingManifest} from "../../../src/shared/recording.js";
import {writeAtomically} from "../../util/atomic-file.js";
import {recordingsFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";

/** The files of a recorded model. The journal holds what is not in the answers yet; it is not part of what is shared. */
export const recordingFiles = (folder: string) => ({
  manifest: join(folder, "manifest.json"),
  next: join(folder, "manifest.json.next"), // written before the answers that it describes
  answers: join(folder, "answers.parquet"),
  journal: join(folder, "journal.jsonl")
});

const count = z.int().nonnegative();
const words = z.string().nullable();

const manifestSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  model: z.string(),
  quantization: words,
  server: words,
  date: words,
  last_date: words,
  notes: z.array(z.string()),
  corpus: words,
  license: words,
  system: words,
  system_hash: words,
  parameters: z.object({
    temperature: z.number().nullable(),
    top_p: z.number().nullable(),
    max_tokens: z.number().nullable(),
    stop: z.array(z.string())
  }),
  seed: count,
  answers: count,
  prompts: count,
  rows: count,
  unanswered: count,
  short: count,
  hash: z.string(),
  packageVersion: z.string()
});

/**
 * The folder of a recorded model: a name in data/recordings, or a path relative to `from`. Throws a UserError where
 * there is none.
 */
export function findRecording(nameOrPath: string, from: string): string {
  const named = join(recordingsFolder(), nameOrPath);
  const isName = /^[a-z0-9][a-z0-9._-]*$/i.test(nameOrPath);
  const folder = [...(isName ? [named] : []), resolve(from, nameOrPath)].find(isRecording);
  if (folder !== undefined) return folder;
  const known = recordingNames();
  const names = known.length === 0 ? "" : `; there are ${known.join(", ")}`;
  throw new UserError(
    `no such recording: ${nameOrPath}: expected a folder with manifest.json, or a name in data/recordings${names} ` +
      "(surfturf record makes one)"
  );
}

const isRecording = (folder: string): boolean => existsSync(recordingFiles(folder).manifest);

/** Names of the recordings in data/recordings, sorted. */
export function recordingNames(): string[] {
  const all = recordingsFolder();
  if (!existsSync(all)) return [];
  return readdirSync(all)
    .filter((name) => isRecording(join(all, name)))
    .sort();
}

/** Reads what a recorded model says about itself. Throws a UserError in one line when that can't be read. */
export function readRecordingManifest(folder: string): RecordingManifest {
  return parseManifest(recordingFiles(folder).manifest);
}

function parseManifest(path: string): RecordingManifest {
  const file = shownPath(path);
  const parsed = manifestSchema.safeParse(parseJson(path, file));
  if (parsed.success) return parsed.data;
  const {path: key, message} = parsed.error.issues[0]!;
  throw new UserError(`not the manifest of a recording: ${key.join(".")}: ${message}`, {file});
}

function parseJson(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new UserError("damaged: not JSON; take it from where the recording came from", {file}, {cause});
  }
}

export const writeManifestTo = (path: string, manifest: RecordingManifest): void =>
  writeAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);

/**
 * The manifest that fits answers of a hash. A process that was killed between the two files of a recording has left the
 * new manifest beside the old one: it gets its name. Throws a UserError when none fits.
 */
export function manifestFitting(folder: string, hash: string): RecordingManifest {
  const {manifest, next, answers} = recordingFiles(folder);
  const written = parseManifest(manifest);
  if (written.hash === hash) return written;
  const waiting = existsSync(next) ? parseManifest(next) : null;
  if (waiting?.hash !== hash)
    throw new UserError("not the answers that its manifest describes (another hash): take both files from one place", {
      file: shownPath(answers)
    });
  renameSync(next, manifest);
  return waiting;
}
