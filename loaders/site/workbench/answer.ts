import type {IncomingMessage, ServerResponse} from "node:http";
import {marksFile, readMarkLines} from "../../../src/shared/marks.js";
import {freshRoute, liveRoute, marksRoute, marksType} from "../../../src/shared/workbench.js";
import {listStudies} from "../../study/manifest/list.js";
import {isLocalRequest, refusal} from "../loopback.js";
import {liveStudy} from "./live-study.js";
import {addStudyMarks, readStudyMarks} from "./marks-place.js";

const largest = 20_000_000; // bytes of a request

/** Makes a data file of the site fresh, by its path below data/. */
export type MakeFresh = (path: string) => Promise<void>;

/**
 * Answers what pages ask of the workbench: what a study does, its marks, and to keep new ones. To this machine's own
 * pages alone. The preview's server asks it to make a data file fresh.
 */
export async function answerWorkbench(
  request: IncomingMessage,
  response: ServerResponse,
  makeFresh: MakeFresh = () => Promise.resolve()
): Promise<void> {
  const say = (status: number, text: string, type = "text/plain; charset=utf-8"): void =>
    void response
      .writeHead(status, {"Content-Type": type, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})
      .end(text);
  if (!isLocalRequest(request, {sameOrigin: true})) return say(403, refusal);
  const file = request.method === "POST" ? nameIn(request.url ?? "", freshRoute, decodeURI) : null;
  if (file !== null) {
    await makeFresh(file);
    return say(200, "");
  }
  const live = nameIn(request.url ?? "", liveRoute);
  const study = live ?? nameIn(request.url ?? "", marksRoute);
  if (study === null || !listStudies().includes(study)) return say(404, "no such study\n");
  if (live !== null)
    return request.method === "GET"
      ? say(200, JSON.stringify(await liveStudy(live)), "application/json")
      : say(405, "expected GET\n");
  if (request.method === "GET") return say(200, marksFile(readStudyMarks(study)), marksType);
  if (request.method !== "POST") return say(405, "expected GET or POST\n");
  if (request.headers["content-type"] !== marksType) return say(415, `expected ${marksType}\n`);
  const text = await bodyOf(request);
  if (text === null) return say(413, `expected at most ${largest} bytes\n`);
  const {marks, problems} = readMarkLines(text);
  const [problem] = problems;
  if (problem !== undefined) return say(400, `line ${problem.line}: ${problem.message}\n`);
  return say(200, JSON.stringify({added: addStudyMarks(study, marks)}), "application/json");
}

/** What an address names below a route; null where it is of another, or malformed. */
function nameIn(address: string, route: string, decode = decodeURIComponent): string | null {
  const [path] = address.split("?");
  if (!path!.startsWith(route)) return null;
  try {
    return decode(path!.slice(route.length));
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= largest) parts.push(part);
  }
  return size > largest ? null : Buffer.concat(parts).toString("utf8");
}
