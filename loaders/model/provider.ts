import {UserError} from "../util/user-error.js";
import {providerNames, type ProviderName} from "./providers.js";

export interface ParsedName {
  provider: ProviderName;
  model: string; // as the provider calls it; may hold slashes and colons
  baseUrl: string | null; // only of http(s) names
}

const labRoles = ["target", "query", "judge", "perturb"];
const addressForm = "http://host:port/v1:model";

/** Takes `provider:model` or `http://host:port/v1:model` apart. Throws a UserError without a place. */
export function parseProvider(name: string): ParsedName {
  if (/^https?:/.test(name)) return parseAddress(name);
  const at = name.indexOf(":");
  if (at < 1) throw new UserError(`no provider in ${name === "" ? "an empty name" : name}: expected provider:model`);
  const provider = name.slice(0, at);
  const model = name.slice(at + 1);
  if (!isNamed(provider)) throw new UserError(`unknown provider: ${provider}; expected one of ${expected()}`);
  if (model.trim() === "") throw new UserError(`no model in ${name}: expected ${provider}:model`);
  if (provider === "lab" && !labRoles.includes(model) && checkpointOf(model) === null)
    throw new UserError(
      `unknown model of the lab: ${model}; expected one of ${labRoles.join(", ")}, or a checkpoint such as target@50`
    );
  return {provider, model, baseUrl: null};
}

/** How far into its training a checkpoint of the lab's target is, in percent; null: the name is no checkpoint. */
export function checkpointOf(model: string): number | null {
  const percent = Number(/^target@(\d{1,3})$/.exec(model)?.[1] ?? NaN);
  return percent >= 1 && percent <= 100 ? percent : null;
}

const isNamed = (text: string): text is ProviderName =>
  text !== "http" && providerNames.some((provider) => provider === text);

const expected = (): string => `${providerNames.filter(isNamed).join(", ")} or ${addressForm}`;

/** The address ends at the first colon of its path: the port's colon comes before. */
function parseAddress(name: string): ParsedName {
  const [, baseUrl, model] = /^(https?:\/\/[^/]+\/[^:]*):(.+)$/.exec(name) ?? [];
  if (baseUrl === undefined || model === undefined || !URL.canParse(baseUrl))
    throw new UserError(`bad address of a model: ${withoutPassword(name)}; expected ${addressForm}`);
  const {username, password} = new URL(baseUrl);
  if (username !== "" || password !== "")
    throw new UserError(`password in the address of a model: ${withoutPassword(name)}; use the role's key instead`);
  return {provider: "http", model, baseUrl};
}

const withoutPassword = (name: string): string => name.replace(/\/\/.*@/, "//");
