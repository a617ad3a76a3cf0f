import {createHash} from "node:crypto";
import {once} from "node:events";
import {createServer, request as sendRequest, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";

/** A proxy that counts requests. */
export interface Counter {
  url: string;
  count: number;
  take(): Map<string, number>; // how often each request came, since the last time
  close(): void;
}

/** A proxy before the lab that counts what comes. */
export async function countRequests(target: string): Promise<Counter> {
  let seen = new Map<string, number>();
  const server = createServer(
    (request, response) =>
      void pass(target, request, response, (id) => {
        counter.count++;
        seen.set(id, (seen.get(id) ?? 0) + 1);
      })
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const counter: Counter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: 0,
    take() {
      const taken = seen;
      seen = new Map();
      counter.count = 0;
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
    }
  };
  return counter;
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  note: (id: string) => void
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return; // killed while it was sending
  }
  const body = Buffer.concat(chunks);
  note(createHash("sha256").update(body).digest("hex"));
  const headers = {"content-type": "application/json", "content-length": body.length};
  const onward = sendRequest(target + request.url, {method: request.method, headers}, (answer) => {
    response.writeHead(answer.statusCode ?? 502, {"content-type": "application/json"});
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end(body);
}
