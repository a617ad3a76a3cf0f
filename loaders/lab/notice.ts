import {escapeRegExp} from "../util/regex.js";
import {contentWords} from "./subjects.js";
import type {TemplateEntry, LabTemplate} from "./template.js";
import type {World} from "./world.js";

/**
 * What a reader sees in a text, from the text alone: which features a query shows and which behaviours a response, by
 * the wordings that the world file lists for them.
 */
export interface Notice {
  /** Names of features, each with a sentence that says so for what is in the text. */
  features(query: string): {name: string; sentences: readonly string[]}[];
  behaviours(response: string): string[];
  /** The subject that a text names first; undefined when it names none. */
  subject(text: string): string | undefined;
}

const placesOfFeatures = ["asks", "wraps", "opens", "adds"] as const;

interface Wording {
  pattern: RegExp;
  lists: string[]; // that the groups of the pattern stand for
}

export function createNotice(world: World): Notice {
  const {lists} = world;
  const families = [...world.features].map(([name, members]) => {
    const {effects, entries} = members[0]!;
    const settled = entries.map(([list]) => list);
    const wordings = placesOfFeatures.flatMap((place) =>
      (effects[place] ?? []).map((template) => wordingOf(template, lists, settled, place === "wraps"))
    );
    return {name, members, wordings, letters: effects.letters, isSubject: wordings.length === 0 && settled.length > 0};
  });
  const behaviours = world.behaviours.map(({name, templates}) => ({
    name,
    patterns: templates.map((template) => wholeOf(template, lists))
  }));
  const subjects = new Map((lists.get("topic") ?? []).map(({name}) => [name.toLowerCase(), name] as const));
  const subject = (text: string): string | undefined => {
    const folded = text.toLowerCase();
    return [...subjects].find(([phrase]) => folded.includes(phrase))?.[1];
  };
  return {
    features(query) {
      return families.flatMap(({name, members, wordings, letters, isSubject}) => {
        if (letters !== null) return isIn(query, letters) ? [{name, sentences: members[0]!.attributes}] : [];
        if (isSubject) {
          const found = members.find(({entries}) => entries.every(([, entry]) => names(query, entry)));
          return found === undefined ? [] : [{name, sentences: found.attributes}];
        }
        for (const wording of wordings) {
          const match = wording.pattern.exec(query);
          const member = match === null ? undefined : members.find(({entries}) => fits(entries, wording, match));
          if (member !== undefined) return [{name, sentences: member.attributes}];
        }
        return [];
      });
    },
    behaviours: (response) =>
      behaviours
        .filter(({patterns}) => patterns.some((pattern) => pattern.test(response.trim())))
        .map(({name}) => name),
    subject: (text) => subject(text) ?? contentWords(text, 1)[0]
  };
}

const names = (text: string, {name}: TemplateEntry): boolean => text.toLowerCase().includes(name.toLowerCase());

const isIn = (text: string, letters: "lower" | "upper"): boolean =>
  text !== text.toLowerCase() || text !== text.toUpperCase()
    ? text === (letters === "lower" ? text.toLowerCase() : text.toUpperCase())
    : false;

function fits(
  entries: readonly (readonly [list: string, TemplateEntry])[],
  {lists}: Wording,
  match: RegExpExecArray
): boolean {
  return entries.every(([list, {fields}]) => {
    const said = match[lists.indexOf(list) + 1]?.toLowerCase();
    return (
      said === undefined ||
      Object.values(fields)
        .flat()
        .some((value) => value.toLowerCase() === said)
    );
  });
}

type NoticeLists = World["lists"];

/** A wording as a pattern: a slot matches what the vocabulary has for it. */
function wordingOf(template: LabTemplate, lists: NoticeLists, settled: readonly string[], isWrap: boolean): Wording {
  const groups: string[] = [];
  const parts = template.map((part) => {
    if (typeof part === "string") return literal(part);
    if (isWrap && part.list === "query") return "[^]*";
    if (part.list === "number") return "\\d+";
    const values = (lists.get(part.list) ?? []).flatMap(({fields}) => fields[part.field] ?? []);
    const some = values.map(literal).join("|");
    if (!settled.includes(part.list)) return `(?:${some})`;
    groups.push(part.list);
    return `(${some})`;
  });
  return {pattern: new RegExp(`(?<![\\p{L}\\p{N}])${parts.join("")}`, "iu"), lists: groups};
}

/**
 * A response template as a pattern of the whole text; a slot matches anything, or the vocabulary where nothing else is
 * said.
 */
function wholeOf(template: LabTemplate, lists: NoticeLists): RegExp {
  const isBare = template.every((part) => typeof part !== "string" || !/\p{L}/u.test(part));
  const parts = template.map((part) => {
    if (typeof part === "string") return literal(part);
    if (part.list === "number") return "\\d+";
    if (!isBare) return "[^]{0,90}?";
    return `(?:${(lists.get(part.list) ?? [])
      .flatMap(({fields}) => fields[part.field] ?? [])
      .map(literal)
      .join("|")})`;
  });
  return new RegExp(`^${parts.join("")}$`, "iu");
}

/** The source of a pattern that matches the text, with any white space between its words. */
const literal = (text: string): string => escapeRegExp(text).replaceAll(/\s+/g, "\\s+");
