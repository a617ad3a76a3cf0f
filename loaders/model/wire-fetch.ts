import {shownAddress} from "./address.js";
import {maxBytesOf, readBody} from "./body-limit.js";
import type {Connection} from "./connection.js";
import {patientFetch} from "./connections.js";
import {isHtml} from "./read-failure.js";
import {joinStream} from "./read-stream.js";
import {WireFailure} from "./wire-failure.js";

const maxErrorBytes = 100_000;
const maxHops = 5;

/**
 * The fetch of both SDKs. The query of the address goes with every request, no redirect leaves the origin, a body is
 * read up to what was asked for, and what it is decides how it is read, not its header.
 *
 * Throws a WireFailure for an answer that must not be read.
 */
export function createFetch(connection: Connection): typeof fetch {
  return async (input, init) => {
    const url = addQuery(new URL(input instanceof Request ? input.url : input), connection.query);
    const response = await sendWithin(url, init, connection);
    if (response.ok) return isDownload(init) ? response : readAnswer(response, init, connection);
    return withBody(response, wrapError((await readBody(response, maxErrorBytes)).text));
  };
}

/** Results of batches: they have no limit, and are read line by line. */
const isDownload = (init: RequestInit | undefined): boolean => (init?.method ?? "GET").toUpperCase() === "GET";

function addQuery(url: URL, query: string): URL {
  for (const [key, value] of new URLSearchParams(query))
    if (!url.searchParams.has(key)) url.searchParams.set(key, value);
  return url;
}

/** A redirect of a request with secrets and a prompt is followed to the same origin only, and never made a GET. */
async function sendWithin(first: URL, init: RequestInit | undefined, connection: Connection): Promise<Response> {
  let url = first;
  for (let hops = 0; ; hops++) {
    const response = await patientFetch(url, {...init, redirect: "manual"});
    const {status, headers} = response;
    if (status < 300 || status >= 400) return response;
    await response.body?.cancel().catch(() => undefined);
    const location = headers.get("location") ?? "";
    const next = location !== "" && URL.canParse(location, url) ? new URL(location, url) : null;
    const follows = [307, 308].includes(status) && next?.origin === url.origin && hops < maxHops;
    if (!follows) throw new WireFailure({status, words: describeRedirect(first, next, connection)});
    url = next;
  }
}

/** Names the new address as a study would write it: without the path of the call. */
function describeRedirect(from: URL, to: URL | null, {baseUrl}: Connection): string {
  if (to === null) return `${baseUrl} redirects to nowhere`;
  const path = shownAddress(from).slice(baseUrl.length);
  const shown = shownAddress(to);
  return `${baseUrl} redirects to ${path !== "" && shown.endsWith(path) ? shown.slice(0, -path.length) : shown}`;
}

async function readAnswer(
  response: Response,
  init: RequestInit | undefined,
  connection: Connection
): Promise<Response> {
  const {status} = response;
  const maxBytes = maxBytesOf(init?.body);
  const {text, whole} = await readBody(response, maxBytes);
  if (!whole) {
    const words = `the answer has more than ${Math.round(maxBytes / 1e6)} MB, far more than was asked for`;
    throw new WireFailure({status, words, refused: true});
  }
  const joined = joinStream(text);
  if (joined !== null) return withBody(response, JSON.stringify(joined));
  if (text.trim() === "" || isJsonLike(text)) return withBody(response, text);
  const what = isHtml(text) ? "an HTML page, not an API's answer" : "the answer is not JSON";
  throw new WireFailure({status, words: `${what}: check the address ${connection.baseUrl}`, unreachable: true});
}

const isJsonLike = (text: string): boolean => /^\s*[[{]/.test(text);

/** What begins as JSON is read as JSON, whatever the header says. */
function withBody({status, statusText, headers: given}: Response, text: string): Response {
  const headers = new Headers(given);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  headers.set("content-type", isJsonLike(text) ? "application/json" : "text/plain");
  return new Response([204, 205].includes(status) ? null : text, {status, statusText, headers});
}

/** The OpenAI SDK keeps only `error` of an error's body; some servers use `detail` or a list: the whole goes there. */
function wrapError(text: string): string {
  try {
    return JSON.stringify({error: JSON.parse(text) as unknown});
  } catch {
    return text;
  }
}
