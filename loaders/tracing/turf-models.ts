import {isEndpoint} from "../turf/embed/open-embedder.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {isLocalExtractor} from "./create-extractor.js";

/** The models that an index was made with and that a trace asks again, where they may cost money. */
export interface IndexModels {
  extractor: string | null; // provider:model that wrote the attributes; null: rules, or the lab
  embedder: string | null; // provider:model that embedded them; null: built in, local, or the lab
}

/** As an index says of itself; both null where there is no such index yet. */
export function indexModels(name: string): IndexModels {
  const settings = readIndexManifest(name)?.settings;
  const [extract, embed] = [String(settings?.extract ?? "local"), String(settings?.embed ?? "use-lite")];
  return {
    extractor: isLocalExtractor(extract) || extract.startsWith("lab:") ? null : extract,
    embedder: isEndpoint(embed) ? embed : null
  };
}

/** The same as a list; empty without an index, and for the lab's. */
export function modelsOfIndex(name: string | undefined): string[] {
  if (name === undefined || name === "lab") return [];
  const {extractor, embedder} = indexModels(name);
  return [extractor, embedder].filter((model) => model !== null);
}

/** What a trace depends on: an index that was made again. That of the lab follows from its world. */
export const stampOfIndex = (name: string): string =>
  name === "lab" ? "" : (readIndexManifest(name)?.stages.at(-1)?.fingerprint ?? "");
