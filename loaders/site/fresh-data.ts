import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {isHeld} from "../store/lock.js";
import {readManifest} from "../store/manifest.js";
import {readStudy, maybeStudyFile} from "../study/file/read-study.js";
import {listStudies} from "../study/manifest/list.js";
import {isFree} from "../study/manifest/provenance.js";
import {isFinished} from "../study/run/run-study.js";
import {isUserError} from "../util/user-error.js";
import {commonDataFile, indexDataFile, studyDataFile, type DataFiles} from "./data-files.js";
import {ownerOf} from "./data-owner.js";
import type {DataVersions} from "./data-versions.js";
import {cacheOf, stageFolder} from "./stage/places.js";

/**
 * Writes the data files that pages of a preview ask for, where they are not as new as what they are made of. Framework
 * would start a process for each file, and a page that needs ten of them would wait for seconds.
 */
export class FreshData {
  readonly #made = new Map<string, {version: number; done: Promise<void>}>(); // by path below data/

  constructor(private readonly versions: DataVersions) {}

  /** Makes a data file fresh, or leaves it to its loader: then there is no file when this resolves. */
  async ensure(path: string): Promise<void> {
    const owner = path.split("/").includes("..") ? null : ownerOf(`data/${path}`); // it stays below its folder
    const version = owner === null ? null : this.versions.of(owner);
    if (owner === null || version === null) return;
    const made = this.#made.get(path);
    if (made?.version === version) return made.done;
    const done = this.#make(path, owner, version);
    this.#made.set(path, {version, done});
    return done;
  }

  async #make(path: string, owner: string, version: number): Promise<void> {
    try {
      const files = (await isLeftToLoaders(owner)) ? null : await filesOf(owner, path);
      if (files === null) return leaveToLoader(path);
      const folder = path.slice(0, path.length - nameIn(owner, path).length);
      for (const [name, contents] of files) {
        writeCached(folder + name, contents);
        if (folder + name !== path) this.#made.set(folder + name, {version, done: Promise.resolve()});
      }
    } catch {
      leaveToLoader(path); // it fails too, and the page shows why
    }
  }
}

/** The name of a data file below the folder of its owner. */
const nameIn = (owner: string, path: string): string =>
  owner === "all" ? path : path.slice(path.startsWith("indexes/") ? owner.length + 1 : owner.length - "studies".length);

function filesOf(owner: string, path: string): Promise<DataFiles | null> {
  const name = nameIn(owner, path);
  const [kind, ...rest] = owner.split("/");
  if (kind === "studies") return studyDataFile(rest.join("/"), name);
  return kind === "indexes" ? indexDataFile(rest.join("/"), name) : commonDataFile(name);
}

async function isLeftToLoaders(owner: string): Promise<boolean> {
  const [kind, name] = owner.split("/");
  if (kind === "indexes") return false;
  for (const study of kind === "studies" ? [name!] : listStudies()) if (await runsFirst(study)) return true;
  return false;
}

/** Whether a page would have to run a study first: a loader does, in a process of its own. */
async function runsFirst(name: string): Promise<boolean> {
  const file = maybeStudyFile(name);
  if (file === undefined) return false;
  try {
    const study = readStudy(file);
    if (!isFree(study) || isFinished(study)) return false;
  } catch (error) {
    if (isUserError(error)) return false; // the page shows what is wrong with the file
    throw error;
  }
  return !((await isHeld(name)) && readManifest(name)?.tables);
}

const cached = (path: string): string => join(cacheOf(stageFolder()), "data", path);

/** Framework runs a loader whose output is not there. */
const leaveToLoader = (path: string): void => rmSync(cached(path), {force: true});

function writeCached(path: string, contents: string | Uint8Array): void {
  const at = cached(path);
  mkdirSync(dirname(at), {recursive: true});
  writeFileSync(`${at}.fresh`, contents);
  renameSync(`${at}.fresh`, at); // nobody reads half of it
}
