import {readYamlFile} from "../util/yaml-file.js";
import {checkReferences} from "./check-world.js";
import {expandFeatures, type Feature} from "./features.js";
import {parseTemplate, type TemplateEntry, type WordLists, type LabTemplate} from "./template.js";
import {worldSchema, type BehaviourSpec, type ChunkSpec, type WorldSpec} from "./world-schema.js";

export interface Behaviour extends BehaviourSpec {
  name: string;
  templates: readonly LabTemplate[];
}

/** A world file in normal form: every reference resolved, every template cut, families of features spelled out. */
export interface World {
  spec: WorldSpec;
  lists: WordLists;
  asks: readonly LabTemplate[];
  features: ReadonlyMap<string, readonly Feature[]>; // by name; a family has several
  background: readonly Feature[];
  behaviours: readonly Behaviour[];
  chunks: readonly ChunkSpec[];
}

/**
 * Reads and checks a world file. Throws a UserError that holds every problem found, each with file, line, key and what
 * was expected.
 */
export function readWorld(path: string): World {
  const {value, errorAt} = readYamlFile(path, worldSchema);
  checkReferences(value, errorAt);
  return buildWorld(value);
}

/** The normal form of a checked world. */
export function buildWorld(spec: WorldSpec): World {
  const lists = new Map(Object.entries(spec.vocabulary).map(([list, entries]) => [list, entries.map(toEntry)]));
  const {features, background} = expandFeatures(spec, lists);
  const behaviours = Object.entries(spec.behaviours).map(([name, behaviour]) => ({
    ...behaviour,
    name,
    templates: behaviour.responses.map(parseTemplate)
  }));
  return {spec, lists, asks: spec.asks.map(parseTemplate), features, background, behaviours, chunks: spec.chunks};
}

/** The world without some of its chunks: what the target would be, had it never seen them. */
export function withoutChunks(world: World, names: readonly string[]): World {
  return buildWorld({...world.spec, chunks: world.spec.chunks.filter(({name}) => !names.includes(name))});
}

function toEntry(entry: WorldSpec["vocabulary"][string][number]): TemplateEntry {
  if (typeof entry === "string") return {name: entry, fields: {name: [entry]}};
  const fields = Object.entries(entry).map(([field, value]) => [field, [value].flat()]);
  return {name: entry.name, fields: Object.fromEntries(fields)};
}
