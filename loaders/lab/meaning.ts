import type {Meaning} from "./embedder.js";
import {createSentenceIndex} from "./sentence-index.js";
import type {World} from "./world.js";

/** Which feature of a query, or behaviour of a response, a sentence of the world speaks of. */
export function createMeaning(world: World): Meaning {
  const index = createSentenceIndex(world);
  const behaviours = new Map(
    Object.entries(world.spec.behaviours).flatMap(([name, {attributes = []}]) =>
      attributes.map((sentence) => [fold(sentence), name] as const)
    )
  );
  return (text) => {
    const plain = fold(text);
    const behaviour = behaviours.get(plain);
    if (behaviour !== undefined) return `response ${behaviour}`;
    const feature = index.find(`The query ${plain}`)?.[0]?.name;
    return feature === undefined ? undefined : `query ${feature}`;
  };
}

/** Without its head: an index embeds attributes so. */
const fold = (text: string): string =>
  text
    .replace(/^\s*the (?:query|response)\s+/i, "")
    .toLowerCase()
    .trim();
