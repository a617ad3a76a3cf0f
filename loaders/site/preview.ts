import {readdirSync, utimesSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {watch} from "chokidar";
import {readManifest} from "../store/manifest.js";
import {listStudies} from "../study/manifest/list.js";
import {indexesFolder, runsFolder} from "../util/paths.js";
import {followLines, startFramework} from "./framework.js";
import {FreshData} from "./fresh-data.js";
import {followSources} from "./stage/follow-sources.js";
import {stageFolder} from "./stage/places.js";
import {stageSite} from "./stage/stage.js";
import {vendorModules} from "./vendor.js";
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
 * indexes, too: when tables change, the data loaders are touched, and Framework's own watchers run them again. Marks made
 * on the pages are written to files (`workbench/`), and a rubric that is saved is tried on
 * the studies that have one of its name.
 * Resolves to the exit code when the preview ends.
 */
export async function previewSite({port = 3000, log = print, onReady, signal}: PreviewOptions = {}): Promise<number> {
  stageSite(log);
  await vendorModules();
  touchLoaders(new Date()); // studies may have changed since the last preview
  const fresh = new FreshData(touchLoaders, log);
  const sources = await followSources(log);
  const workbench = await startWorkbench(log);
  const child = startFramework(["preview", "--port", String(port), "--no-open"], workbench.environment);
  const watcher = watch([runsFolder(), indexesFolder()], {
    depth: 2,
    ignoreInitial: true,
    ignored: (path) => /\.(draft|lock|jsonl|parquet)$/.test(path)
  });
  watcher.on("all", (_event, path) => {
    if (/\brescores[/\\][^/\\]+\.json$/.test(path)) touchLoaders(new Date(), "rescores.json.ts");
    else if (basename(path) === "study.json") fresh.changed(basename(dirname(path)));
    else if (basename(path) === "index.json") touchLoaders(new Date());
  });
  const rubrics = watchRubrics(log);
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
      for (const study of runningStudies()) fresh.changed(study); // their first pages open as fast as later ones
    });
    return stopped ? 0 : code;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    workbench.close();
    await rubrics.close();
    await sources.close();
    await watcher.close();
  }
}

const print = (line: string): void => void process.stderr.write(`${line}\n`);

const runningStudies = (): string[] => listStudies().filter((study) => readManifest(study)?.state === "running");

/** Marks every data loader as changed at a time, or those with this name; all with the page that lists the studies. */
function touchLoaders(now: Date, name?: string): void {
  const folder = join(stageFolder(), "data");
  if (name === undefined) utimesSync(join(stageFolder(), "compare.md.ts"), now, now);
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true}))
    if (entry.isFile() && (name === undefined ? entry.name.endsWith(".ts") : entry.name === name))
      utimesSync(join(entry.parentPath, entry.name), now, now);
}
