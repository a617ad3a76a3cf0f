import {roleOf, type Role} from "./roles.js";
import type {Turn} from "./turns.js";

const marker = /(?:^|\n\n)[ \t]*([A-Za-z]{2,12}):[ \t]?/g;

/**
 * The turns of a text such as "Human: ... Assistant: ...", a blank line before each speaker. Undefined when it does not
 * begin with a user or a system message, or has no answer. A word with a colon that names nobody is part of the text.
 */
export function transcriptOf(text: string): Turn[] | undefined {
  const whole = text.trim();
  const roles = new Map<string, Role>(); // of few words, which recur
  const speaks = (word: string): Role => roles.get(word) ?? roles.set(word, roleOf(word)).get(word)!;
  const speakers = [...whole.matchAll(marker)].filter(([, word]) =>
    ["user", "assistant", "system"].includes(speaks(word!))
  );
  if (speakers[0]?.index !== 0) return undefined;
  const turns = speakers.map((match, i): Turn => {
    const end = speakers[i + 1]?.index ?? whole.length;
    return {role: speaks(match[1]!), text: whole.slice(match.index + match[0].length, end).trim()};
  });
  return turns.some(({role}) => role === "assistant") ? turns : undefined;
}
