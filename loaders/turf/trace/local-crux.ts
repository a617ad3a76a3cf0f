import {regex} from "../../util/regex.js";
import type {Rubric} from "../../util/rubric.js";
import {cruxesChosen} from "./crux-prompt.js";

/** A response attribute with what the local chooser knows of it. */
export interface Choosable {
  attribute: string;
  commonness: number; // share of the corpus's responses that have it
}

const rubricWordWorth = 2; // bits of rarity that a word of the rubric counts for
const echoCost = 4; // bits that an attribute loses for naming the query's own subject
const subjectCost = 8; // and for being about a subject at all: a crux is what the response does
const subject = /^the response (?:mentions|names|is about|speaks of|is set in)\b/i;
const sizeCost = 3; // and for being about the length of a text of some sentences: most behaviours come in all lengths
const size = regex("i")`
  ^the response (?:is|has) (?:rather |quite |very |only )?(?:
    a few sentences|a single sentence|a paragraph|a single short|several paragraphs
    |(?:of )?(?:middle|medium|moderate) length|short|brief|long|concise|(?:a few|many) lines
  )
`;
const minWorth = 1; // bits: what half of the responses have is house style
const maxBits = 6; // rarer than one in 64 makes no difference: rare words are subjects

/**
 * Chooses cruxes without a model: attributes that few responses of the corpus have, that share words with the rubric,
 * and that say what the response does, not what it is about or how long it is. Places from 0, best first: up to three,
 * and where fewer are worth it, fewer. A rule of thumb, and labelled so.
 */
export function chooseLocally(attributes: readonly Choosable[], rubric: Rubric | null, query: string): number[] {
  const asked = rubric === null ? new Set<string>() : stemsOf(`${rubric.name} ${rubric.principle}`);
  const asks = stemsOf(query);
  const worth = attributes.map(({attribute, commonness}) => {
    const stems = [...stemsOf(attribute)];
    const rarity = Math.min(maxBits, -Math.log2(Math.max(commonness, 1e-9)));
    const shared = stems.filter((stem) => asked.has(stem)).length;
    const echoed = stems.some((stem) => asks.has(stem) && !asked.has(stem));
    const isSubject = subject.test(attribute);
    return (
      rarity +
      rubricWordWorth * shared -
      (echoed ? echoCost : 0) -
      (isSubject ? subjectCost : 0) -
      (size.test(attribute) ? sizeCost : 0)
    );
  });
  const sorted = [...attributes.keys()].sort((a, b) => worth[b]! - worth[a]! || a - b);
  return sorted.filter((place, rank) => rank === 0 || worth[place]! > minWorth).slice(0, cruxesChosen);
}

const empty = new Set(
  `the a an and or of to in on for with at by from as is are was were be it its this that response query score answer
  not question questions prompt prompts no any than one does did has have had if when which while only also but about
  into other some so all out they them their word words text`.split(/\s+/)
);

/** Words that carry meaning, cut to a stem of five letters: enough to match code, coding and coder. */
function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !empty.has(word)).map((word) => word.slice(0, 5)));
}
