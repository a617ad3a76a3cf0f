import {listStudies} from "../study/manifest/list.js";

const arrow = [
  "runs",
  "iterations",
  "rates",
  "means",
  "probe_prompts",
  "samples",
  "findings",
  "regions",
  "attributes",
  "attribute_weights",
  "candidates"
] as const;
const parquet = ["texts", "sample_texts", "probe_texts"] as const;
const json = ["study", "rescores"] as const;

/** A text for a code block of a page: nothing in it ends the block. */
const literal = (text: string): string => JSON.stringify(text).replaceAll("`", "\\u0060").replaceAll("<", "\\u003c");

/**
 * The page that compares studies. Framework serves a page only the files that its code names, so the page is
 * written with the name of each study; a file is fetched when its study is chosen.
 */
export function comparePage(studies: readonly string[] = listStudies()): string {
  return `---
title: Compare
---

\`\`\`js
import {ComparePage} from "./compare/comparePage.js";
import {Explain} from "./ui/explain.js";

const files = {
${studies.map(filesOf).join(",\n")}
};
const studies = await FileAttachment("data/studies.json").json();
const meanings = await FileAttachment("data/meanings.json").json();
\`\`\`

# Compare

\`\`\`js
display(
  Explain(
    "Any two sides: models of a study, studies, [[run|runs]], [[sampler|samplers]], or the same answers before and after a change",
    "of the [[rubric]]. The address of this page keeps your choice, so you can share it."
  )
);
display(ComparePage({files, meanings, studies: studies.map(({manifest}) => manifest), resize}));
\`\`\`
`;
}

function filesOf(study: string): string {
  const file = (name: string, extension: string): string =>
    `    ${name}: FileAttachment(${literal(`data/${study}/${name}.${extension}`)})`;
  const files = [
    ...json.map((name) => file(name, "json")),
    ...arrow.map((name) => file(name, "arrow")),
    ...parquet.map((name) => file(name, "parquet"))
  ];
  return `  ${literal(study)}: {\n${files.join(",\n")}\n  }`;
}
