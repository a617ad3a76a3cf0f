import {splitAddress} from "../../../src/shared/modelNames.js";
import {UserError} from "../../util/user-error.js";
import type {ParsedName} from "./definition.js";
import {openAiCompatible} from "./openai-compatible.js";

const example = "http://host:port/v1:model";

/** Models that are named by the address of their server. */
export const httpProvider = openAiCompatible({
  name: "http",
  address: {example, parse: (name) => (/^https?:/.test(name) ? parseAddress(name) : null)},
  baseUrl: null,
  keyVariable: null,
  traits: {takesSeed: true},
  docs: {names: "`http://host:port/v1:...`", api: "OpenAI-compatible, at that address"}
});

function parseAddress(name: string): ParsedName {
  const split = splitAddress(name);
  if (split === null || !URL.canParse(split.address))
    throw new UserError(`bad address of a model: ${withoutPassword(name)}; expected ${example}`);
  const {address: baseUrl, model} = split;
  const {username, password} = new URL(baseUrl);
  if (username !== "" || password !== "")
    throw new UserError(`password in the address of a model: ${withoutPassword(name)}; use the role's key instead`);
  return {provider: "http", model, baseUrl};
}

const withoutPassword = (name: string): string => name.replace(/\/\/.*@/, "//");
