import {passes} from "./narrow.js";
import type {Behaviour, World} from "./world.js";

/** By what a reader sees behaviours in responses and features in queries. */
export interface Signs {
  knows(rubric: string): boolean;
  /** The behaviour of a rubric that a response shows, and by what; undefined when it shows none. */
  shown(rubric: string, response: string): {behaviour: Behaviour; sign: string} | undefined;
  /** What in a query makes the behaviour right; null when nothing does. */
  warrant(behaviour: Behaviour, query: string): string | null;
  /** Whether a query shows a feature that has signs. */
  shows(feature: string, query: string): boolean;
}

type Detector = (folded: string) => boolean;

export function createSigns(world: World): Signs {
  const graded = new Map<string, Behaviour[]>();
  for (const behaviour of world.behaviours)
    if (behaviour.rubric !== undefined)
      graded.set(behaviour.rubric, [...(graded.get(behaviour.rubric) ?? []), behaviour]);
  const detectors = new Map([...world.features.keys()].map((name) => [name, detectorOf(world, name)]));
  const present = (features: readonly string[], folded: string) =>
    features.find((name) => detectors.get(name)!(folded));
  return {
    knows: (rubric) => graded.has(rubric),
    shown(rubric, response) {
      const folded = response.toLowerCase();
      for (const behaviour of graded.get(rubric) ?? []) {
        const sign = signIn(behaviour, folded);
        if (sign !== undefined) return {behaviour, sign};
      }
      return undefined;
    },
    warrant({warrantedBy = [], outOfPlaceBy}, query) {
      const folded = query.toLowerCase();
      const warrant = present(warrantedBy, folded);
      if (warrant !== undefined) return warrant;
      if (outOfPlaceBy !== undefined && present(outOfPlaceBy, folded) === undefined)
        return `no ${outOfPlaceBy.join(" or ")}`;
      return null;
    },
    shows: (feature, query) => detectors.get(feature)?.(query.toLowerCase()) ?? false
  };
}

function signIn({signs, shorterThan}: Behaviour, folded: string): string | undefined {
  if (shorterThan !== undefined && folded.length < shorterThan) return `fewer than ${shorterThan} characters`;
  return signs.find((sign) => folded.includes(sign.toLowerCase()));
}

function detectorOf({spec, lists}: World, name: string): Detector {
  const {signs, names} = spec.features[name]!;
  const phrases = signs.map((sign) => sign.toLowerCase());
  const groups =
    names === undefined
      ? []
      : lists
          .get(names.list)!
          .filter((entry) => passes(entry, names.where))
          .map((entry) =>
            names.fields.flatMap((field) => entry.fields[field] ?? []).map((value) => value.toLowerCase())
          );
  return (folded) =>
    phrases.some((phrase) => folded.includes(phrase)) ||
    groups.some((group) => group.every((value) => folded.includes(value)));
}
