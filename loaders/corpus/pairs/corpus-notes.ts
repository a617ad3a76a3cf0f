import type {PairTally} from "./pair-tally.js";
import {usualSources, type CorpusReport, type UnreadFiles, type UnreadReason} from "./pairs.js";
import {notesOnShapes} from "./shapes/registry.js";

const chunkLike =
  /(?:^|_)(?:sources?|datasets?|origin|subset|corpus|provenance|collection|domain|category|task)(?:_|$)/i;
const maxProposed = 3;

const unreadWords: Record<UnreadReason, string> = {
  "not-data": "of kinds that are not read",
  "no-rows": "JSON without rows",
  "lfs-pointer": "Git LFS pointers, not fetched",
  "dangling-link": "links to nothing",
  "link-loop": "links back into their own folder",
  "not-a-file": "not files"
};

/** What must be said of a corpus that was read, a sentence each. */
export function corpusNotes(
  {shapes, unnamed, unread}: Pick<CorpusReport, "shapes" | "unnamed" | "unread">,
  tally: PairTally,
  source: string | undefined
): string[] {
  const names = shapes.map(({shape}) => shape);
  return [
    ...(shapes.length > 1
      ? [`its rows mix shapes: ${shapes.map(({shape, rows}) => `${rows} ${shape}`).join(", ")}`]
      : []),
    ...notesOnShapes(names),
    ...(unnamed > 0 && source !== "" ? [unnamedNote(unnamed, tally, source)] : []),
    ...unread.map(unreadNote)
  ];
}

function unnamedNote(unnamed: number, {nameColumns = []}: PairTally, source: string | undefined): string {
  const column = source === undefined ? "no chunk column" : `nothing in the column ${source}`;
  const tried = source === undefined ? usualSources : [source];
  const proposed = nameColumns.filter((name) => chunkLike.test(name) && !tried.includes(name)).slice(0, maxProposed);
  const cure =
    proposed.length === 0
      ? ""
      : `; to take them from a column: ${proposed.map((name) => `--source ${name}`).join(", or ")}`;
  return `${unnamed} rows have ${column}: their chunk is the name of the file${cure}`;
}

function unreadNote({reason, count, examples}: UnreadFiles): string {
  const names = examples.join(", ") + (count > examples.length ? ", ..." : "");
  return `${count} ${count === 1 ? "file was" : "files were"} not read, ${unreadWords[reason]}: ${names}`;
}
