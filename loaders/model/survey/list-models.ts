import {readBody} from "../body-limit.js";
import {call} from "../call.js";
import {cleanWords, type Connection} from "../connection.js";
import {toModelError} from "../failure.js";
import {countAt, isObject, objectAt, stringAt, type JsonObject} from "../json.js";
import type {AskOptions} from "../model.js";
import {isHtml, readBody as readErrorBody} from "../read-failure.js";
import {createFetch} from "../wire-fetch.js";

/** A model that a server says it has. */
export interface ListedModel {
  id: string;
  context: number | null; // tokens that it reads; null: the server does not say
}

export interface ModelList {
  server: string | null; // the program that serves, where it can be told
  models: ListedModel[];
}

const mostBytes = 10_000_000;

/**
 * Asks a server for its models (`GET /models`). Throws a ModelError: nobody answers, a key is missing, or what answers has
 * no such list; then with what it says.
 */
export async function listModels(connection: Connection, options: AskOptions = {}): Promise<ModelList> {
  const asked = {...connection, model: "list of models"};
  return call(asked, options, async (signal) => {
    const {status, text, server} = await get(`${connection.baseUrl}/models`, asked, signal);
    const body = parsed(text);
    const list = isObject(body) && Array.isArray(body.data) ? body.data : null;
    if (status < 300 && list !== null) return readList(list, server);
    if (status === 401 || status === 403)
      throw toModelError({...readErrorBody(status, body ?? text), refused: true}, asked);
    throw toModelError(await noList({status, text, body}, asked, signal), asked);
  });
}

async function get(url: string, connection: Connection, signal: AbortSignal) {
  const {key, headers} = connection;
  const sent = new Headers(headers);
  if (key !== null) sent.set("authorization", `Bearer ${key}`);
  const response = await createFetch(connection)(url, {headers: sent, signal});
  const {text} = await readBody(response, mostBytes);
  return {status: response.status, text, server: response.headers.get("server")};
}

interface Answered {
  status: number;
  text: string;
  body: unknown;
}

/** That there is no list, what came instead, and what the server says at its root. */
async function noList({status, text, body}: Answered, connection: Connection, signal: AbortSignal) {
  const {baseUrl} = connection;
  const {words} = readErrorBody(status, body ?? text);
  const root = await get(new URL("/", baseUrl).href, connection, signal).catch(() => null);
  const says = root === null || root.status >= 300 || isHtml(root.text) ? "" : cleanWords(root.text, connection);
  const instead = words === "" ? String(status) : `${status}: ${cleanWords(words, connection)}`;
  const also = says === "" ? "" : `; the server says: ${says.slice(0, 100)}`;
  return {
    status,
    refused: true,
    words: `no list of models at ${baseUrl}/models (${instead})${also}. Expected an address such as http://127.0.0.1:11434/v1`
  };
}

function readList(list: readonly unknown[], header: string | null): ModelList {
  const entries = list.filter(isObject);
  const models = new Map<string, ListedModel>();
  for (const entry of entries) {
    const id = stringAt(entry, "id");
    if (id !== null) models.set(id, {id, context: contextOf(entry)});
  }
  return {server: serverOf(entries, header), models: [...models.values()]};
}

/** vLLM says it at the top, llama.cpp in `meta`: what a request may have, which can be less than the model was trained for. */
const contextOf = (entry: JsonObject): number | null => {
  const meta = objectAt(entry, "meta");
  return (
    countAt(entry, "max_model_len") ??
    countAt(entry, "context_length") ??
    countAt(meta, "n_ctx") ??
    countAt(meta, "n_ctx_train")
  );
};

/** By the owner that servers give to their models. */
const servers: Record<string, string> = {
  llamacpp: "llama.cpp",
  vllm: "vLLM",
  library: "Ollama",
  organization_owner: "LM Studio"
};

function serverOf(entries: readonly JsonObject[], header: string | null): string | null {
  const owners = entries.map((entry) => stringAt(entry, "owned_by") ?? "");
  const known = owners.find((owner) => Object.hasOwn(servers, owner));
  return known === undefined ? header : servers[known]!;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
