import type {StudyManifest} from "../shared/manifest.js";
import {plural} from "../ui/format.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

/** What every query of a search is asked after (docs/study.md). */
export interface SearchContext {
  name: string;
  system: string | null;
  shots: {query: string; response: string}[];
  lab: {chunk: string; shots: number} | null;
}

/** The context of a study's search; null if it has none. */
export function contextOf({settings}: Pick<StudyManifest, "settings">): SearchContext | null {
  const surf = settings.surf as {context?: SearchContext | null} | undefined;
  return surf?.context ?? null;
}

/** A context in a line: "assistant: a system prompt and 2 exchanges". */
export function contextInWords({name, system, shots, lab}: SearchContext): string {
  const exchanges = lab?.shots ?? shots.length;
  const source = lab === null ? "" : ` of the chunk ${lab.chunk}`;
  const parts = [
    ...(system === null ? [] : ["a system prompt"]),
    ...(exchanges === 0 ? [] : [`${plural(exchanges, "exchange")}${source}`])
  ];
  return `${name}: ${parts.join(" and ")}`;
}

/** All texts of a context. */
export function ContextTexts(context: SearchContext): HTMLElement {
  const {system, shots} = context;
  const box = Element("div", "", Element("p", "", InlineText(contextInWords(context))));
  if (system !== null) box.append(Element("h3", "", "System prompt"), TextBlock(system));
  for (const [i, {query, response}] of shots.entries())
    box.append(Element("h3", "", `Exchange ${i + 1}`), TextBlock(query), TextBlock(response));
  return box;
}
