import {existsSync, readFileSync} from "node:fs";
import {createServer, type Server, type ServerResponse} from "node:http";
import {join} from "node:path";
import sirv from "sirv";
import {UserError} from "../util/user-error.js";
import {isLocalRequest, refusal} from "./loopback.js";

export interface ServeOptions {
  folder: string; // a built site
  port?: number; // 0: any free one; a taken one: the next free one; defaults to 3000
  host?: string; // defaults to 127.0.0.1
}

export interface ServedSite {
  url: string;
  close(): Promise<void>;
}

const portsTried = 50;

/**
 * Serves a built site to this machine alone: requests under another name than a loopback one are refused. A site that is
 * built again is served as it is then. Byte ranges are answered: pages read single rows of a large Parquet file.
 */
export async function serveSite({folder, port = 3000, host = "127.0.0.1"}: ServeOptions): Promise<ServedSite> {
  if (!existsSync(join(folder, "index.html")))
    throw new UserError("no built site there: run npm run build", {file: folder});
  const serve = sirv(folder, {
    etag: true,
    dev: true, // looks for files when asked: a list of them would be of the first build
    setHeaders: (response) => response.setHeader("X-Content-Type-Options", "nosniff")
  });
  const server = createServer((request, response) => {
    if (!isLocalRequest(request)) return answerInWords(response, 403, refusal);
    const notFound = () => answerNotFound(response, folder);
    if (isHidden(request.url ?? "")) notFound();
    else serve(request, response, notFound);
  });
  const bound = await listen(server, port, host);
  return {
    url: `http://${host}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** Files and folders like .git: a site may stand in a folder that has them. */
const isHidden = (address: string): boolean => /\/(\.|%2e)/i.test(address.replace(/[?#].*/s, ""));

function answerNotFound(response: ServerResponse, folder: string): void {
  const page = join(folder, "404.html");
  if (!existsSync(page)) return answerInWords(response, 404, "Not found\n");
  response.writeHead(404, {"Content-Type": "text/html; charset=utf-8"}).end(readFileSync(page));
}

function answerInWords(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {"Content-Type": "text/plain; charset=utf-8"}).end(text);
}

async function listen(server: Server, first: number, host: string): Promise<number> {
  for (let port = first; ; port++) {
    try {
      return await listenOn(server, port, host);
    } catch (error) {
      const {code} = error as {code?: string};
      if (code !== "EADDRINUSE" || port >= first + portsTried) throw error;
    }
  }
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
