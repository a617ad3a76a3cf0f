import {regex} from "../../../util/regex.js";
import nlp from "compromise";

type Lexicon = Record<string, string | string[] | undefined>;

/** The words and names of compromise: the lexicon alone, as its tagger would take longer than all rules together. */
const lexicon = (nlp.model() as {one: {lexicon: Lexicon}}).one.lexicon;

/** What a word in lower case can be: FirstName, City, Infinitive, ...; empty when it is unknown. */
export function tagsOf(word: string): readonly string[] {
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
