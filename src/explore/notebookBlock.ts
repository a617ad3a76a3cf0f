/** Blocks of a notebook (src/notebooks/) that select the same candidates. */
export function notebookBlock(study: string, where: string): string {
  return [
    "```js",
    'import {selectedRows} from "../explore/selectedRows.js";',
    "",
    `const where = ${quoted(where)};`,
    `const selected = await selectedRows(FileAttachment(${quoted(`../data/${study}/explore.bin`)}), where);`,
    "```",
    "",
    '${selected.length.toLocaleString("en-US")} candidates, ${selected.filter((row) => row.flagged).length} of them flagged.',
    "",
    "```js",
    "display(Inputs.table(selected, {select: false}));",
    "```"
  ].join("\n");
}

/** A text as JavaScript in a page: nothing in it ends the script. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("<", "\\u003c");
