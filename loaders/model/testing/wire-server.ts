import {once} from "node:events";
import {createServer} from "node:http";
import type {IncomingHttpHeaders} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, beforeEach} from "vitest";

export interface Seen {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown; // a string or bytes are sent as they are, anything else as JSON
  cut?: boolean; // close the connection amid the body
  delayInMs?: number;
}

/** A server on 127.0.0.1 that answers what a test tells it to and keeps what it was asked. */
export function useWireServer(): {
  url: () => string;
  seen: Seen[];
  next: (...answers: Scripted[]) => void;
  always: (answer: (asked: Seen) => Scripted) => void; // once the script is over
} {
  const seen: Seen[] = [];
  let script: Scripted[] = [];
  let rule: (asked: Seen) => Scripted = () => ({status: 599});
  const server = createServer((request, response) => {
    void (async () => {
      let text = "";
      for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
      const {url: path = "", headers} = request;
      const asked = {path, headers, body: text === "" ? {} : (JSON.parse(text) as Seen["body"])};
      seen.push(asked);
      const {status = 200, headers: more = {}, body = "", cut = false, delayInMs = 0} = script.shift() ?? rule(asked);
      if (delayInMs > 0) await new Promise((resolve) => setTimeout(resolve, delayInMs));
      const whole = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const length = cut ? {"content-length": String(Buffer.byteLength(whole) + 100)} : {};
      response.writeHead(status, {"content-type": "application/json", ...more, ...length});
      if (cut) response.write(whole, () => response.destroy());
      else response.end(whole);
    })();
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    seen.length = 0;
    script = [];
    rule = () => ({status: 599});
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {url, seen, next: (...answers) => script.push(...answers), always: (answer) => (rule = answer)};
}

/** The error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("expected an error");
}
