import {createHash} from "node:crypto";
import {once} from "node:events";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";

export interface HubServerOptions {
  name?: string; // of the one data set there is; defaults to owner/data
  token?: string; // asked for when given
  large?: (path: string) => boolean; // stored apart, answered by a redirect, with a SHA-256; defaults to Parquet files
  fate?: (request: {path: string; range: string | null; count: number}) => "ok" | "busy" | "cut" | "whole" | "rotten";
}

export interface HubServer {
  url: string;
  requests: {path: string; range: string | null; authorization: string | null}[];
  files: Map<string, Buffer>;
  commit: string; // changes when it is set
  close: () => void;
}

const pageSize = 3;

/** A server on 127.0.0.1 that answers as a hub does: revision, tree in pages, resolve with parts and redirects. */
export async function serveHub(
  files: Record<string, string | Buffer>,
  options: HubServerOptions = {}
): Promise<HubServer> {
  const {name = "owner/data", token, large = (path) => path.endsWith(".parquet"), fate = () => "ok"} = options;
  const hub: HubServer = {
    url: "",
    requests: [],
    files: new Map(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)])),
    commit: "a".repeat(40),
    close: () => {
      server.closeAllConnections();
      server.close();
    }
  };
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hub;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const {pathname: path, searchParams} = new URL(request.url!, hub.url);
    const {range = null, authorization = null} = request.headers;
    hub.requests.push({path, range, authorization});
    const count = hub.requests.filter((seen) => seen.path === path).length;
    if (token !== undefined && authorization !== `Bearer ${token}` && !path.startsWith("/storage/"))
      return json(response, 401, {error: "Invalid username or password."});
    const happens = fate({path, range, count});
    if (happens === "busy") return json(response, 503, {error: "busy"});
    const revision = new RegExp(`^/api/datasets/${name}/revision/(?:main|HEAD|${hub.commit})$`);
    if (revision.test(path))
      return json(response, 200, {_id: "1", id: name, sha: hub.commit, lastModified: "2026-01-01"});
    if (path === `/api/datasets/${name}/tree/${hub.commit}`)
      return tree(response, Number(searchParams.get("cursor") ?? 0));
    const resolved = path.startsWith(`/datasets/${name}/resolve/${hub.commit}/`);
    const file = resolved
      ? path.slice(`/datasets/${name}/resolve/${hub.commit}/`.length)
      : path.slice("/storage/".length);
    const bytes = hub.files.get(decodeURIComponent(file));
    if ((!resolved && !path.startsWith("/storage/")) || bytes === undefined)
      return json(response, 404, {error: "not found"}, {"x-error-code": resolved ? "EntryNotFound" : "RepoNotFound"});
    if (!resolved || !large(file)) return send(response, bytes, range, happens);
    const linked = {"x-linked-size": String(bytes.length), "x-linked-etag": `"${sha256(bytes)}"`};
    if (request.headers.accept?.includes("xet-fileinfo") === true) return xetInfo(response, bytes, linked);
    const elsewhere = hub.url.replace("127.0.0.1", "localhost"); // another origin: no token may reach it
    response.writeHead(302, {location: `${elsewhere}/storage/${file}`, ...linked}).end();
  }

  function tree(response: ServerResponse, cursor: number): void {
    const entries = [...hub.files].map(([path, bytes]) => ({
      type: "file",
      path,
      size: bytes.length,
      oid: createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex"),
      ...(large(path) && {lfs: {oid: sha256(bytes), size: bytes.length, pointerSize: 130}})
    }));
    const next = cursor + pageSize;
    const link = `<${hub.url}/api/datasets/${name}/tree/${hub.commit}?recursive=true&cursor=${next}>; rel="next"`;
    const page = [
      ...(cursor === 0 ? [{type: "directory", path: "data", size: 0}] : []),
      ...entries.slice(cursor, next)
    ];
    json(response, 200, page, next < entries.length ? {link} : {});
  }

  function xetInfo(response: ServerResponse, bytes: Buffer, headers: Record<string, string>): void {
    const links = `<${hub.url}/xet-auth>; rel="xet-auth", <${hub.url}/xet-info>; rel="xet-reconstruction-info"`;
    const type = "application/vnd.xet-fileinfo+json";
    response.writeHead(200, {...headers, "content-type": type, "x-xet-hash": sha256(bytes), link: links}).end("{}");
  }
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, {"content-type": "application/json", ...headers}).end(JSON.stringify(body));
}

function send(response: ServerResponse, whole: Buffer, range: string | null, happens: string): void {
  const bytes = happens === "rotten" ? Buffer.from(whole).fill(0x20, 0, 3) : whole;
  const etag = {etag: '"1"'};
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const isPart = start !== undefined && (happens !== "whole" || range === "bytes=0-0");
  const part = isPart ? bytes.subarray(Number(start), Number(end) + 1) : bytes;
  const place = isPart ? {"content-range": `bytes ${start}-${end}/${bytes.length}`} : {};
  response.writeHead(isPart ? 206 : 200, {"content-length": part.length, ...place, ...etag});
  if (happens === "cut" && range !== "bytes=0-0")
    response.write(part.subarray(0, part.length / 2), () => response.destroy());
  else response.end(part);
}
