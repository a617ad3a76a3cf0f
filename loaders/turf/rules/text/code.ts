import {regex} from "../../../util/regex.js";
import type {Note} from "../note.js";
import {codeLanguages, fenceNames} from "./code-languages.js";
import type {Text} from "./text.js";

const fence = /^[ \t]*```[ \t]*([a-z0-9+#-]{0,20})/im;
/** Whether a line looks like code rather than prose. */
export const codeLine = regex()`
  [;{}]\s*$
  |^\s*(?:
    def|class|return|import|from|if|for|while|else|elif|try|except|function|const|let|var|public|private
    |#include|print|end
  )\b.{0,160}(?:[:;({]|\w\(.{0,100}\))
  |^\s*[\w.[\]]{1,60} ?[-+*/]?= ?\S
  |^\s{2,}\S.{0,100}[()=;]
  |^\s*[\w.]{1,40}\(.{0,120}\);?\s*$
  |^\s*<\/?[a-z][^>]{0,120}>
  |^\s*(?:#|\/\/)
  |^\s*(?:SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|CREATE|JOIN|GROUP BY|ORDER BY|VALUES|SET)\b
`;

export interface Code {
  languages: string[]; // most code first; empty: code of a language that is not told
  fenced: boolean;
  share: number; // of the lines
}

/** The code in a text; undefined when there is none. */
export function codeIn({shown, lines}: Text): Code | undefined {
  const fenced = fence.test(shown);
  const filled = lines.filter((line) => line.trim() !== "");
  const share = filled.length === 0 ? 0 : filled.filter((line) => codeLine.test(line)).length / filled.length;
  const named = fenced ? fencedLanguages(lines) : [];
  const language = named.length > 0 ? null : detectLanguage(shown, share > 0.5 ? 2 : 3);
  const languages = language === null ? named : [language];
  if (!fenced && language === null && !(share > 0.6 && filled.length >= 3)) return undefined;
  return {languages, fenced, share};
}

/** The languages that fenced blocks name, by the number of their lines. */
function fencedLanguages(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  let open: string | undefined; // language of the block we are in; empty: none named
  for (const line of lines) {
    const tag = fence.exec(line)?.[1];
    if (tag !== undefined) open = open === undefined ? (fenceNames[tag.toLowerCase()] ?? "") : undefined;
    else if (open) counts.set(open, (counts.get(open) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function detectLanguage(text: string, least: number): string | null {
  if (!/\w\(|[{};=<>]|^(?:import|from|#!)|^\$ /m.test(text)) return null;
  const found =
    codeLanguages.find(({sure}) => sure.test(text)) ?? codeLanguages.find(({likely}) => countOf(likely, text) >= least);
  return found?.name ?? null;
}

const countOf = (patterns: readonly RegExp[], text: string): number =>
  patterns.filter((pattern) => pattern.test(text)).length;

/** Code family: its language, and how it stands in the text. */
export function noteCode(code: Code, note: Note): void {
  if (code.languages.length === 0) note(86, "contains code");
  code.languages.slice(0, 2).forEach((language, rank) => note(rank === 0 ? 86 : 61, `contains ${language} code`));
  if (code.fenced) note(58, "puts code in a fenced block");
}
