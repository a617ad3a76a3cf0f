import type {SitePage, StudyPage} from "../../../src/shared/pages.js";
import {allStudyPages} from "../stage/own-pages.js";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import {describeStudy, listStudies} from "../../study/manifest/list.js";
import {UserError} from "../../util/user-error.js";

/** What a user asks of a report, as typed. */
export interface ReportSpec {
  pages?: readonly string[]; // names or paths of pages; defaults to all
  findings?: readonly string[]; // ids; defaults to all
  masks?: readonly string[]; // rubric:<name> | mark:<mark> | pattern:<regular expression>
  marks?: boolean; // people's marks on what is shown; defaults to false
}

export type Mask = {kind: "rubric"; rubric: string} | {kind: "mark"; mark: string} | {kind: "pattern"; text: string};

/** What a report contains, in its normal form. */
export interface Selection {
  manifest: StudyManifest;
  pages: string[]; // paths, in the order of the site
  findings: Set<string> | null; // null: all
  masks: Mask[];
  marks: boolean; // whether people's marks are in it
}

/** Checks what is asked of a report against the study. Throws a UserError that names the flag and what there is. */
export async function readSelection(study: string, spec: ReportSpec): Promise<Selection> {
  const studies = listStudies();
  if (!studies.includes(study))
    throw new UserError(`no such study: there are ${studies.join(", ") || "none yet"}`, {file: study});
  const manifest = describeStudy(study);
  const findings = (await readTable(study, "findings")) ?? [];
  if (manifest.tables === "") throw new UserError("the study has no tables yet: run it first", {file: study});
  return {
    manifest,
    pages: readPages(spec.pages),
    findings: spec.findings === undefined ? null : readFindings(spec.findings, findings),
    masks: (spec.masks ?? []).map((mask) => readMask(mask, manifest, findings)),
    marks: spec.marks ?? false
  };
}

/** What a page is called on the command line: its path, or the name of the first page, which has none. */
const pageName = ({path, name}: SitePage): string => path || name.toLowerCase();

const reportPages = (): StudyPage[] => allStudyPages().filter(({inReports = true}) => inReports);

function readPages(names: readonly string[] | undefined): string[] {
  if (names === undefined) return reportPages().map(({path}) => path);
  const known = reportPages().map(pageName);
  const chosen = new Set(names.map((name) => name.toLowerCase()));
  for (const name of chosen)
    if (!known.includes(name))
      throw new UserError(`no such page: ${name}; there are ${known.join(", ")}`, {key: "--pages"});
  return reportPages()
    .filter((page) => page.always || chosen.has(pageName(page)))
    .map(({path}) => path);
}

function readFindings(ids: readonly string[], findings: readonly Row<"findings">[]): Set<string> {
  const known = new Set(findings.map(({id}) => id));
  const [unknown] = ids.filter((id) => !known.has(id));
  if (unknown !== undefined) {
    const some = [...known].slice(0, 3).join(", ") || "none";
    const more = known.size > 3 ? ` and ${known.size - 3} more` : "";
    throw new UserError(`no such finding: ${unknown}; the study has ${some}${more}`, {key: "--findings"});
  }
  return new Set(ids);
}

function readMask(text: string, manifest: StudyManifest, findings: readonly Row<"findings">[]): Mask {
  const [, kind, value] = /^(rubric|mark|pattern):(.+)$/s.exec(text) ?? [];
  const fail = (message: string) => new UserError(message, {key: "--mask"});
  if (kind === undefined || value === undefined)
    throw fail(`expected rubric:<name>, mark:<mark> or pattern:<regular expression>, got ${text}`);
  if (kind === "rubric") {
    const names = manifest.rubrics.map(({name}) => name);
    if (!names.includes(value)) throw fail(`no such rubric: ${value}; there are ${names.join(", ")}`);
    return {kind, rubric: value};
  }
  if (kind === "mark") {
    const marks = [...new Set(findings.flatMap(({mark}) => mark ?? []))];
    if (!marks.includes(value)) throw fail(`no finding has the mark ${value}; there are ${marks.join(", ") || "none"}`);
    return {kind, mark: value};
  }
  try {
    new RegExp(value, "iu"); // it runs in a thread of its own (patterns.ts)
    return {kind: "pattern", text: value};
  } catch (cause) {
    throw new UserError(`not a regular expression: ${value}`, {key: "--mask"}, {cause});
  }
}
