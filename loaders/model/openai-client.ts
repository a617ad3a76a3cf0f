import type {OpenAI} from "openai";
import {sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";
import {openAiSdk} from "./sdks.js";
import {createFetch} from "./wire-fetch.js";

/** A client that takes nothing from the environment: it sends only what a study says. */
export function createOpenAiClient(connection: Connection): OpenAI {
  const {baseUrl, key, headers} = connection;
  const {OpenAI: Client} = openAiSdk.get();
  return new Client({
    ...sdkOptions,
    baseURL: baseUrl,
    apiKey: key ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    defaultHeaders: {...headers, ...(key === null ? {authorization: null} : {})},
    fetch: createFetch(connection)
  });
}
