import type {ServerResponse} from "node:http";
import {WireProblem} from "./problem.js";

/** How a call can come to nothing, whatever was asked. */
export const brokenCalls = [
  "too-many",
  "broken",
  "overloaded",
  "hang-up",
  "cut",
  "html",
  "not-json",
  "wrong-type",
  "error-inside"
] as const;
export type BrokenCall = (typeof brokenCalls)[number];

const soon = {"retry-after": "1", "retry-after-ms": "100"};

const problems: Partial<Record<BrokenCall, () => WireProblem>> = {
  "too-many": () => new WireProblem(429, "too many requests: slow down", "rate_limit_exceeded", soon),
  broken: () => new WireProblem(500, "something broke inside", "internal_error"),
  overloaded: () => new WireProblem(529, "overloaded: try again later", "overloaded")
};

const half = '{"id": "cut", "choices": [{"message": {"role": "assistant", "content": "This answer ends in the mid';
const page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const json = "application/json";

/** Breaks off a call. An error status is thrown as a Problem; `toError` words one that comes with status 200. */
export function breakCall(
  kind: BrokenCall,
  response: ServerResponse,
  toError: (problem: WireProblem) => unknown
): void {
  const problem = problems[kind]?.();
  if (problem !== undefined) throw problem;
  const end = (type: string, body: string) => response.writeHead(200, {"content-type": type}).end(body);
  if (kind === "hang-up") response.destroy();
  else if (kind === "cut") {
    response.writeHead(200, {"content-type": json, "content-length": "4096"});
    response.write(half, () => response.destroy());
  } else if (kind === "html") end("text/html", page);
  else if (kind === "not-json") end(json, half);
  else if (kind === "wrong-type") end("text/plain", "upstream answered");
  else end(json, JSON.stringify(toError(new WireProblem(500, "the upstream model is down", "internal_error"))));
}
