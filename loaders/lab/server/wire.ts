import type {IncomingHttpHeaders} from "node:http";
import type {Lab} from "../lab.js";
import type {BadAnswer} from "./bad-answers.js";
import type {WireProblem} from "./problem.js";

/** What one request is answered with: a JSON body, or the events of a stream. */
export type WireReply = {json: unknown} | {events: readonly ServerEvent[]};

export interface ServerEvent {
  event?: string; // its name, where the format has named events
  data: unknown; // a string is sent as it is, anything else as JSON
}

/** What a route needs beside the body. */
export interface WireRequest {
  lab: Lab;
  seed: number; // of this request, for one that brings none
  id: string; // unique in this server
  badAnswerOf: (role: string) => BadAnswer | null; // what it answers instead of a good one, on purpose
}

export interface Route {
  method: "GET" | "POST";
  answer(body: unknown, asked: WireRequest): Promise<WireReply> | WireReply;
}

/** One wire format: its routes, and how it words an error. */
export interface Wire {
  routes: Record<string, Route>;
  toError(problem: WireProblem, id: string): unknown;
  owns(path: string, headers: IncomingHttpHeaders): boolean;
}

const pieceLength = 24; // characters a streamed delta

/** A text in the pieces of a stream, no code point cut in two. */
export const toPieces = (text: string): string[] => {
  const points = [...text];
  return Array.from({length: Math.ceil(points.length / pieceLength)}, (_, i) =>
    points.slice(i * pieceLength, (i + 1) * pieceLength).join("")
  );
};
