import {UserError} from "../util/user-error.js";
import {parseAddress} from "./address.js";
import type {Connection} from "./connection.js";
import type {Embedder, Model} from "./model.js";
import {parseProvider} from "./provider.js";
import type {ProviderDefinition} from "./providers/definition.js";
import {allProviders, findProvider} from "./providers/registry.js";
import {knowSecret} from "./secrets.js";

export interface ModelSpec {
  name: string; // provider:model
  baseUrl: string | null; // another address that speaks the same API
  address?: string | undefined; // where it is reached in place of these: no part of its identity
  key: string | null; // environment variable that holds the key; null: the provider's own
  headers?: Record<string, string>; // sent with each request; a value `$NAME` is read from the environment
  body?: Record<string, unknown>; // added to each request's body
  timeoutInMs?: number | null; // that a call may take; null: what its calls usually take decides
  pin?: string[]; // upstream providers of a router, in order; no others are used
  folder?: string; // that a path in the name is relative to (default: the working directory)
}

type EnvironmentVariables = Record<string, string | undefined>; // of the environment

/** Makes a model; asks nothing yet. Throws a UserError for an unknown provider or a missing key. */
export function createModel(spec: ModelSpec, variables: EnvironmentVariables = process.env): Model {
  const {provider, model} = parseProvider(spec.name);
  const local = findProvider(provider)!.openModel?.(model, {name: spec.name, folder: spec.folder ?? process.cwd()});
  if (local !== undefined) return local;
  const {create, connection} = connect(spec, variables);
  return Object.assign(create(connection), {timeoutInMs: spec.timeoutInMs ?? null});
}

/** Makes an embedding model; asks nothing yet. Throws a UserError as `createModel` does. */
export function createEmbedder(spec: ModelSpec, variables: EnvironmentVariables = process.env): Embedder {
  const {provider, connection} = connect(spec, variables);
  if (provider.createEmbedder === null)
    throw new UserError(`no embeddings from ${spec.name}: use a provider that has some, such as openai or vllm`);
  return provider.createEmbedder(connection);
}

/** All that is needed to reach a model. Throws a UserError as `createModel` does. */
export const connectionOf = (spec: ModelSpec, variables: EnvironmentVariables = process.env): Connection =>
  connect(spec, variables).connection;

interface Connected {
  provider: ProviderDefinition;
  create: (connection: Connection) => Model;
  connection: Connection;
}

/** The provider of a model, and all that its adapter needs to reach the model. */
function connect(spec: ModelSpec, variables: EnvironmentVariables): Connected {
  const {name, headers = {}} = spec;
  const parsed = parseProvider(name);
  const provider = findProvider(parsed.provider)!;
  const {createModel: create} = provider;
  if (create === null) throw new UserError(`${name} is played by the ${provider.name}: it can't be called`);
  const address = checkAddress(spec, parsed.baseUrl ?? provider.baseUrl);
  const {base: baseUrl, query} = parseAddress(spec.address ?? address);
  const keyVariable = spec.key ?? provider.keyVariable;
  const extraBody = toExtraBody(spec, provider);
  const connection = {
    name,
    provider: parsed.baseUrl ?? parsed.provider,
    model: parsed.model,
    baseUrl,
    query,
    key: keyVariable === null ? null : readVariable(keyVariable, variables),
    keyVariable,
    lane: `${baseUrl} ${keyVariable ?? ""}`,
    identity: identityOf(spec, address, extraBody),
    headers: mapValues(headers, (value) => (/^\$\w+$/.test(value) ? readVariable(value.slice(1), variables) : value)),
    extraBody
  };
  return {provider, create, connection};
}

function checkAddress({name, baseUrl: written}: ModelSpec, usual: string | null): string {
  const address = written ?? usual;
  if (address === null || !/^https?:/.test(address) || !URL.canParse(address))
    throw new UserError(`bad address of ${name}: ${address}; expected http://host:port/v1`);
  const {username, password, origin} = new URL(address);
  if (username === "" && password === "") return address;
  throw new UserError(`password in the address of ${name} at ${origin}; use the role's key instead`);
}

function toExtraBody({name, body = {}, pin = []}: ModelSpec, provider: ProviderDefinition): Record<string, unknown> {
  if (pin.length === 0) return body;
  if (provider.pin !== undefined) return {...provider.pin(pin), ...body};
  const routers = allProviders().filter(({pin}) => pin !== undefined);
  throw new UserError(`${name} is no router: pin is for ${routers.map((each) => `${each.name}:...`).join(", ")} only`);
}

/** Hashed into every request's id: its form must not change, or resumed studies ask again. */
function identityOf({name, baseUrl: written}: ModelSpec, address: string, extraBody: Record<string, unknown>): string {
  const extra = Object.keys(extraBody).length === 0 ? "" : ` with ${JSON.stringify(extraBody)}`;
  return `${name}${written === null ? "" : ` at ${address}`}${extra}`;
}

const mapValues = (record: Record<string, string>, change: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

function readVariable(name: string, variables: EnvironmentVariables): string {
  const value = variables[name]?.trim();
  if (value !== undefined && value !== "") {
    knowSecret(value);
    return value;
  }
  throw new UserError(`${name} is not set: put it in the environment or in .env`);
}
