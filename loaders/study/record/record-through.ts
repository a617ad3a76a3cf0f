import {drawNumber} from "../../model/recorded/draw.js";
import {recordedPromptId} from "../../model/recorded/prompt-id.js";
import {openAnswers} from "../../model/recorded/recorded-model.js";
import {ModelError} from "../../model/model-error.js";
import type {Model, ModelRequest} from "../../model/model.js";
import type {RecordingSession} from "./recording-session.js";

/**
 * Makes of a model that plays a recording one that asks the real model for what the recording lacks. What it plays depends
 * on the recording as it was before, so the answers are the same when all of them are played.
 */
export async function recordThrough({folder, model: real, recorder, book, facts}: RecordingSession) {
  const before = await openAnswers(folder, {mayBeEmpty: true});
  const isRecorded = async (request: ModelRequest): Promise<boolean> => {
    const rows = (await before.find(recordedPromptId(request))).filter(({error}) => error === null);
    if (rows.some(({pinned, seed}) => pinned && seed === request.seed)) return true;
    return rows.filter(({pinned}) => !pinned).length > drawNumber(request.seed ?? 0);
  };
  const askReal = async (request: ModelRequest) => {
    const {ordinal, reply, record} = await recorder.ask(real, request, {step: "record", role: "target"});
    book.add({request, source: null, draw: null, ordinal}, facts.system);
    if (reply !== null) return reply;
    const {name: model} = real;
    const details = {model, status: null, retryable: false, retryAfterInMs: null, fatal: false};
    throw new ModelError(record.error ?? `${model}: no answer`, details);
  };
  return {
    wrap: (played: Model): Model => ({
      ...played,
      identity: `${played.identity}, then ${real.identity}`,
      open: async () => undefined,
      ask: async (request, options) => ((await isRecorded(request)) ? played.ask(request, options) : askReal(request))
    }),
    close: () => before.close()
  };
}
