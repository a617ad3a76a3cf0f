import {hideSecrets} from "./secrets.js";

/** All an adapter needs to reach one model. */
export interface Connection {
  name: string; // as written in a study
  provider: string; // its name, or the address of an http(s) model
  model: string; // as the provider calls it
  baseUrl: string; // without a slash at its end
  query: string; // of every request, such as `api-version=1`; empty for none
  key: string | null; // null: the server asks for none
  keyVariable: string | null; // where the key came from, for the cure in an error
  lane: string; // what shares its limits: address and key
  identity: string; // name, and address where it is not the provider's own
  headers: Record<string, string>; // beside the SDK's own
  extraBody: Record<string, unknown>; // added to each request's body
}

const maxLength = 300; // characters of a server's own words in an error

/** A server's words on one line, without the key or a header's value, cut to 300 characters. */
export function cleanWords(words: string, {key, headers}: Pick<Connection, "key" | "headers">): string {
  const secrets = [key ?? "", ...Object.values(headers)].filter((secret) => secret.length > 3);
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, "[key]"), words);
  const line = hideSecrets(safe).replaceAll(/\s+/g, " ").trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}...` : line;
}
