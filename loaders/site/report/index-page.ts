import {studyPages} from "../../../src/shared/pages.js";
import type {Selection} from "./selection.js";

/** A value for a code block of a page: nothing in it ends the block. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("`", "\\u0060").replaceAll("<", "\\u003c");

/** The first page of a report: its study, its pages, and what is left out. */
export function reportIndex({manifest, pages}: Selection): string {
  const listed = studyPages.filter(({path}) => pages.includes(path));
  return `---
title: Report
---

\`\`\`js
import {DataTable} from "./ui/dataTable.js";
import {Facts} from "./ui/facts.js";
import {Link, OriginLabel, originMeaning, StateLabel} from "./ui/labels.js";
import {Element, InlineText} from "./ui/text.js";
import {count, moment} from "./ui/format.js";

const study = ${literal(manifest.name)};
const pages = ${literal(listed)};
const manifest = await FileAttachment(${literal(`data/${manifest.name}/study.json`)}).json();
const made = await FileAttachment(${literal(`data/${manifest.name}/made.json`)}).json();
\`\`\`

\`\`\`js
display(Element("h1", "", InlineText(manifest.title)));
const {counts, origin, updated} = manifest;
const about = \` \${originMeaning[origin]}; last change \${moment(updated)}\`;
display(Element("p", "", OriginLabel(manifest), " ", StateLabel(manifest), about));
display(
  Facts([
    [count(counts.candidates), "candidates"],
    [count(counts.scored), "scored"],
    [count(counts.unscored), "unscored"],
    [count(counts.flagged), "flags, one judged sample each"],
    [count(counts.findings), "findings, near-duplicates folded"]
  ])
);
const link = ({name, path}) => Link(\`./studies/\${study}/\${path || "index"}\`, name);
display(
  DataTable(pages, [
    {name: "page", value: link},
    {name: "what it shows", value: ({about}) => about}
  ], {name: "pages"})
);
\`\`\`

## What is left out

\`\`\`js
display(Element("ul", "", ...(made.report?.notes ?? []).map((note) => Element("li", "", InlineText(note)))));
\`\`\`
`;
}
