/** Name of the local extractor; its number changes when its sentences do: those of two versions are never mixed. */
export const localExtractorName = "local v2";
