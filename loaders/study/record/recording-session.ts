import {existsSync} from "node:fs";
import {join} from "node:path";
import type {RecordingManifest} from "../../../src/shared/recording.js";
import {createModel} from "../../model/create.js";
import {Dispatcher} from "../../model/dispatcher.js";
import type {Model} from "../../model/model.js";
import {readPrices} from "../../model/prices.js";
import {readRecordingManifest, recordingFiles} from "../../model/recorded/manifest.js";
import {Journal} from "../../store/journal.js";
import {lockFolder} from "../../store/lock.js";
import {openBudget} from "../../store/open-budget.js";
import {Recorder} from "../../store/recorder.js";
import {RecordingBook} from "../../store/recording/recording.js";
import type {RecordingFacts} from "../../store/recording/write-recording.js";
import {checkName} from "../../util/name.js";
import {recordingsFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {factsFor, type RecordSettings} from "../../store/recording/facts.js";
import {startModelServer} from "../run/model-servers.js";

/** How a recording is made. */
export interface RecordOptions extends RecordSettings {
  name: string; // folder in data/recordings
  baseUrl: string | null;
  key: string | null;
  budgetInUsd: number | null;
  concurrency: number; // max calls in flight
  signal?: AbortSignal; // stops it cleanly: what was answered is kept
  log?: (line: string) => void;
}

/** A recording that is being made: the model that is asked, the journal and what was there before. */
export interface RecordingSession {
  folder: string;
  facts: RecordingFacts;
  before: RecordingManifest | null;
  model: Model;
  recorder: Recorder;
  book: RecordingBook;
  /** Writes the recording with all answers so far. */
  save(corpus?: string): Promise<RecordingManifest>;
  close(): Promise<void>;
}

/** The folder of a recording that is made here. */
export const ownRecordingFolder = (name: string): string => join(recordingsFolder(), name);

/** Opens or creates a recording and holds it. Throws a UserError when it is another model's, or was made otherwise. */
export async function openSession(options: RecordOptions): Promise<RecordingSession> {
  const {name, signal, log} = options;
  checkName(name, {key: "--name"});
  const folder = ownRecordingFolder(name);
  const files = recordingFiles(folder);
  const before = existsSync(files.manifest) ? readRecordingManifest(folder) : null;
  const facts = factsFor(options, before);
  const model = createModel({name: options.model, baseUrl: options.baseUrl, key: options.key});
  if (model.recording !== undefined) throw new UserError("is a recording itself: expected a model", {key: "--model"});
  const prices = readPrices();
  checkPrice(model, options.budgetInUsd, prices);
  const release = await lockFolder(folder, `recording ${name}`);
  try {
    const server = await startModelServer({model: options.model, baseUrl: options.baseUrl}, {log, signal});
    const journal = Journal.open(files.journal);
    const recorder = new Recorder(journal, {
      dispatcher: new Dispatcher({signal, max: options.concurrency, log}),
      priceOf: (asked) => prices.find(asked.name),
      budget: openBudget(options.budgetInUsd, journal),
      retry: true
    });
    const book = new RecordingBook(folder, journal);
    return {
      ...{folder, facts, before, model, recorder, book},
      save: (corpus) => book.save({...facts, corpus: corpus ?? facts.corpus}),
      async close() {
        journal.close();
        await server?.stop();
        await release();
      }
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function checkPrice(model: Model, budgetInUsd: number | null, prices: ReturnType<typeof readPrices>): void {
  if (budgetInUsd === null || model.free || prices.find(model.name) !== null) return;
  throw new UserError(
    `no price is known for ${model.name}, so the budget can't be enforced: add it to ${prices.file}`,
    {key: "--budget"}
  );
}
