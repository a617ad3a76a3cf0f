import {utimesSync} from "node:fs";
import {join, relative} from "node:path";
import {watch} from "chokidar";
import {listStudies} from "../../study/manifest/list.js";
import {studiesFolder} from "../../util/paths.js";
import {allStudyPages, otherPages, ownNotebooks} from "./own-pages.js";
import {ownSource, stageFolder} from "./places.js";
import {siteSources, type Sources} from "./sources.js";
import {stageSite, writeConfig} from "./stage.js";

const settleInMs = 100; // an editor writes a file in several steps

/**
 * Keeps the stage up to date with the workspace: a page or study that is added, removed or renamed is staged and
 * listed; then `onListing` is called. Changes within a linked file show without this. Resolves when the watchers are ready.
 */
export async function followSources(
  log: (line: string) => void,
  onListing: () => void = () => undefined
): Promise<{close(): Promise<void>}> {
  let timer: NodeJS.Timeout | undefined;
  let listed = listing();
  const said = new Set<string>();
  const sayOnce = (line: string): void => void (said.has(line) || (said.add(line), log(line)));
  const restage = (): void => {
    try {
      stageSite(sayOnce);
      if (listing() === listed) return;
      listed = listing();
      onListing();
      writeConfig(); // open pages are loaded again, with the new sidebar
    } catch (error) {
      log(`the pages could not be read again: ${(error as Error).message}`);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(restage, settleInMs);
  };
  const sources = watch(ownSource(), {ignoreInitial: true, ignored: /(^|[/\\])(\.[^/\\]+|node_modules)$/});
  sources.on("change", (path) => (path.endsWith(".md") ? soon() : touchStub(path, siteSources())));
  const studies = watch(studiesFolder(), {ignoreInitial: true, depth: 0});
  for (const watcher of [sources, studies]) watcher.on("add", soon).on("unlink", soon);
  await Promise.all([sources, studies].map((watcher) => new Promise<void>((done) => void watcher.on("ready", done))));
  return {
    async close() {
      clearTimeout(timer);
      await Promise.all([sources.close(), studies.close()]);
    }
  };
}

/** What the sidebar lists, as a text to compare. */
const listing = (): string => JSON.stringify([listStudies(), ownNotebooks(), allStudyPages(), otherPages()]);

/** A loader that is called from a file of one line has changed with what it calls. */
function touchStub(file: string, sources: Sources): void {
  const path = relative(ownSource(), file).replaceAll("\\", "/");
  const staged = sources.get(path);
  if (staged !== undefined && "text" in staged) utimesSync(join(stageFolder(), path), new Date(), new Date());
}
