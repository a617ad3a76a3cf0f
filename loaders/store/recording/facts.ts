import type {RecordedParameters, RecordingManifest} from "../../../src/shared/recording.js";
import {differenceOf} from "../../model/recorded/parameters.js";
import {UserError} from "../../util/user-error.js";
import type {RecordingFacts} from "./write-recording.js";

/** What a recording is made of. Undefined: as it was made before, else the default. */
export interface RecordSettings extends Partial<RecordedParameters> {
  name: string;
  model: string; // provider:model
  display?: string; // name of the model for readers
  system?: string | null;
  seed?: number;
  answers?: number; // of each prompt
  quantization?: string;
  server?: string;
  license?: string;
  notes?: string[];
}

const defaults: RecordedParameters = {temperature: 1, top_p: null, max_tokens: 2048, stop: []};
const defaultAnswers = 4;
const defaultSeed = 1;

/**
 * What a recording says of itself. Throws a UserError where it was made before with another system prompt, other parameters
 * or another seed.
 */
export function factsFor(settings: RecordSettings, before: RecordingManifest | null): RecordingFacts {
  if (before !== null) checkSame(settings, before);
  const {name, model, answers, quantization, server, license, notes, system} = settings;
  return {
    name,
    model: settings.display ?? before?.model ?? model,
    quantization: quantization ?? before?.quantization ?? null,
    server: server ?? before?.server ?? null,
    notes: notes ?? before?.notes ?? [],
    corpus: before?.corpus ?? null,
    license: license ?? before?.license ?? null,
    system: system ?? before?.system ?? null,
    parameters: before?.parameters ?? {...defaults, ...given(settings)},
    seed: settings.seed ?? before?.seed ?? defaultSeed,
    answers: Math.max(answers ?? (before === null ? defaultAnswers : 0), before?.answers ?? 0)
  };
}

/** The parameters that are given. */
function given({temperature, top_p, max_tokens, stop}: Partial<RecordedParameters>): Partial<RecordedParameters> {
  const values = Object.entries({temperature, top_p, max_tokens, stop});
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function checkSame(settings: RecordSettings, before: RecordingManifest): void {
  const {name, system, seed} = settings;
  const cure = "leave the option out, or choose another name";
  const difference = differenceOf(before.parameters, given(settings));
  if (difference !== null) throw new UserError(`${name} is asked with ${difference}: ${cure}`, {key: "--name"});
  if (system !== undefined && system !== before.system)
    throw new UserError(`${name} was recorded with another system prompt: ${cure}`, {key: "--system"});
  if (seed !== undefined && seed !== before.seed)
    throw new UserError(`${name} was recorded with seed ${before.seed}: ${cure}`, {key: "--seed"});
}
