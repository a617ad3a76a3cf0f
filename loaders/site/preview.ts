import {join, basename, dirname} from "node:path";
import {mkdirSync, utimesSync, writeFileSync} from "node:fs";
import {watch} from "chokidar";
import {studyPages} from "../../src/shared/pages.js";
import {readManifest} from "../store/manifest.js";
import {shownStudies} from "../study/manifest/list.js";
import {indexesFolder, runsFolder} from "../util/paths.js";
import {comparePage} from "./compare-page.js";
import {DataVersions} from "./data-versions.js";
import {followLines, startFramework} from "./framework.js";
import {FreshData} from "./fresh-data.js";
import {followSources} from "./stage/follow-sources.js";
import {SidebarChanges} from "./sidebar-changes.js";
import {cacheOf, stageFolder, versionsFolder} from "./stage/places.js";
import {stageSite, writeConfig} from "./stage/stage.js";
import {vendorModules} from "./vendor.js";
import {warmUp} from "./warm-up.js";
import {watchRubrics} from "./workbench/rubric-watch.js";
import {startWorkbench} from "./workbench/start.js";

export interface PreviewOptions {
  port?: number; // defaults to 3000
  log?: (line: string) => void;
  onReady?: (address: string) => void; // when pages can be asked for; the address ends with a slash
  signal?: AbortSignal; // ends the preview
}

/**
 * Previews the site with Framework: pages follow their files as they are written. They follow running studies and
 * indexes, too: `DataVersions` notes what changed, and the pages made of it ask for their data again (steady-pages.js),
 * which `FreshData` writes; the sidebar lists pages as they get something to show. Marks made on the pages are written to files (`workbench/`), and a rubric that is saved is
 * tried on the studies that have one of its name.
 * Resolves to the exit code when the preview ends.
 */
export async function previewSite({port = 3000, log = print, onReady, signal}: PreviewOptions = {}): Promise<number> {
  stageSite(log);
  await vendorModules();
  const versions = new DataVersions(versionsFolder());
  const fresh = new FreshData(versions);
  writeComparePage();
  const sidebar = new SidebarChanges();
  await sidebar.follow();
  const sources = await followSources(log, () => {
    versions.follow();
    writeComparePage();
  });
  const workbench = await startWorkbench(log, (path) => fresh.ensure(path));
  const child = startFramework(["preview", "--port", String(port), "--no-open"], workbench.environment);
  const watcher = watch([runsFolder(), indexesFolder()], {
    depth: 2,
    ignoreInitial: true,
    ignored: (path) => /\.(draft|lock|jsonl|parquet)$/.test(path)
  });
  const studyChanged = (study: string, {hasEnded}: {hasEnded: boolean}): void => {
    versions.studyChanged(study, {hasEnded});
    void sidebar.changed(study).then(
      (isOther) => isOther && writeConfig(), // open pages are loaded again, with the new sidebar
      (error: Error) => log(`the sidebar could not follow the study ${study}: ${error.message}`)
    );
  };
  watcher.on("all", (_event, path) => {
    const [name, folder] = [basename(path), basename(dirname(path))];
    if (name === "study.json") studyChanged(folder, {hasEnded: readManifest(folder)?.state !== "running"});
    else if (name === "index.json") versions.indexChanged(folder);
    else if (folder === "rescores" && name.endsWith(".json"))
      studyChanged(basename(dirname(dirname(path))), {hasEnded: false});
  });
  const rubrics = watchRubrics(log);
  const warming = new AbortController();
  let stopped = false;
  const stop = () => {
    stopped = true;
    child.kill("SIGINT");
  };
  signal?.addEventListener("abort", stop);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const code = await followLines(child, (line) => {
      log(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
      if (address === undefined) return;
      onReady?.(address);
      void warmUp(address, firstPages(), warming.signal);
    });
    return stopped ? 0 : code;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    warming.abort();
    workbench.close();
    await rubrics.close();
    await sources.close();
    await watcher.close();
  }
}

const print = (line: string): void => void process.stderr.write(`${line}\n`);

/** The pages that are asked for first: home, and those of a study, one that runs if there is any. */
function firstPages(): string[] {
  const studies = shownStudies();
  const {name} = studies.find(({state}) => state === "running") ?? studies[0] ?? {};
  return ["", ...(name === undefined ? [] : studyPages.map(({path}) => `studies/${encodeURIComponent(name)}/${path}`))];
}

/** Writes the page that names every study, so that no loader has to be started for it. */
function writeComparePage(): void {
  const [now, cache] = [new Date(), cacheOf(stageFolder())];
  utimesSync(join(stageFolder(), "compare.md.ts"), now, now); // an open page is read again
  mkdirSync(cache, {recursive: true});
  writeFileSync(join(cache, "compare.md"), comparePage());
}
