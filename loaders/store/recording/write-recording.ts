import {mkdirSync, renameSync} from "node:fs";
import {fileWriter, ParquetWriter} from "hyparquet-writer";
import type {RecordingManifest} from "../../../src/shared/recording.js";
import {columnsOf} from "../../../src/shared/schema.js";
import {hashOfFile, type AnswerRow} from "../../model/recorded/answers-file.js";
import {recordingFiles, writeManifestTo} from "../../model/recorded/manifest.js";
import {sha256} from "../../model/recorded/prompt-id.js";
import {DraftFile, removeDraftsOf} from "../../util/atomic-file.js";
import {schemaElements} from "../../util/parquet-schema.js";
import {checkHeld} from "../lock.js";
import {packageVersion} from "../manifest.js";

const rowsPerGroup = 400; // a call decodes one group, opening reads something of each

/** What a recording says of itself that its answers do not. */
export type RecordingFacts = Pick<
  RecordingManifest,
  | "name"
  | "model"
  | "quantization"
  | "server"
  | "notes"
  | "corpus"
  | "license"
  | "system"
  | "parameters"
  | "seed"
  | "answers"
>;

/**
 * Writes a recording: rows in ascending order of prompt and number, in bounded memory. The old one stays until the new one
 * is whole; a process that is killed in between leaves one of the two.
 */
export async function writeRecording(
  folder: string,
  facts: RecordingFacts,
  rows: Iterable<AnswerRow> | AsyncIterable<AnswerRow>
): Promise<RecordingManifest> {
  const files = recordingFiles(folder);
  mkdirSync(folder, {recursive: true});
  removeDraftsOf(files.answers);
  const draft = new DraftFile(files.answers);
  try {
    const tally = new Tally(facts.answers);
    await writeRows(draft.path, rows, tally);
    draft.sync();
    const manifest = {...facts, ...tally.counts(), ...hashes(facts, draft.path), version: 1 as const, packageVersion};
    checkHeld(folder);
    writeManifestTo(files.next, inOrder(manifest));
    draft.publish();
    renameSync(files.next, files.manifest);
    return manifest;
  } catch (error) {
    draft.discard();
    throw error;
  }
}

const hashes = ({system}: RecordingFacts, path: string) => ({
  system_hash: system === null ? null : sha256(system),
  hash: hashOfFile(path)
});

async function writeRows(
  path: string,
  rows: Iterable<AnswerRow> | AsyncIterable<AnswerRow>,
  tally: Tally
): Promise<void> {
  const columns = columnsOf("answers");
  const parquet = new ParquetWriter({writer: fileWriter(path), schema: schemaElements(columns)});
  let group: AnswerRow[] = [];
  const flush = async (): Promise<void> => {
    const columnData = columns.map(([name]) => ({
      ...{name, data: group.map((row) => row[name as keyof AnswerRow])},
      ...{statistics: name === "id", offsetIndex: false}, // of many small row groups: they would make opening slow
      ...((name === "id" || name === "k") && {codec: "UNCOMPRESSED" as const})
    }));
    await parquet.write({columnData, rowGroupSize: rowsPerGroup});
    group = [];
  };
  for await (const row of rows) {
    tally.add(row);
    group.push(row);
    if (group.length === rowsPerGroup) await flush();
  }
  if (group.length > 0) await flush();
  await parquet.finish();
}

/** Counts what is written. */
class Tally {
  #rows = 0;
  #prompts = 0;
  #unanswered = 0;
  #drawn = 0; // answers drawn for the last prompt
  #short = 0;
  #last = "";
  #first: string | null = null;
  #latest: string | null = null;

  constructor(private readonly answers: number) {} // asked of each prompt

  add({id, error, at, pinned}: AnswerRow): void {
    this.#rows++;
    if (id !== this.#last) this.#beginPrompt();
    if (!pinned && error === null) this.#drawn++;
    if (error !== null) this.#unanswered++;
    if (this.#first === null || at < this.#first) this.#first = at;
    if (this.#latest === null || at > this.#latest) this.#latest = at;
    this.#last = id;
  }

  #beginPrompt(): void {
    this.#short += this.#isShort();
    this.#prompts++;
    this.#drawn = 0;
  }

  #isShort = (): number => (this.#drawn > 0 && this.#drawn < this.answers ? 1 : 0);

  counts = () => ({
    prompts: this.#prompts,
    rows: this.#rows,
    unanswered: this.#unanswered,
    short: this.#short + this.#isShort(),
    date: this.#first?.slice(0, 10) ?? null,
    last_date: this.#latest?.slice(0, 10) ?? null
  });
}

/** The keys in the order in which a reader wants them. */
function inOrder(manifest: RecordingManifest): RecordingManifest {
  const {version, name, model, quantization, server, date, last_date, notes, ...rest} = manifest;
  return {version, name, model, quantization, server, date, last_date, notes, ...rest};
}
