import {regex} from "../../../util/regex.js";
import {commonWords} from "./common-words.js";
import {tagsOf} from "./lexicon.js";
import type {Note} from "../note.js";
import type {Text} from "./text.js";

/** Capitalised words in a row, small words between them allowed: "Leonardo da Vinci", "Mount St. Helens". */
const run = regex("gu")`
  (?<![\p{L}\p{N}'\u2019_])(?:\p{Lu}\.|\p{Lu}[\p{L}\p{M}'\u2019-]{1,25})(?:
    (?: (?:of|the|de|da|la|van|von|der|del|bin|al)){0,2} (?:
      \p{Lu}\.|(?:St|Dr|Mr|Mrs|Ms)\.|\p{Lu}[\p{L}\p{M}'\u2019-]{0,25}
    )
  ){0,5}
`;
const startsSentence = /(?:^|[.!?:;"\u201c(\n>*#-]\s*)$/;
const quotedTitle = /["\u201c]\p{Lu}[^"\u201c\u201d\n]{2,60}["\u201d]/u;

type EntityKind = "person" | "place" | "organisation" | "name";

const facts: Record<EntityKind, string> = {
  person: "mentions a person by name",
  place: "mentions a place by name",
  organisation: "mentions an organisation or company",
  name: "mentions a proper name"
};

/** Entity family: names of people, places and organisations. */
export function noteEntities({shown}: Text, note: Note): void {
  const found = namesIn(shown.slice(0, 1200));
  for (const kind of new Set(found.map(({kind: one}) => one))) note(kind === "name" ? 10 : 33, facts[kind]);
  for (const {name} of found.slice(0, 2)) note(25, `mentions ${name}`);
  if (quotedTitle.test(shown)) note(34, "mentions a title in quotation marks");
  if (/\b(?:1[5-9]|20)\d\d\b/.test(shown)) note(27, "mentions a year");
}

function namesIn(text: string): {name: string; kind: EntityKind}[] {
  const found = new Map<string, EntityKind>();
  for (const {0: match, index} of text.matchAll(run)) {
    const name = trimmed(match, startsSentence.test(text.slice(Math.max(0, index - 4), index)));
    if (name !== "" && name.length <= 60 && !found.has(name)) found.set(name, kindOf(name));
    if (found.size === 4) break;
  }
  return [...found].map(([name, kind]) => ({name, kind}));
}

/** Without a genitive, and without a common word that is capitalised only as it begins a sentence. */
function trimmed(match: string, isStart: boolean): string {
  const name = match.replace(/['\u2019]s$/, "").replace(/[.'\u2019-]+$/, "");
  if (tagsOf(name.toLowerCase()).some((tag) => placeTags.has(tag))) return name;
  let words = name.split(" ");
  while (words.length > 0 && (isStart || words.length === 1) && commonWords.has(words[0]!.toLowerCase()))
    words = words.slice(1);
  return words.length === 1 && isStart && kindOf(words[0]!) === "name" ? "" : words.join(" ");
}

/** What a name is of, by the lexicon of compromise and by the words that places and organisations are named with. */
function kindOf(name: string): EntityKind {
  const words = name.toLowerCase().split(" ");
  const whole = tagsOf(words.join(" "));
  if (whole.some((tag) => placeTags.has(tag))) return "place";
  if (whole.includes("Organization") || whole.includes("SportsTeam") || organisation.test(name)) return "organisation";
  if (place.test(name)) return "place";
  const tags = words.map(tagsOf);
  if (tags[0]!.some((tag) => personTags.has(tag))) return "person";
  if (tags.some((list) => list.some((tag) => placeTags.has(tag)))) return "place";
  return words.length > 1 && tags.at(-1)!.some((tag) => personTags.has(tag)) ? "person" : "name";
}

const personTags = new Set(["FirstName", "MaleName", "FemaleName", "LastName", "Person", "Honorific"]);
const placeTags = new Set(["City", "Country", "Region", "Place"]);
const organisation = regex()`
  \b(?:
    Inc|Corp|Corporation|Ltd|LLC|Company|University|College|Institute|Bank|Association|Foundation|Club
    |Party|Ministry|Department|Agency|Church|Group|Airlines|Studios?|Records|FC|United Nations
  )\b
`;
const place = regex()`
  \b(?:
    River|Lake|Mount|Mountains?|Island|Islands|Ocean|Sea|Street|Avenue|Road|Park|Bridge|Tower|Square
    |Valley|County|Airport|Palace|Castle|Beach|City|Bay|Desert
  )\b
`;
