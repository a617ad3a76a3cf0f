import {existsSync, mkdirSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {dirname, join, relative, sep} from "node:path";
import {readManifest} from "../store/manifest.js";
import {studiesJson} from "./contents.js";
import {studyFiles} from "./prefill.js";
import {cacheOf, stageFolder} from "./stage/places.js";

const mostCandidates = 100_000; // of a study whose files are written here: more would take too long each time

/**
 * Keeps the data files of a preview fresh. Framework runs the loader of a file again once the loader is newer than what it
 * printed, a process for each file, and a page that needs ten of them would wait for seconds. So a study that changed has
 * its files written here, and what is still right of the others is marked as new as the loaders.
 */
export class FreshData {
  #touched = Date.now(); // when the loaders were last marked as changed
  #busy: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<string>();

  /** `touch` marks the loaders as changed at a time: pages ask for their files again. */
  constructor(
    private readonly touch: (at: Date) => void,
    private readonly log: (line: string) => void
  ) {}

  /** A study changed. Several changes that come while it is written are one. */
  changed(study: string): void {
    if (this.#waiting.has(study)) return;
    this.#waiting.add(study);
    this.#busy = this.#busy.then(async () => {
      this.#waiting.delete(study);
      const since = Date.now();
      await this.#write(study).catch((error: Error) => this.log(`${study}: ${error.message}`)); // its loader says it too
      this.#touchAll(study, since);
    });
  }

  async #write(study: string): Promise<void> {
    const candidates = readManifest(study)?.counts.candidates ?? 0;
    if (candidates > mostCandidates) return;
    for await (const [name, contents] of studyFiles(study)) writeCached(join(study, name), contents);
    writeCached("studies.json", await studiesJson());
  }

  /** Marks the loaders as changed, and as fresh what was written since then, or what was fresh and is of another study. */
  #touchAll(study: string, since: number): void {
    const before = this.#touched;
    const now = new Date();
    this.touch(now);
    this.#touched = now.getTime();
    for (const path of cachedFiles()) {
      const {mtimeMs} = statSync(join(dataFolder(), path));
      if (mtimeMs >= (isOfOther(path, study) ? before : since)) utimesSync(join(dataFolder(), path), now, now);
    }
  }
}

const dataFolder = (): string => join(cacheOf(stageFolder()), "data");

function cachedFiles(): string[] {
  if (!existsSync(dataFolder())) return [];
  const entries = readdirSync(dataFolder(), {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataFolder(), join(entry.parentPath, entry.name)));
}

/** Whether a file has nothing to do with a study: one of another study, or of an index. */
function isOfOther(path: string, study: string): boolean {
  const [folder, ...rest] = path.split(sep);
  return rest.length > 0 && folder !== study && folder !== "paper";
}

function writeCached(name: string, contents: string | Uint8Array): void {
  const path = join(dataFolder(), name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(`${path}.fresh`, contents);
  renameSync(`${path}.fresh`, path); // nobody reads half of it
}
