import {isScalar, parseDocument, visit, type Document} from "yaml";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {masked, part} from "./masked.js";
import type {Names} from "./names.js";
import type {Patterns} from "./patterns.js";

/** What is no text of the study's: it stays as it is. */
const kept = ["version", "name", "origin", "state", "started", "updated", "counts", "unscored", "spend", "tables"];
const keptToo = ["fingerprint", "packageVersion", "steps"];

/** A manifest in which every text that matches a pattern is masked, however deep it is, and names are as in the tables. */
export async function maskManifest(manifest: StudyManifest, patterns: Patterns, names: Names): Promise<StudyManifest> {
  if (patterns.isEmpty) return manifest;
  const matching = await patterns.matching(textsOf(manifest));
  const mask = (text: string): string => names.get(text) ?? (matching.has(text) ? masked : text);
  const copy = {...manifest} as Record<string, unknown>;
  for (const key of Object.keys(copy)) if (![...kept, ...keptToo].includes(key)) copy[key] = mapTexts(copy[key], mask);
  const result = copy as unknown as StudyManifest;
  const hashes = manifest.rubrics.map(({hash}) => hash);
  return {
    ...result,
    ...shownNames(manifest, {mask, matching}),
    rubrics: result.rubrics.map((rubric, i) => ({...rubric, hash: hashes[i]!}))
  };
}

/** The names of models that match no pattern: a model is better shown as its id than as one of several that are masked. */
function shownNames(
  {names}: StudyManifest,
  {mask, matching}: {mask: (text: string) => string; matching: ReadonlySet<string>}
): Pick<StudyManifest, "names"> {
  if (names === undefined) return {};
  const kept = Object.entries(names).filter(([, name]) => !matching.has(name));
  return {names: Object.fromEntries(kept.map(([id, name]) => [mask(id), name]))};
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(textsOf)];
}

/** A value with each text in it mapped, keys too; keys that become the same are numbered. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, map));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    let name = map(key);
    for (let number = 2; name !== key && Object.hasOwn(copy, name); number++) name = `${map(key)} ${number}`;
    copy[name] = mapTexts(each, map);
  }
  return copy;
}

/**
 * A study file in which whatever matches a pattern is masked: in its values as they are read (escaped, or folded over
 * lines), in its comments, and in the text itself. Null where the file can't be read, and so not be masked.
 */
export async function maskStudyFile(text: string | null, patterns: Patterns): Promise<string | null> {
  if (text === null || patterns.isEmpty) return text;
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const matching = await patterns.matching(scalarsOf(document));
  visit(document, {
    Scalar(_, node) {
      if (!matching.has(String(node.value))) return;
      node.value = part;
      delete node.source;
    }
  });
  const changed = matching.size > 0 ? document.toString() : text;
  return (await patterns.replaceIn([changed], part))[0]!;
}

function scalarsOf(document: Document): string[] {
  const texts: string[] = [];
  visit(document, {Scalar: (_, node) => void (isScalar(node) && texts.push(String(node.value)))});
  return texts;
}
