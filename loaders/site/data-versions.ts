import {existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {listStudies} from "../study/manifest/list.js";
import {listIndexes} from "../turf/index/manifest.js";
import {markerOf} from "./data-owner.js";

const everything = "all";

const ownersNow = (): string[] => [
  everything,
  ...listStudies().map((study) => `studies/${study}`),
  ...listIndexes().map((index) => `indexes/${index}`)
];

/**
 * When studies and indexes changed last, as a preview knows it: a file for each, whose time says it. Framework's process
 * watches these files (steady-pages.js): a page follows the study that its data files are made of.
 */
export class DataVersions {
  /** @param folder Where the files are. What they are made of may have changed since an earlier preview. */
  constructor(private readonly folder: string) {
    mkdirSync(folder, {recursive: true});
    for (const owner of ownersNow()) this.#touch(owner);
    this.follow();
  }

  /** Follows what is there now: new studies and indexes too, and not those that are gone. */
  follow(): void {
    const owners = ownersNow();
    const markers = new Set(owners.map((owner) => markerOf(this.folder, owner)));
    for (const file of readdirSync(this.folder).map((name) => join(this.folder, name)))
      if (!markers.has(file)) rmSync(file, {force: true});
    for (const owner of owners) if (this.of(owner) === null) this.#touch(owner);
  }

  /** A study changed. What it traced shows on the pages of indexes, once it has ended. */
  studyChanged(study: string, {hasEnded}: {hasEnded: boolean}): void {
    this.#touch(`studies/${study}`);
    if (hasEnded) for (const index of listIndexes()) this.#touch(`indexes/${index}`);
    this.#touch(everything);
  }

  indexChanged(index: string): void {
    this.#touch(`indexes/${index}`);
    this.#touch(everything);
  }

  /** A number that is another after each change; null of what is not followed. */
  of(owner: string): number | null {
    return statSync(markerOf(this.folder, owner), {throwIfNoEntry: false})?.mtimeMs ?? null;
  }

  #touch(owner: string): void {
    const marker = markerOf(this.folder, owner);
    const now = new Date();
    if (existsSync(marker)) utimesSync(marker, now, now);
    else writeFileSync(marker, "Its time is that of the last change.\n"); // Framework does not follow an empty file
  }
}
