import {regex} from "../../../util/regex.js";
import type {Note} from "../note.js";
import type {Text} from "../text/text.js";

const label = /^[ \t]*(?:[A-Z][\w]{0,20}(?: [\w#]{1,15}){0,3}|[A-Z])\s?:(?:\s|$)/;
const questionStart = regex("gi")`
  (?:^|[.!?\n]\s*)(?:
    what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|will|would|should
    |has|have
  )\b[^?\n]{2,300}\?
`;

/** Structure family of a query: how many parts it has, and in what order. */
export function noteStructure({shown, edges, lines, words, sentences}: Text, isWordProblem: boolean, note: Note): void {
  const filled = lines.filter((line) => line.trim() !== "");
  const labels = filled.filter((line) => label.test(line)).map((line) => line.trim().split(":")[0]!.toLowerCase());
  const last = filled.at(-1)?.trim() ?? "";
  if (labels.length >= 2) note(59, "is laid out in labelled parts");
  for (const name of [
    "question",
    "context",
    "passage",
    "article",
    "input",
    "options",
    "sentence 1",
    "premise",
    "title"
  ])
    if (labels.includes(name)) note(61, `has a part labelled ${name[0]!.toUpperCase()}${name.slice(1)}`);
  if (/:$/.test(last) && last.length <= 60) note(67, "ends with a label for the model to complete");
  const dialogue = new Set(
    labels.filter((name) => filled.filter((line) => line.toLowerCase().startsWith(`${name}:`)).length >= 2)
  );
  if (dialogue.size >= 2) note(65, "contains a dialogue between speakers");
  const questions = shown.match(questionStart)?.length ?? 0;
  if (questions >= 2 && words < 150) note(53, "asks two or more questions");
  if (words >= 60 && sentences >= 4 && !isWordProblem) {
    if (/\?\s*$/.test(shown) || questionAtEnd.test(edges.slice(-300)))
      note(60, "gives a long passage and then a question about it");
    else if (questionAtStart.test(edges.slice(0, 160)))
      note(58, "asks something and then gives a long text to work on");
  }
  if (/\?$/.test(shown)) note(words <= 20 ? 16 : 2, "ends with a question mark");
  else if (words > 2 && !/[.!?:;)\]}"'\u201d`>\u3002\uff1f]$/.test(shown)) note(29, "ends without punctuation");
  if (/_{2,}/.test(shown)) note(64, "has a blank to fill in");
  if (
    /\((?:a|1|i)\)[^\n]{2,400}?\((?:b|2|ii)\)/i.test(shown) ||
    (/(?:^|\s)1[.)]\s/.test(shown) && /(?:^|\s)2[.)]\s/.test(shown))
  )
    note(63, "has numbered parts");
}

const questionAtEnd = /\?[^?]{0,40}$/;
const questionAtStart =
  /^[^\n]{4,150}[:?]\s*\n|^(?:summari[sz]e|read|given|extract|use|based on|classify|identify|translate)\b/i;
