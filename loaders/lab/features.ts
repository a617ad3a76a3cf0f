import {createRandom, seedOf, shuffle} from "../util/random.js";
import {escapeRegExp} from "../util/regex.js";
import {narrow} from "./narrow.js";
import {parseTemplate, Scope, type TemplateEntry, type WordLists, type LabTemplate} from "./template.js";
import type {FeatureSpec, WorldSpec} from "./world-schema.js";

/** One thing that a query can show: the sentences that say so, and what it does to the text. */
export interface Feature {
  name: string; // of its family
  attributes: readonly string[]; // "The query ..."
  entries: readonly (readonly [list: string, TemplateEntry])[]; // vocabulary that it settles
  effects: Effects; // shared by the whole family
}

export interface Effects {
  asks: readonly LabTemplate[] | null;
  opens: readonly LabTemplate[] | null;
  adds: readonly LabTemplate[] | null;
  wraps: readonly LabTemplate[] | null;
  replaces: {pattern: RegExp; words: ReadonlyMap<string, readonly string[]>} | null;
  letters: "lower" | "upper" | null;
}

/** The features that go together: of two that settle one list on different entries the later is left out. */
export function compatible(features: readonly Feature[]): Feature[] {
  const settled = new Map<string, TemplateEntry>();
  return features.filter(({entries}) => {
    if (entries.some(([list, entry]) => settled.has(list) && settled.get(list) !== entry)) return false;
    for (const [list, entry] of entries) settled.set(list, entry);
    return true;
  });
}

/** Spells out families; of the background features only as many as the world asks sentences for, drawn by its seed. */
export function expandFeatures(spec: WorldSpec, lists: WordLists) {
  const features = new Map<string, Feature[]>();
  for (const [name, feature] of Object.entries(spec.features)) features.set(name, expand(name, feature, lists));
  const scattered = Object.keys(spec.features).filter((name) => spec.features[name]!.background);
  const all = scattered.flatMap((name) => features.get(name)!);
  const background = limit(shuffle(createRandom(seedOf(spec.seed, "background")), all), spec.background.attributes);
  return {features, background};
}

function limit(features: readonly Feature[], sentences: number): Feature[] {
  const kept: Feature[] = [];
  for (const feature of features) {
    if (sentences <= 0) break;
    kept.push(feature);
    sentences -= feature.attributes.length;
  }
  return kept;
}

function expand(name: string, spec: FeatureSpec, lists: WordLists): Feature[] {
  const effects = toEffects(spec);
  const sentences = spec.attributes.map(parseTemplate);
  return combinations([spec.each ?? []].flat(), narrow(lists, spec.only)).map((entries) => {
    const scope = new Scope(() => 0, lists);
    for (const [list, entry] of entries) scope.bind(list, entry);
    return {name, attributes: sentences.map((sentence) => scope.fill(sentence)), entries, effects};
  });
}

function combinations(each: readonly string[], lists: WordLists): (readonly [string, TemplateEntry])[][] {
  return each.reduce<(readonly [string, TemplateEntry])[][]>(
    (sofar, list) => sofar.flatMap((part) => lists.get(list)!.map((entry) => [...part, [list, entry] as const])),
    [[]]
  );
}

function toEffects({asks, opens, adds, wraps, replaces, letters}: FeatureSpec): Effects {
  const templates = (texts: string[] | undefined) => texts?.map(parseTemplate) ?? null;
  return {
    asks: templates(asks),
    opens: templates(opens),
    adds: templates(adds),
    wraps: templates(wraps),
    replaces: replaces === undefined ? null : toReplacement(replaces),
    letters: letters ?? null
  };
}

function toReplacement(replaces: Record<string, string | string[]>): Effects["replaces"] {
  const words = new Map(Object.entries(replaces).map(([word, others]) => [word.toLowerCase(), [others].flat()]));
  const escaped = [...words.keys()].toSorted((a, b) => b.length - a.length).map(escapeRegExp);
  return {pattern: new RegExp(`\\b(?:${escaped.join("|")})\\b`, "gi"), words};
}
