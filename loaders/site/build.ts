import {rmSync, writeFileSync} from "node:fs";
import {join, relative} from "node:path";
import {packageVersion} from "../store/manifest.js";
import {workspaceFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {checkSite} from "./check.js";
import {addContentSecurityPolicy} from "./content-security-policy.js";
import {writeFindingPages} from "./finding-pages.js";
import {followLines, startFramework} from "./framework.js";
import {prefillData} from "./prefill.js";
import {checkOutput, publishSite, type SiteKind} from "./publish.js";
import {marksVariable} from "./marks-variable.js";
import {improveShells} from "./page-shell.js";
import {stageSite} from "./stage/stage.js";
import {vendorModules} from "./vendor.js";

export interface BuildOptions {
  output: string; // folder: not there, empty, or with an older site of the kind, which is replaced when the build succeeds
  kind?: SiteKind; // defaults to the whole site
  log?: (line: string) => void; // what happens, a line at a time
  stage?: () => string; // makes the source folder when the packages are there; defaults to that of the whole site
  pages?: readonly string[]; // of each study, by path; with `stage`: the site is a report, without the pages around
  finish?: (site: string) => void; // changes the built files before they are sealed
  marks?: boolean; // publishes people's marks too; defaults to false
  signal?: AbortSignal; // ends the build; nothing is changed then
}

const wholeSite: SiteKind = {mark: "surfturf-site.json", facts: {packageVersion}, key: "--output", unmarked: true};

/**
 * Builds the site: static files that make no request off their own host. Every table is printed again, so pages show
 * the current state of the studies. An old site in `output` stays until the new one is complete, and files that no site wrote stay. Throws a UserError
 * that says which page failed and why.
 */
export async function buildSite(options: BuildOptions): Promise<void> {
  const {output, kind = wholeSite, log = () => undefined, stage, pages, finish, marks = false, signal} = options;
  checkOutput(output, kind);
  const draft = `${output.replace(/\/+$/, "")}.${process.pid}.draft`;
  if (stage === undefined) stageSite(log);
  await vendorModules();
  log("building the site");
  const root = stage?.();
  await prefillData(root, {marks});
  signal?.throwIfAborted();
  try {
    const lines: string[] = [];
    const report: Record<string, string> =
      root === undefined ? {} : {SURFTURF_REPORT: JSON.stringify({root: relative(workspaceFolder(), root), pages})};
    const child = startFramework(["build"], {
      SURFTURF_OUTPUT: draft,
      [marksVariable]: marks ? "1" : "",
      ...report
    });
    const stop = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", stop);
    const code = await followLines(child, (line) => void lines.push(line));
    signal?.removeEventListener("abort", stop);
    signal?.throwIfAborted();
    if (code !== 0) throw new UserError(`the site could not be built: ${lastWords(lines)}`);
    checkSite(draft);
    improveShells(draft);
    finish?.(draft);
    addContentSecurityPolicy(draft);
    await writeFindingPages(draft);
    writeFileSync(join(draft, ".nojekyll"), ""); // GitHub Pages leaves out folders that begin with _ otherwise
    publishSite(draft, output, kind);
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

/** The end of what Framework said, without colours and stack frames. */
function lastWords(lines: readonly string[]): string {
  const escape = String.fromCharCode(27);
  const plain = lines.map((line) => line.replaceAll(new RegExp(`${escape}\\[\\d+m`, "g"), "").trim());
  const telling = plain.filter((line) => line !== "" && !/^at\s/.test(line));
  const errors = telling.filter((line) => /error|failed|not found|unable|missing/i.test(line));
  return (errors.length > 0 ? errors : telling).slice(-4).join("; ");
}
