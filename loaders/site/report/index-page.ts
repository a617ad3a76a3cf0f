import {studyPages} from "../../../src/shared/pages.js";
import type {Selection} from "./selection.js";

/** A value as it may stand in a code block of a page: nothing in it ends the block. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("`", "\\u0060").replaceAll("<", "\\u003c");

/** The first page of a report: what it is of, and what is in it. */
export function reportIndex({manifest, pages}: Selection): string {
  const listed = studyPages.filter(({path}) => pages.includes(path));
  return `---
title: Report
---

\`\`\`js
import {DataTable} from "./ui/dataTable.js";
import {OriginLabel, StateLabel} from "./ui/labels.js";
import {Element, InlineText} from "./ui/text.js";
import {count, moment, originMeaning} from "./ui/format.js";

const study = ${literal(manifest.name)};
const pages = ${literal(listed)};
const manifest = await FileAttachment(${literal(`data/${manifest.name}/study.json`)}).json();
const made = await FileAttachment(${literal(`data/${manifest.name}/made.json`)}).json();
\`\`\`

\`\`\`js
display(Element("h1", "", InlineText(manifest.title)));
display(Element("p", "", OriginLabel(manifest), " ", StateLabel(manifest), \` \${originMeaning[manifest.origin]}; last change \${moment(manifest.updated)}\`));
display(Element("p", "", \`\${count(manifest.counts.candidates)} candidates, \${count(manifest.counts.scored)} scored, \${count(manifest.counts.unscored)} unscored; \${count(manifest.counts.flagged)} flags, \${count(manifest.counts.findings)} findings. A flag is one judged sample: it is not a finding until confirmed.\`));
const link = ({name, path}) => {
  const anchor = Element("a", "", name);
  anchor.href = \`./studies/\${study}/\${path || "index"}\`;
  return anchor;
};
display(DataTable(pages, [{name: "page", value: link}, {name: "what is there", value: ({about}) => about}], {name: "pages"}));
\`\`\`

## What is left out

\`\`\`js
display(Element("ul", "", ...(made.report?.notes ?? []).map((note) => Element("li", "", InlineText(note)))));
\`\`\`
`;
}
