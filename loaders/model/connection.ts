import type {ProviderTraits} from "./providers.js";

/** All an adapter needs to reach one model. */
export interface Connection {
  name: string; // as written in a study
  provider: string; // its name, or the address of an http(s) model
  model: string; // as the provider calls it
  baseUrl: string;
  key: string | null; // null: the server asks for none
  keyVariable: string | null; // where the key came from, for the cure in an error
  lane: string; // what shares its limits: address and key
  identity: string; // name, and address where it is not the provider's own
  traits: ProviderTraits;
}

const mostWords = 300; // characters of a server's own words in an error

/** A server's words on one line, without the key, cut to 300 characters. */
export function cleanWords(words: string, {key}: Pick<Connection, "key">): string {
  const safe = key === null ? words : words.replaceAll(key, "[key]");
  const line = safe.replaceAll(/\s+/g, " ").trim();
  return line.length > mostWords ? `${line.slice(0, mostWords)}...` : line;
}
