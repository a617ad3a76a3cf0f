import {createRecordedModel} from "../recorded/recorded-model.js";
import {findRecording, readRecordingManifest} from "../recorded/manifest.js";
import type {ProviderDefinition} from "./definition.js";

/** Plays answers that a real model gave before: of a folder that `surfturf record` made. */
export const recordedProvider: ProviderDefinition = {
  name: "recorded",
  baseUrl: null,
  keyVariable: null,
  batches: false,
  free: true,
  docs: {
    names: "`recorded:...`, a name in `data/recordings` or a folder",
    api: "in this process, see [recordings.md](recordings.md)",
    thinking: "as it was recorded"
  },
  openModel: (model, {name, folder}) => createRecordedModel(name, findRecording(model, folder)),
  recordingOf: (model, folder) => readRecordingManifest(findRecording(model, folder)),
  createModel: null,
  createEmbedder: null
};
