import {existsSync} from "node:fs";
import type {RecordingManifest} from "../../../src/shared/recording.js";
import {stopReasons, type StopReason} from "../reply.js";
import {UserError} from "../../util/user-error.js";
import {shownPath} from "../../util/yaml-file.js";
import {ModelError} from "../model-error.js";
import type {Model} from "../model.js";
import type {ModelReply} from "../reply.js";
import type {ModelRequest} from "../request.js";
import {AnswersFile, hashOfFile, type AnswerRow} from "./answers-file.js";
import {drawnAnswer} from "./draw.js";
import {manifestFitting, readRecordingManifest, recordingFiles} from "./manifest.js";
import {differenceOf, parametersOf} from "./parameters.js";
import {recordedPromptId} from "./prompt-id.js";

/** A model that plays the answers of a recording. It is opened at its first call, unless `open` comes before. */
export function createRecordedModel(name: string, folder: string): Model {
  const manifest = readRecordingManifest(folder);
  let opened: Promise<AnswersFile> | undefined;
  const open = (): Promise<AnswersFile> => (opened ??= openAnswers(folder));
  return {
    name,
    provider: "recorded",
    lane: "recorded",
    identity: `${name} of ${manifest.hash}`,
    free: true,
    local: true,
    recording: manifest,
    open: async () => void (await open()),
    async ask(request, {signal} = {}) {
      signal?.throwIfAborted();
      const difference = differenceOf(manifest.parameters, parametersOf(request));
      if (difference !== null) throw refuse(name, `asked with ${difference}`, {fatal: true});
      const rows = await (await open()).find(recordedPromptId(request));
      return toReply(manifest, chooseAnswer(name, rows, request));
    }
  };
}

/** Opens the answers of a recording and checks them against its manifest. Throws a UserError in one line. */
export async function openAnswers(folder: string, {mayBeEmpty = false} = {}): Promise<AnswersFile> {
  const {answers} = recordingFiles(folder);
  if (!existsSync(answers)) throw problem(answers, "no such file: take it from where the recording came from");
  const {rows, prompts} = manifestFitting(folder, hashOfFile(answers));
  if (rows === 0 && !mayBeEmpty) throw problem(answers, "holds no answers yet: record some with surfturf record");
  const file = await AnswersFile.open(answers);
  if (file.rows === rows && file.prompts === prompts) return file;
  const there = `${file.rows} answers to ${file.prompts} prompts`;
  file.close();
  throw problem(answers, `has ${there}, its manifest says ${rows} to ${prompts}: take both files from one place`);
}

const problem = (path: string, message: string): UserError => new UserError(message, {file: shownPath(path)});

/**
 * The answer to a request: the one that was recorded for it, else one that its seed draws. Throws a ModelError when there
 * is none.
 */
function chooseAnswer(name: string, rows: readonly AnswerRow[], request: ModelRequest): AnswerRow {
  if (rows.length === 0) throw refuse(name, "no answer to this prompt was recorded", {notRecorded: true});
  const exact = rows.find(({seed, pinned}) => pinned && seed === request.seed);
  if (exact?.error === null) return exact;
  const answered = rows.filter(({error}) => error === null);
  const free = answered.filter(({pinned}) => !pinned);
  const among = free.length > 0 ? free : answered;
  if (exact !== undefined || among.length === 0)
    throw refuse(name, `the call failed when it was recorded: ${(exact ?? rows[0]!).error}`);
  return among[drawnAnswer(request.seed ?? 0, among.length)]!;
}

function refuse(name: string, words: string, {fatal = false, notRecorded = false} = {}): ModelError {
  const details = {model: name, status: null, retryable: false, retryAfterInMs: null, fatal, notRecorded};
  return new ModelError(`${name}: ${words}`, details);
}

const toReply = (manifest: RecordingManifest, row: AnswerRow): ModelReply => ({
  text: row.text ?? "",
  thinking: row.thinking ?? "",
  stop: {unified: toStop(row.stop), raw: row.raw},
  usage: {inputTokens: row.input_tokens, outputTokens: row.output_tokens, thinkingTokens: null, cachedTokens: null},
  model: manifest.model
});

const toStop = (stop: string | null): StopReason => stopReasons.find((each) => each === stop) ?? "other";
