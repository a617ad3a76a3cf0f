import {existsSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {isHubLocation} from "../../corpus/hub/hub-location.js";
import type {RoleInput} from "../../step/role-spec.js";
import {readIndexManifest} from "../../turf/index/manifest.js";

const isName = /^[a-z0-9][a-z0-9_-]*$/i; // of an index
const prefix = "corpus:";

/** The corpus that `models: {query: corpus:...}` names; undefined when a model writes the queries. */
export const corpusOfQueries = (query: RoleInput | undefined): string | undefined =>
  typeof query === "string" && query.startsWith(prefix) ? query.slice(prefix.length).trim() : undefined;

/**
 * Where the prompts of a corpus are: `index:<name>` if there is an index of the name, else the path of a data file or
 * folder, relative to the study file. Throws the error that `problem` makes if there is neither.
 */
export function locatePrompts(corpus: string, studyFile: string, problem: (message: string) => Error): string {
  if (readIndexManifest(corpus) !== undefined) return `index:${corpus}`;
  if (isHubLocation(corpus)) return corpus;
  const path = resolve(dirname(studyFile), corpus);
  if (existsSync(path)) return path;
  if (!isName.test(corpus)) throw problem(`no such file: ${corpus}`);
  const cure = `make the index with: npx surfturf index <data> --name ${corpus}, or give the path of a data file`;
  throw problem(`no index and no file of the name ${corpus}: ${cure}`);
}
