import {renameSync, rmSync} from "node:fs";
import {UserError} from "../util/user-error.js";
import {checkSite} from "./check.js";
import {addContentSecurityPolicy} from "./content-security-policy.js";
import {followLines, startFramework} from "./framework.js";
import {prefillData} from "./prefill.js";
import {vendorModules} from "./vendor.js";

export interface BuildOptions {
  output: string; // folder; replaced when the build succeeds
  log?: (line: string) => void; // what happens, a line at a time
}

/**
 * Builds the site: static files that make no request off their own host. Every table is printed anew, so the pages show
 * what the studies hold now. An old site in `output` stays until the new one is whole. Throws a UserError that says
 * which page failed and why.
 */
export async function buildSite({output, log = () => undefined}: BuildOptions): Promise<void> {
  const draft = `${output.replace(/\/+$/, "")}.${process.pid}.draft`;
  await vendorModules();
  log("building the site");
  await prefillData();
  try {
    const lines: string[] = [];
    const child = startFramework(["build"], {SURFTURF_OUTPUT: draft});
    const code = await followLines(child, (line) => void lines.push(line));
    if (code !== 0) throw new UserError(`the site could not be built: ${lastWords(lines)}`);
    checkSite(draft);
    addContentSecurityPolicy(draft);
    rmSync(output, {recursive: true, force: true});
    renameSync(draft, output);
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
