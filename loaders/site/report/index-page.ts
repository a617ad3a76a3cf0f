import {allStudyPages} from "../stage/own-pages.js";
import type {Selection} from "./selection.js";

/** A value for a code block of a page: nothing in it ends the block. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("`", "\\u0060").replaceAll("<", "\\u003c");

/** The first page of a report: what was found, limits, how it was made, and its pages. */
export function reportIndex({manifest, pages}: Selection): string {
  const listed = allStudyPages().filter(({path}) => pages.includes(path));
  const folder = `./studies/${encodeURIComponent(manifest.name)}/`;
  const table = (name: string): string => `readRows(FileAttachment(${literal(`data/${manifest.name}/${name}.arrow`)}))`;
  return `---
title: Report
---

\`\`\`js
import {findingAddress} from "./findings/findingLink.js";
import {ReportOpening} from "./report/opening.js";
import {readRows} from "./ui/arrowFiles.js";
import {DataTable} from "./ui/dataTable.js";
import {Link} from "./ui/labels.js";
import {isPageHere} from "./ui/sitePages.js";

const pages = ${literal(listed)};
const manifest = await FileAttachment(${literal(`data/${manifest.name}/study.json`)}).json();
const made = await FileAttachment(${literal(`data/${manifest.name}/made.json`)}).json();
const [findings, rates, prompts, regions, traces, verdicts, exclusions] = await Promise.all([
  ${table("findings")},
  ${table("rates")},
  ${table("probe_prompts")},
  ${table("regions")},
  ${table("traces")},
  ${table("arm_verdicts")},
  ${table("exclusions")}
]);
\`\`\`

\`\`\`js
const contents = {manifest, notes: made.report?.notes ?? [], findings, rates, prompts, regions, traces, verdicts, exclusions};
const addressOf = ({finding}) => (isPageHere("findings") ? findingAddress(finding.id, {from: ${literal(folder)}}) : null);
display(ReportOpening(contents, {addressOf, resize}));
\`\`\`

## Pages

\`\`\`js
const link = ({name, path}) => Link(\`${folder}\${path || "index"}\`, name);
display(
  DataTable(pages, [
    {name: "page", value: link},
    {name: "what it shows", value: ({about}) => about}
  ], {name: "pages"})
);
\`\`\`
`;
}
