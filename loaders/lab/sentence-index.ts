import type {Feature} from "./features.js";
import type {World} from "./world.js";

/** Finds the features that an attribute sentence means: its own sentence, else a cue in it, else undefined. */
export interface SentenceIndex {
  find(sentence: string): readonly Feature[] | undefined;
}

const maxRemembered = 100_000; // sentences from other pools whose lookup is kept

export function createSentenceIndex({spec, features}: World): SentenceIndex {
  const exact = new Map<string, Feature[]>();
  for (const feature of [...features.values()].flat())
    for (const sentence of feature.attributes)
      exact.set(fold(sentence), [...(exact.get(fold(sentence)) ?? []), feature]);
  const cues = [...features].flatMap(([name, members]) =>
    spec.features[name]!.cues.map((cue) => ({cue: cue.toLowerCase(), members}))
  );
  const remembered = new Map<string, readonly Feature[] | undefined>();
  return {
    find(sentence) {
      if (remembered.has(sentence)) return remembered.get(sentence);
      const folded = fold(sentence);
      const found = exact.get(folded) ?? cues.find(({cue}) => folded.includes(cue))?.members;
      if (remembered.size < maxRemembered) remembered.set(sentence, found);
      return found;
    }
  };
}

const fold = (sentence: string): string => sentence.toLowerCase().replaceAll(/\s+/g, " ").replace(/\.$/, "").trim();
