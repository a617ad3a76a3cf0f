import {OpenAI} from "openai";
import {sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";
import {patientFetch} from "./connections.js";

/** A client that takes nothing from the environment: it sends only what a study says. */
export function createOpenAiClient({baseUrl, key, headers}: Connection): OpenAI {
  return new OpenAI({
    ...sdkOptions,
    baseURL: baseUrl,
    apiKey: key ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    defaultHeaders: {...headers, ...(key === null ? {authorization: null} : {})},
    fetch: fetchWithWholeErrors
  });
}

/** The SDK keeps only `error` of an error's body; some servers use `detail` or a list, so the whole body goes there. */
async function fetchWithWholeErrors(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await patientFetch(input, init);
  if (response.ok) return response;
  const {status, statusText, headers} = response;
  return new Response(wrapError(await response.text()), {status, statusText, headers: new Headers(headers)});
}

function wrapError(text: string): string {
  try {
    return JSON.stringify({error: JSON.parse(text) as unknown});
  } catch {
    return text;
  }
}
