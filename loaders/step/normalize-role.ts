import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import type {RoleSpec} from "./role.js";
import type {RoleInput} from "./role-spec.js";
import {readTextFile} from "../util/read-text.js";
import {isUserError} from "../util/user-error.js";

/** Output tokens by role; the target's is the released code's. The judge's thinking comes on top. */
export const maxTokensOf = {target: 2048, query: 1024, judge: 2048, perturb: 8192} as const;

const labContext = 8192; // tokens: its target reads no further

/** The normal form of a role. Throws what `problem` makes where the file of its system prompt is missing. */
export function normalizeRole(
  input: RoleInput,
  {maxTokens, file, problem}: {maxTokens: number; file: string; problem: (message: string) => Error}
): RoleSpec {
  const spec = typeof input === "string" ? {model: input} : input;
  const thinking = spec.thinking ?? 0;
  return {
    model: spec.model,
    temperature: spec.temperature ?? 1,
    topP: spec.top_p ?? null,
    maxTokens: spec.max_tokens ?? maxTokens + thinking,
    thinking,
    effort: spec.effort ?? null,
    system: readSystem(spec.system, file, problem),
    stop: spec.stop ?? [],
    showThinking: spec.show_thinking ?? false,
    context: spec.context ?? (spec.model.startsWith("lab:") ? labContext : null),
    headers: spec.headers ?? {},
    body: spec.body ?? {},
    pin: spec.pin ?? [],
    baseUrl: spec.base_url ?? null,
    key: spec.key ?? null
  };
}

function readSystem(
  system: string | {file: string} | undefined,
  file: string,
  problem: (message: string) => Error
): string | null {
  if (system === undefined || typeof system === "string") return system ?? null;
  const path = resolve(dirname(file), system.file);
  if (!existsSync(path)) throw problem(`no such file for a system prompt: ${system.file}`);
  try {
    return readTextFile(path).trim();
  } catch (error) {
    throw isUserError(error) ? problem(`system prompt ${system.file}: ${error.message}`) : error;
  }
}
