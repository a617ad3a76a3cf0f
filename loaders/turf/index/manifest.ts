import {mkdirSync, readdirSync} from "node:fs";
import packageJson from "../../../package.json" with {type: "json"};
import {indexStages, type IndexManifest} from "../../../src/shared/indexManifest.js";
import {indexesFolder, indexFolder} from "../../util/paths.js";
import {UserError} from "../../util/user-error.js";
import {indexFiles, readJson, writeJson} from "./files.js";

/** What an index says about itself; undefined when there is none of the name. */
export function readIndexManifest(name: string): IndexManifest | undefined {
  try {
    return readJson<IndexManifest>(indexFiles(name).manifest);
  } catch {
    return undefined;
  }
}

/** The same of an index that is finished. Throws a UserError when there is none of the name, or it is not finished. */
export function readFinishedIndex(name: string): IndexManifest {
  const manifest = readIndexManifest(name);
  if (manifest === undefined)
    throw new UserError(`no such index: ${name}; make it with: npx surfturf index <corpus> --name ${name}`);
  if (manifest.state !== "finished")
    throw new UserError(`the index ${name} is not finished: run surfturf index again, it goes on where it stopped`);
  return manifest;
}

export function writeIndexManifest(manifest: IndexManifest): void {
  mkdirSync(indexFolder(manifest.name), {recursive: true});
  writeJson(indexFiles(manifest.name).manifest, manifest);
}

/** Names of the indexes there are. */
export function listIndexes(): string[] {
  try {
    return readdirSync(indexesFolder())
      .filter((name) => readIndexManifest(name) !== undefined)
      .sort();
  } catch {
    return [];
  }
}

/** The manifest of an index that nothing is done of. */
export const blankIndexManifest = (name: string): IndexManifest => ({
  version: 1,
  name,
  origin: "own",
  corpus: "",
  state: "running",
  error: null,
  updated: new Date().toISOString(),
  stages: indexStages.map((stage) => ({stage, state: "waiting", fingerprint: null, seconds: null})),
  settings: {},
  pairs: 0,
  rows: 0,
  duplicates: 0,
  sampledOut: 0,
  skipped: [],
  sources: [],
  extractor: "",
  unusable: {},
  attributes: {queries: 0, responses: 0},
  embedding: null,
  clusters: 0,
  clustering: null,
  summaries: "medoid",
  check: null,
  spend: {calls: 0, cost: 0},
  notes: [],
  tables: "",
  packageVersion: packageJson.version
});
