import {isEndpoint} from "../turf/embed/open-embedder.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {isLocalExtractor} from "./create-extractor.js";

/** The models of an index that a trace asks again and that may cost money. */
export interface IndexModels {
  extractor: string | null; // provider:model that wrote the attributes; null: rules, or the lab
  embedder: string | null; // provider:model that embedded them; null: built in, local, or the lab
}

/** The models named in the manifest of an index; both null if there is no such index. */
export function indexModels(name: string): IndexModels {
  const settings = readIndexManifest(name)?.settings;
  const [extract, embed] = [String(settings?.extract ?? "local"), String(settings?.embed ?? "use-lite")];
  return {
    extractor: isLocalExtractor(extract) || extract.startsWith("lab:") ? null : extract,
    embedder: isEndpoint(embed) ? embed : null
  };
}

/** The same as a list; empty for the lab's index, and without an index. */
export function modelsOfIndex(name: string | undefined): string[] {
  if (name === undefined || name === "lab") return [];
  const {extractor, embedder} = indexModels(name);
  return [extractor, embedder].filter((model) => model !== null);
}

/** A text that differs between two states of an index. Empty for the lab's index, which depends on its world alone. */
export const stampOfIndex = (name: string): string =>
  name === "lab" ? "" : (readIndexManifest(name)?.stages.at(-1)?.fingerprint ?? "");
