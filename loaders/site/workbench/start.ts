import {randomUUID} from "node:crypto";
import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {whyNotWritten} from "../../util/system-error.js";
import {answerWorkbench, type MakeFresh} from "./answer.js";

export interface Workbench {
  environment: Record<string, string>; // for the preview's server, which passes requests on (local-only.js)
  close(): void;
}

/** Starts what writes files for the pages of a preview: a server that answers the preview's own process alone. */
export async function startWorkbench(log: (line: string) => void, makeFresh?: MakeFresh): Promise<Workbench> {
  const token = randomUUID();
  const server = createServer((request, response) => {
    if (request.headers["x-surfturf-token"] !== token) return void response.writeHead(403).end();
    answerWorkbench(request, response, makeFresh).catch((error: Error) => {
      log(`a mark could not be kept: ${whyNotWritten(error)}`);
      response.writeHead(500, {"Content-Type": "text/plain; charset=utf-8"}).end("could not be written\n");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  return {
    environment: {SURFTURF_WORKBENCH: JSON.stringify({port, token})},
    close() {
      server.close();
      server.closeAllConnections();
    }
  };
}
