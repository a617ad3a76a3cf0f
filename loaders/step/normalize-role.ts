import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import type {RecordingManifest} from "../../src/shared/recording.js";
import {providerOf, recordingOf} from "../model/provider.js";
import {differenceOf} from "../model/recorded/parameters.js";
import type {RoleSpec} from "./role.js";
import type {RoleInput} from "./role-spec.js";
import {readTextFile} from "../util/read-text.js";
import {isUserError} from "../util/user-error.js";

/** Default output tokens by role, thinking not included. The target's value is that of the released code. */
export const maxTokensOf = {target: 2048, query: 1024, judge: 2048, perturb: 8192} as const;

const labContext = 8192; // tokens that the lab's target reads

/** The normal form of a role. Throws the error that `problem` makes if the file of its system prompt is missing. */
export function normalizeRole(
  input: RoleInput,
  {maxTokens, file, problem}: {maxTokens: number; file: string; problem: (message: string) => Error}
): RoleSpec {
  const spec = withRecorded(typeof input === "string" ? {model: input} : input, {file, problem});
  const thinking = spec.thinking ?? 0;
  if (spec.max_tokens === null && providerOf(spec.model).needsLimit)
    throw problem(`${spec.model} needs max_tokens: expected a number`);
  return {
    model: spec.model,
    temperature: spec.temperature === undefined ? 1 : spec.temperature,
    topP: spec.top_p ?? null,
    maxTokens: spec.max_tokens === undefined ? maxTokens + thinking : spec.max_tokens,
    thinking,
    effort: spec.effort ?? null,
    system: readSystemPrompt(spec.system, {file, problem}),
    stop: spec.stop === undefined ? [] : spec.stop,
    ...(spec.seed === null && {seed: null}),
    showThinking: spec.show_thinking ?? false,
    ...(spec.truncated === "judge" && {truncated: "judge" as const}),
    context: spec.context ?? (spec.model.startsWith("lab:") ? labContext : null),
    timeoutInMs: spec.timeout ?? null,
    headers: spec.headers ?? {},
    body: spec.body ?? {},
    pin: spec.pin ?? [],
    baseUrl: spec.base_url ?? null,
    key: spec.key ?? null
  };
}

type RoleMap = Exclude<RoleInput, string>;

/**
 * The role with the system prompt and the parameters that its model was recorded with, if it plays a recording. Throws an
 * error when the role names others.
 */
function withRecorded(spec: RoleMap, place: Place): RoleMap {
  const recorded = maybeRecording(spec.model, place);
  if (recorded === null) return spec;
  const {parameters, system} = recorded;
  const {temperature, top_p, max_tokens, stop} = spec;
  const difference =
    spec.system !== undefined && readSystemPrompt(spec.system, place) !== system
      ? "another system prompt than it was recorded with"
      : differenceOf(parameters, {temperature, top_p, max_tokens, ...(stop !== undefined && {stop: stop ?? []})});
  if (difference === null) return {...spec, ...parameters, system};
  throw place.problem(`${spec.model} is asked with ${difference}: take the key out, or record the model again`);
}

function maybeRecording(name: string, {file, problem}: Place): RecordingManifest | null {
  try {
    return recordingOf(name, dirname(file));
  } catch (error) {
    throw isUserError(error) && error.place.file === undefined ? problem(error.message) : error;
  }
}

interface Place {
  file: string; // that paths are relative to
  problem: (message: string) => Error;
}

function readSystemPrompt(system: string | {file: string} | null | undefined, {file, problem}: Place): string | null {
  if (system == null || typeof system === "string") return system ?? null;
  const path = resolve(dirname(file), system.file);
  if (!existsSync(path)) throw problem(`no such file for a system prompt: ${system.file}`);
  try {
    return readTextFile(path).trim();
  } catch (error) {
    throw isUserError(error) ? problem(`system prompt ${system.file}: ${error.message}`) : error;
  }
}
