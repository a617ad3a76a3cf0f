import {OpenAI} from "openai";
import {sdkOptions} from "./call.js";
import type {Connection} from "./connection.js";

/** A client that takes nothing from the environment: what a study does not say is not sent. */
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

/** The SDK keeps only `error` of an error's body; some servers speak elsewhere (`detail`, a list), so it gets all. */
async function fetchWithWholeErrors(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
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
