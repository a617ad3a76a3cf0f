/** Blocks of a notebook (src/notebooks/) that select the same rows; `data` is the folder below src/data. */
export function notebookBlock(data: string, where: string, counts: string): string {
  return [
    "```js",
    'import {selectedRows} from "../explore/selectedRows.js";',
    "",
    `const where = ${quoted(where)};`,
    `const selected = await selectedRows(FileAttachment(${quoted(`../data/${data}/explore.bin`)}), where);`,
    "```",
    "",
    counts,
    "",
    "```js",
    "display(Inputs.table(selected, {select: false}));",
    "```"
  ].join("\n");
}

/** What the block of a study says of its selection. */
export const candidateCounts =
  '${selected.length.toLocaleString("en-US")} candidates, ${selected.filter((row) => row.flagged).length} of them flagged.';

/** What the block of an index says of its selection. */
export const pairCounts = '${selected.length.toLocaleString("en-US")} training pairs.';

/** A text as JavaScript in a page: nothing in it ends the script. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("<", "\\u003c");
