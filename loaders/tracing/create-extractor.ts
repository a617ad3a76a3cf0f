import type {Model} from "../model/model.js";
import type {BatchLog} from "../store/batch-log.js";
import type {Recorder} from "../store/recorder.js";
import type {Extractor} from "../turf/extractor.js";
import {createLocalExtractor} from "../turf/rules/local-extractor.js";
import {createModelExtractor} from "../turf/model-extractor.js";

/** Whether the extractor with this name (`--extract`) is the rules, not a model. */
export const isLocalExtractor = (name: string): boolean => /^local\b/.test(name);

/** The extractor of an index by its name: the rules (`local`), or a model that is asked through the recorder. */
export function createIndexExtractor(
  name: string,
  {model, ...rest}: {model: (name: string) => Model; recorder: Recorder; log: BatchLog; signal?: AbortSignal}
): Extractor {
  return isLocalExtractor(name) ? createLocalExtractor() : createModelExtractor({model: model(name), ...rest});
}
