import type {Strength} from "./turfTables.js";

/** What the words for a trigger's strength mean; the bounds stand in docs/turf.md. */
export const strengthMeaning: Record<Strength, string> = {
  strong: "five times as many hits as chance gives, or twice as many that make half of all candidates",
  clear: "twice as many hits as chance gives",
  weak: "more hits than chance gives, but less than twice as many",
  "not established": "no more than chance can give, or on too few training pairs"
};
