import {createRequire} from "node:module";
import type nlpType from "compromise";
import {regex} from "../../../util/regex.js";

type Lexicon = Record<string, string | string[] | undefined>;

/**
 * The words and names of compromise: the lexicon alone, as its tagger would take longer than all rules together. It is
 * loaded with the first word asked for, as commands that extract nothing need none of it.
 */
function loadLexicon(): Lexicon {
  const nlp = createRequire(import.meta.url)("compromise") as typeof nlpType;
  return (nlp.model() as {one: {lexicon: Lexicon}}).one.lexicon;
}

let loaded: Lexicon | undefined;

/** What a word in lower case can be: FirstName, City, Infinitive, ...; empty when it is unknown. */
export function tagsOf(word: string): readonly string[] {
  const lexicon = (loaded ??= loadLexicon());
  const tags = Object.hasOwn(lexicon, word) ? lexicon[word] : undefined;
  return tags === undefined ? [] : typeof tags === "string" ? [tags] : tags;
}

const otherTags = regex()`
  ^(?:
    Adjective|Adverb|.*Tense|Gerund|Participle|Infinitive|PhrasalVerb|Verb|Comparative|Superlative
    |Preposition|Conjunction|Pronoun|Determiner|Expression|Modal|.*Name|Person|City|Country|Region|Place
    |Month|WeekDay
  )$
`;

/** Whether a word may be a noun: no word of another kind, and no name. */
export const isNoun = (word: string): boolean => !tagsOf(word).some((tag) => otherTags.test(tag));
