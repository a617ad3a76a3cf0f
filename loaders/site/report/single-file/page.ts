import {createHash} from "node:crypto";
import type {SingleFileContents} from "../../../../src/shared/reportContents.js";

export interface PageParts {
  script: string;
  style: string;
  names: string; // a tag that says how models are shown; may be empty
}

/** Tells a report of one file from other files. */
export const generatorTag = '<meta name="generator" content="surfturf report">';

/** The whole report as HTML: its contents as data, the script that shows them, and a policy that lets nothing else run. */
export function singlePage(contents: SingleFileContents, {script, style, names}: PageParts): string {
  const code = script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  return `<!DOCTYPE html>
<html lang="en" id="top">
<head>
<meta charset="utf-8">
${generatorTag}
<meta http-equiv="Content-Security-Policy" content="${policyOf(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="surfturf-pages" content="">
<title>${escaped(contents.manifest.title)}</title>
${names}
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body>
<main id="observablehq-main" class="observablehq single-file"><noscript>This report needs JavaScript.</noscript></main>
<script type="application/json" id="contents">${dataOf(contents)}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** JSON that ends no script, whatever a model wrote. */
const dataOf = (contents: SingleFileContents): string => JSON.stringify(contents).replaceAll("<", "\\u003c");

const policyOf = (code: string): string => {
  const hash = createHash("sha256").update(code).digest("base64");
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
};

const entities: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
