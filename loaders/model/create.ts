import {UserError} from "../util/user-error.js";
import {createAnthropicModel} from "./anthropic.js";
import type {Connection} from "./connection.js";
import type {Embedder, Model} from "./model.js";
import {createOpenAiEmbedder} from "./openai-embedder.js";
import {createOpenAiModel} from "./openai.js";
import {parseProvider} from "./provider.js";
import {providers} from "./providers.js";

export interface ModelSpec {
  name: string; // provider:model
  baseUrl: string | null; // another address that speaks the same API
  key: string | null; // environment variable that holds the key; null: the provider's own
  headers?: Record<string, string>; // sent with each request; a value `$NAME` is read from the environment
  body?: Record<string, unknown>; // added to each request's body
  pin?: string[]; // upstream providers of a router, in order; no other
}

type Environment = Record<string, string | undefined>;

/** Makes a model; asks nothing yet. Throws a UserError for an unknown provider or a missing key. */
export function createModel(spec: ModelSpec, environment: Environment = process.env): Model {
  const connection = toConnection(spec, environment);
  return connection.traits.wire === "anthropic" ? createAnthropicModel(connection) : createOpenAiModel(connection);
}

/** Makes an embedding model; asks nothing yet. Throws a UserError as `createModel` does. */
export function createEmbedder(spec: ModelSpec, environment: Environment = process.env): Embedder {
  const connection = toConnection(spec, environment);
  if (connection.traits.wire === "anthropic")
    throw new UserError(`no embeddings from ${spec.name}: use a provider that has some, such as openai or vllm`);
  return createOpenAiEmbedder(connection);
}

function toConnection(spec: ModelSpec, environment: Environment): Connection {
  const {name} = spec;
  const parsed = parseProvider(name);
  if (parsed.provider === "lab") throw new UserError(`${name} is played by the lab: it is no model to call`);
  const traits = providers[parsed.provider];
  const baseUrl = spec.baseUrl ?? parsed.baseUrl ?? traits.baseUrl;
  if (baseUrl === null || !/^https?:/.test(baseUrl) || !URL.canParse(baseUrl))
    throw new UserError(`bad address of ${name}: ${baseUrl}; expected http://host:port/v1`);
  const keyVariable = spec.key ?? traits.keyVariable;
  const key = keyVariable === null ? null : readKey(keyVariable, environment);
  const provider = parsed.baseUrl ?? parsed.provider;
  const {headers: written = {}, body = {}, pin = []} = spec;
  const headers = Object.fromEntries(
    Object.entries(written).map(([header, value]) => [header, fromEnvironment(value, environment)])
  );
  if (pin.length > 0 && parsed.provider !== "openrouter")
    throw new UserError(`${name} is no router: pin is for openrouter:... alone`);
  const extraBody = pin.length === 0 ? body : {provider: {order: pin, allow_fallbacks: false}, ...body};
  const lane = `${baseUrl} ${keyVariable ?? ""}`;
  const extra = Object.keys(extraBody).length === 0 ? "" : ` with ${JSON.stringify(extraBody)}`;
  const identity = `${name}${spec.baseUrl === null ? "" : ` at ${baseUrl}`}${extra}`;
  const reached = {provider, model: parsed.model, baseUrl, key, keyVariable, lane, identity};
  return {name, ...reached, headers, extraBody, traits};
}

const fromEnvironment = (value: string, environment: Environment): string =>
  /^\$\w+$/.test(value) ? readKey(value.slice(1), environment) : value;

function readKey(variable: string, environment: Environment): string {
  const key = environment[variable]?.trim();
  if (key === undefined || key === "")
    throw new UserError(`${variable} is not set: put it in the environment or in .env`);
  return key;
}
