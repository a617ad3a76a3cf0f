import {existsSync} from "node:fs";
import {join} from "node:path";
import {readRecordingManifest, recordingFiles} from "../../model/recorded/manifest.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {Study} from "../../step/study.js";
import type {JournalReader} from "../../store/journal.js";
import {tryLockFolder} from "../../store/lock.js";
import type {RecorderOptions} from "../../store/recorder.js";
import {factsFor} from "../../store/recording/facts.js";
import {RecordingBook} from "../../store/recording/recording.js";
import type {RecordingFacts} from "../../store/recording/write-recording.js";
import {recordingsFolder} from "../../util/paths.js";

/** A study that records its target. */
export interface AnswerRecord {
  onCall: NonNullable<RecorderOptions["onCall"]>;
  /** Writes the recording with the answers of the study so far. */
  save(): Promise<void>;
}

/**
 * Collects the target's answers of a study, if it records them. Throws a UserError when the recording is there and was made
 * with other parameters.
 */
export function recordAnswers(
  {study, roles}: PreparedStudy,
  journal: JournalReader,
  log: (line: string) => void
): AnswerRecord | null {
  if (study.record === null) return null;
  const folder = join(recordingsFolder(), study.record);
  const facts = factsOf(study, study.record, folder);
  const target = roles.targets[0]!.model; // models of arms are asked in its role too
  const book = new RecordingBook(folder, journal);
  return {
    onCall({identity}, request, {ordinal}, {role}) {
      if (role === "target" && identity === target.identity)
        book.add({request, source: null, draw: null, ordinal}, facts.system);
    },
    async save() {
      if (book.prompts === 0) return;
      const release = tryLockFolder(folder, `recording ${study.record}`);
      if (release === null) return log(`recording ${study.record} is being made by another process: nothing is added`);
      try {
        await book.save(facts);
      } finally {
        release();
      }
    }
  };
}

/** Throws a UserError when the study can't add to the recording. */
export function checkRecord(study: Study): void {
  if (study.record !== null) factsOf(study, study.record, join(recordingsFolder(), study.record));
}

function factsOf({targets, name, errorAt}: Study, recording: string, folder: string): RecordingFacts {
  const {model, system, temperature, topP, maxTokens, stop} = targets[0]!;
  const before = existsSync(recordingFiles(folder).manifest) ? readRecordingManifest(folder) : null;
  const parameters = {temperature, top_p: topP, max_tokens: maxTokens, stop: stop ?? []};
  try {
    const facts = factsFor({name: recording, model, system, ...parameters, answers: 1}, before);
    return {...facts, corpus: facts.corpus ?? `study ${name}`};
  } catch (error) {
    throw error instanceof Error ? errorAt(["record"], error.message) : error;
  }
}
