import {once} from "node:events";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {setTimeout as wait} from "node:timers/promises";
import {seedOf} from "../../util/random.js";
import {UserError} from "../../util/user-error.js";
import type {Lab} from "../lab.js";
import {anthropicWire} from "./anthropic.js";
import {breakCall} from "./broken-calls.js";
import {drawFate, full, type Faults} from "./faults.js";
import {openAiWire} from "./openai.js";
import {WireProblem} from "./problem.js";
import type {WireReply, Route, Wire} from "./wire.js";

export interface LabServer {
  url: string; // http://127.0.0.1:port
  close(): Promise<void>; // ends open connections too
}

/**
 * Serves the lab on 127.0.0.1 as OpenAI's and Anthropic's APIs do: chat completions, embeddings, messages, streamed or
 * not. Any key is taken. A request without a seed gets one of its own, so that sampling a prompt again gives another
 * answer, unless `steady`. Throws a UserError when the port is taken.
 */
export async function serveLab(lab: Lab, options: Faults & {port: number}): Promise<LabServer> {
  const {capacity = Infinity} = options;
  let count = 0;
  let inFlight = 0;
  const server = createServer((request, response) => {
    const isFull = ++inFlight > capacity;
    response.once("close", () => inFlight--);
    answer(lab, options, {n: count++, isFull}, request, response).catch(() => response.destroy());
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    throw new UserError(`port ${options.port} is not free: choose another with --port`);
  });
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    }
  };
}

async function answer(
  lab: Lab,
  faults: Faults,
  {n, isFull}: {n: number; isFull: boolean},
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://lab").pathname.replace(/(.)\/+$/, "$1");
  const wire = [anthropicWire, openAiWire].find(({owns}) => owns(path, request.headers))!;
  const id = n.toString(36).padStart(12, "0");
  const {waitInMs, broken, badAnswerOf} = drawFate(faults, n);
  try {
    const body = await readBody(request);
    if (isFull) throw full(faults.capacity!);
    if (waitInMs > 0) await wait(waitInMs, undefined, {ref: false});
    if (broken !== null) return breakCall(broken, response, (problem) => wire.toError(problem, id));
    const route = findRoute(wire, path, request.method ?? "GET");
    const seed = faults.steady ? seedOf("asked", body) : seedOf(faults.seed, "asked", n);
    send(response, await route.answer(parseJson(body, route), {lab, seed, id, badAnswerOf}));
  } catch (error) {
    const problem = error instanceof WireProblem ? error : new WireProblem(500, "the lab failed on this request");
    response.writeHead(problem.status, {"content-type": "application/json", ...problem.headers});
    response.end(JSON.stringify(wire.toError(problem, id)));
  }
}

function findRoute({routes}: Wire, path: string, method: string): Route {
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined)
    throw new WireProblem(404, `nothing at ${path.slice(0, 200)}; the lab answers ${Object.keys(routes).join(", ")}`);
  if (method !== route.method) throw new WireProblem(405, `${path}: expected ${route.method}, got ${method}`);
  return route;
}

const maxBytes = 32 * 2 ** 20; // a request's body

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  if (length > maxBytes) throw new WireProblem(413, `the body has ${length} bytes: expected at most ${maxBytes}`);
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string, {method}: Route): unknown {
  if (method === "GET") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WireProblem(400, "the body is not JSON", "invalid_json");
  }
}

function send(response: ServerResponse, reply: WireReply): void {
  if ("json" in reply) {
    response.writeHead(200, {"content-type": "application/json"}).end(JSON.stringify(reply.json));
    return;
  }
  response.writeHead(200, {"content-type": "text/event-stream", "cache-control": "no-cache"});
  for (const {event, data} of reply.events) {
    const name = event === undefined ? "" : `event: ${event}\n`;
    response.write(`${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  }
  response.end();
}
