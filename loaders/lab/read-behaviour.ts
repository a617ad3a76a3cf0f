import type {LabTemplate} from "./template.js";
import type {World} from "./world.js";

const leastFixed = 12; // characters: fewer fixed words are in too many texts

/** Reads which behaviour of a world a response shows, by its fixed words or its length; null where it shows none. */
export function createBehaviourReader({behaviours}: Pick<World, "behaviours">): (response: string) => string | null {
  const forms = behaviours.flatMap(({name, templates}) =>
    templates.map((template) => ({name, words: wordsOf(template)}))
  );
  const telling = forms.filter(({words}) => lengthOf(words) >= leastFixed);
  const longestFirst = telling.toSorted((a, b) => lengthOf(b.words) - lengthOf(a.words));
  const short = behaviours.filter(({shorterThan}) => shorterThan !== undefined);
  return (response) =>
    longestFirst.find(({words}) => hasInOrder(response, words))?.name ??
    short.find(({shorterThan}) => response.length < shorterThan!)?.name ??
    null;
}

const wordsOf = (template: LabTemplate): string[] => template.filter((part) => typeof part === "string");
const lengthOf = (words: readonly string[]): number => words.reduce((sum, {length}) => sum + length, 0);

function hasInOrder(text: string, words: readonly string[]): boolean {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}
