import type {TemplateEntry, WordLists} from "./template.js";

/** The vocabulary, findable in a text: for each list the first entry whose name the text has. */
export interface Subjects {
  lists: WordLists;
  order: readonly string[]; // of lists: the first that a text names is what the text is about
  find(text: string): Map<string, TemplateEntry>;
}

interface Known {
  list: string;
  entry: TemplateEntry;
  phrase: string;
}

const words = /[\p{L}\p{M}\p{N}]+/gu;
const minLength = 3; // shorter names, such as "you", say nothing about a text

export function createSubjects(lists: WordLists): Subjects {
  const byFirstWord = new Map<string, Known[]>();
  for (const [list, entries] of lists)
    for (const entry of entries) {
      const phrase = entry.name.toLowerCase();
      const first = phrase.match(words)?.[0];
      if (first === undefined || phrase.length <= minLength) continue;
      byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), {list, entry, phrase}]);
    }
  return {lists, order: [...lists.keys()], find: (text) => find(text.toLowerCase(), byFirstWord)};
}

function find(text: string, byFirstWord: ReadonlyMap<string, readonly Known[]>): Map<string, TemplateEntry> {
  const found = new Map<string, TemplateEntry>();
  for (const [word] of text.matchAll(words))
    for (const {list, entry, phrase} of byFirstWord.get(word) ?? [])
      if (!found.has(list) && text.includes(phrase)) found.set(list, entry);
  return found;
}

const common = new Set(
  `the a an and or of to in on for with at by from as is are was were be been do does did how what when where why who
  which that this these those it its i you we they he she my your our their me us them can could would should will may
  about into than then so not no if please tell explain query user asks ask requests request mentions mention uses use
  contains contain includes include involves involve specific specifies phrased question written seeks wants
  provide`.split(/\s+/)
);

/** The longest words of a text that carry meaning, in their order: what a text of unknown subject is about. */
export function contentWords(text: string, count: number): string[] {
  const candidates = [...new Set(text.toLowerCase().match(words) ?? [])].filter(
    (word) => word.length > minLength && !common.has(word)
  );
  const longest = new Set(candidates.toSorted((a, b) => b.length - a.length).slice(0, count));
  return candidates.filter((word) => longest.has(word));
}
