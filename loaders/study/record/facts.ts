import type {RecordingManifest} from "../../../src/shared/recording.js";
import {differenceOf} from "../../model/recorded/parameters.js";
import type {RecordingFacts} from "../../store/recording/write-recording.js";
import {UserError} from "../../util/user-error.js";

/** What a recording is made of, as its command says it. Undefined: as it was made before, else the default. */
export interface RecordSettings {
  name: string;
  model: string; // provider:model
  display?: string; // name of the model for readers
  system?: string;
  temperature?: number;
  topP?: number;
  maxTokens?: number;
  stop?: string[];
  seed?: number;
  answers?: number; // of each prompt
  quantization?: string;
  server?: string;
  license?: string;
  notes?: string[];
}

const defaults = {temperature: 1, top_p: null, max_tokens: 2048, stop: []};
const defaultAnswers = 4;
const defaultSeed = 1;

/**
 * What a recording says of itself. Throws a UserError where it was made before of another model, or with another system
 * prompt, other parameters or another seed.
 */
export function factsFor(settings: RecordSettings, before: RecordingManifest | null): RecordingFacts {
  if (before !== null) checkSame(settings, before);
  const {name, model, answers, quantization, server, license, notes} = settings;
  return {
    name,
    model: settings.display ?? before?.model ?? model,
    quantization: quantization ?? before?.quantization ?? null,
    server: server ?? before?.server ?? null,
    notes: notes ?? before?.notes ?? [],
    corpus: before?.corpus ?? null,
    license: license ?? before?.license ?? null,
    system: settings.system ?? before?.system ?? null,
    parameters: {...(before?.parameters ?? defaults), ...given(parametersOf(settings))},
    seed: settings.seed ?? before?.seed ?? defaultSeed,
    answers: Math.max(answers ?? (before === null ? defaultAnswers : 0), before?.answers ?? 0)
  };
}

const parametersOf = ({temperature, topP, maxTokens, stop}: RecordSettings) => ({
  ...{temperature, top_p: topP, max_tokens: maxTokens, stop}
});

const given = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

function checkSame(settings: RecordSettings, before: RecordingManifest): void {
  const cure = "leave the option out, or choose another --name";
  const difference = differenceOf(before.parameters, parametersOf(settings));
  if (difference !== null)
    throw new UserError(`${settings.name} is asked with ${difference}: ${cure}`, {key: "--name"});
  if (settings.system !== undefined && settings.system !== before.system)
    throw new UserError(`${settings.name} was recorded with another system prompt: ${cure}`, {key: "--system"});
  if (settings.seed !== undefined && settings.seed !== before.seed)
    throw new UserError(`${settings.name} was recorded with seed ${before.seed}: ${cure}`, {key: "--seed"});
}
