import {splitAddress} from "../../../src/shared/modelNames.js";
import {UserError} from "../../util/user-error.js";
import {parseAddress} from "../address.js";

/** Where a server is, as a person writes it. */
export interface ServerAddress {
  address: string; // such as http://127.0.0.1:11434/v1, before the colon of a model in a study
  model: string | null; // that the address ends with; null: none
}

/**
 * Reads the address of a server: `127.0.0.1:11434`, `http://host:port`, `http://host:port/v1`, or that of a model,
 * `http://host:port/v1:model`. Without a path, /v1 is meant. Throws a UserError for any other text.
 */
export function readServerAddress(written: string): ServerAddress {
  const text = /^[a-z]+:\/\//i.test(written.trim()) ? written.trim() : `http://${written.trim()}`;
  const split = splitAddress(text);
  const address = split?.address ?? text.replace(/(?:\/models)?:?$/, ""); // that of the list, or without its model
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new UserError(
      `no address of a server: ${withoutPassword(written)}; expected one such as http://127.0.0.1:11434`
    );
  const {pathname, username, password, origin} = new URL(address);
  if (username !== "" || password !== "")
    throw new UserError(
      `password in the address ${origin}: name the environment variable of its key with --key instead`
    );
  const {base, query} = parseAddress(address);
  const path = pathname === "/" ? "/v1" : "";
  return {address: `${base}${path}${query === "" ? "" : `?${query}`}`, model: split?.model ?? null};
}

const withoutPassword = (text: string): string => text.replace(/[^/]*@/, "");
