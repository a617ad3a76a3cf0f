import {Agent} from "undici";

/**
 * Connections without a limit of their own on how long an answer takes: that of a call holds (`call.ts`). The runtime's
 * own gives up after five minutes. An address that does not answer is given up within seconds.
 */
export const patience = {headersTimeout: 0, bodyTimeout: 0, connect: {timeout: 10_000}}; // ms; 0: no limit

const openAgent = (): Agent => new Agent(patience);

let agent = openAgent();

/** The connections that new requests take. */
export const connections = (): object => agent;

/**
 * New requests take fresh connections: a server that hangs may keep the old ones open and never answer on them. Requests
 * under way go on. Does nothing where `stale` was given up before.
 */
export function renewConnections(stale: object): void {
  if (stale !== agent) return;
  const old = agent;
  agent = openAgent();
  void old.close();
}

/** The runtime's fetch over these connections. */
export const patientFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
  fetch(input, {...init, dispatcher: agent} as RequestInit);
