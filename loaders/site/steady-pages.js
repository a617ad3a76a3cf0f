// Loaded before Framework, in a preview: pages follow the study or index that their data files are made of, and no other,
// at a pace that lets them be opened and read.
import {createHash} from "node:crypto";
import {existsSync, statSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join, posix} from "node:path";
import {clearTimeout, setTimeout} from "node:timers";
import {pathToFileURL} from "node:url";
import {markerOf, ownerOf} from "./data-owner.js";
import {keptAnswers} from "./kept-answers.js";
import {openingPages} from "./opening-pages.js";

const folder = process.env.SURFTURF_VERSIONS ?? "";
const framework = dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json"));
const {LoaderResolver} = await import(pathToFileURL(join(framework, "dist", "loader.js")).href);
const {getModuleResolver, getSourceFileHash, getWatchPath, watchFiles} = LoaderResolver.prototype;
const lookEveryInMs = 250;

/** @type {Map<string, number>} the time of each marker that pages show */
const shown = new Map();

/**
 * The marker of a data file; null for other files, and before the preview knows what it is made of.
 *
 * @param {string} path
 * @returns {string | null}
 */
function markerFor(path) {
  const owner = ownerOf(path);
  const marker = owner === null ? null : markerOf(folder, owner);
  return marker !== null && existsSync(marker) ? marker : null;
}

/** @param {string} marker */
const timeOf = (marker) => statSync(marker, {throwIfNoEntry: false})?.mtimeMs ?? 0;

/** Shows the newest data where that is allowed; returns whether all that pages show is the newest. */
function moveOn(isAllowed = openingPages.mayMove) {
  const old = [...shown].filter(([marker, time]) => time !== timeOf(marker));
  if (old.length === 0) return true;
  if (!isAllowed) return false;
  for (const [marker] of old) shown.set(marker, timeOf(marker));
  openingPages.moved();
  return true;
}

openingPages.beforeOpening = () => void moveOn(true); // a page begins with the newest

/**
 * A data file is another when what it is made of has changed.
 *
 * @param {string} name
 * @returns {string}
 */
LoaderResolver.prototype.getSourceFileHash = function (name) {
  const hash = getSourceFileHash.call(this, name);
  const marker = markerFor(name);
  if (marker === null || this.getSourceFilePath(name) === name) return hash; // a file without a loader
  if (!shown.has(marker)) shown.set(marker, timeOf(marker));
  return createHash("sha256")
    .update(hash)
    .update(String(shown.get(marker)))
    .digest("hex");
};

/** @param {string} path */
LoaderResolver.prototype.getWatchPath = function (path) {
  return markerFor(path) ?? getWatchPath.call(this, path);
};

/**
 * Watches each file once: the ten tables of a page have one marker. The page is told when it may move on.
 *
 * @param {string} path
 * @param {Iterable<string>} names
 * @param {(name: string) => void} callback
 */
LoaderResolver.prototype.watchFiles = async function (path, names, callback) {
  /** @type {Map<string, string>} */
  const byPlace = new Map();
  for (const name of names) {
    const place = this.getWatchPath(posix.resolve("/", posix.dirname(path), name)) ?? name;
    if (!byPlace.has(place)) byPlace.set(place, name);
  }
  let isClosed = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @param {string} name */
  const tell = (name) => {
    clearTimeout(timer);
    if (isClosed) return;
    if (moveOn()) callback(name);
    else timer = setTimeout(() => tell(name), lookEveryInMs);
  };
  const watchers = await watchFiles.call(this, path, byPlace.values(), tell);
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      watchers.close();
    }
  };
};

/** @type {Map<string, string>} hashes of modules that were made last, by path */
const made = new Map();
keptAnswers.isAsNamed = (path, hash) => made.get(path) === hash;

/**
 * A module is about to be made.
 *
 * @param {string} path
 * @param {string} [servePath]
 */
LoaderResolver.prototype.getModuleResolver = function (path, servePath) {
  made.set(path, this.getModuleHash(path));
  return getModuleResolver.call(this, path, servePath);
};
