import type {RecordingManifest} from "../../src/shared/recording.js";
import {UserError} from "../util/user-error.js";
import type {ParsedName, ProviderDefinition} from "./providers/definition.js";
import {allProviders, findProvider} from "./providers/registry.js";

/** Takes `provider:model` or `http://host:port/v1:model` apart. Throws a UserError without a place. */
export function parseProvider(name: string): ParsedName {
  for (const {address} of allProviders()) {
    const parsed = address?.parse(name);
    if (parsed) return parsed;
  }
  const at = name.indexOf(":");
  if (at < 1) throw new UserError(`no provider in ${name === "" ? "an empty name" : name}: expected provider:model`);
  const [provider, model] = [name.slice(0, at), name.slice(at + 1)];
  const definition = findProvider(provider);
  if (definition === undefined || definition.address !== undefined)
    throw new UserError(`unknown provider: ${provider}; expected one of ${expectedProviders()}`);
  if (model.trim() === "") throw new UserError(`no model in ${name}: expected ${provider}:model`);
  definition.checkModel?.(model);
  return {provider, model, baseUrl: null};
}

/** The provider of a model. Throws a UserError as `parseProvider` does. */
export const providerOf = (name: string): ProviderDefinition => findProvider(parseProvider(name).provider)!;

/** The recording that a model plays; null for any other model. A path in its name is relative to `folder`. */
export function recordingOf(name: string, folder: string): RecordingManifest | null {
  const at = name.indexOf(":");
  return findProvider(name.slice(0, at))?.recordingOf?.(name.slice(at + 1), folder) ?? null;
}

function expectedProviders(): string {
  const named = allProviders().filter(({address}) => address === undefined);
  const forms = allProviders().flatMap(({address}) => address?.example ?? []);
  return `${named.map(({name}) => name).join(", ")} or ${forms.join(" or ")}`;
}
