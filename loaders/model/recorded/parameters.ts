import type {RecordedParameters} from "../../../src/shared/recording.js";
import type {ModelRequest} from "../request.js";

/** The parameters of a request that its answer depends on. */
export const parametersOf = (request: ModelRequest): RecordedParameters => ({
  temperature: request.temperature ?? null,
  top_p: request.topP ?? null,
  max_tokens: request.leaveOut?.includes("max_tokens") ? null : request.maxTokens,
  stop: request.stop ?? []
});

/** The first parameter in which answers were recorded otherwise than they are asked for, in words; null for none. */
export function differenceOf(recorded: RecordedParameters, asked: Partial<RecordedParameters>): string | null {
  for (const key of ["temperature", "top_p", "max_tokens", "stop"] as const) {
    const [was, is] = [recorded[key], asked[key]];
    if (is === undefined || JSON.stringify(was) === JSON.stringify(is)) continue;
    return `${key} ${shown(is)}, but it was recorded with ${key} ${shown(was)}`;
  }
  return null;
}

const shown = (value: number | string[] | null): string => {
  if (value === null) return "not sent";
  return typeof value === "number" ? String(value) : value.length === 0 ? "none" : JSON.stringify(value);
};
