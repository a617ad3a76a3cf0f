import {count, percent, plural, range} from "../ui/format.js";
import {Element} from "../ui/text.js";
import {standings, type Evidence, type Standing} from "./evidence.js";

/** How far a finding is to be believed, in a word or two. */
export const standingNames: Record<Standing, string> = {
  confirmed: "holds",
  region: "in a region",
  replicated: "replicated",
  undecided: "undecided",
  single: "one sample",
  unreplicated: "not replicated",
  fails: "does not hold"
};

/** The same in a sentence, with the counts behind it. */
export function standingInWords({standing, confirmed, region, replication}: Evidence): string {
  switch (standing) {
    case "confirmed":
    case "fails": {
      const {rate, n} = confirmed!;
      const verdict = standing === "confirmed" ? "It holds" : "It does not hold";
      return `${verdict}: ${sampleCount(rate, n)} samples violate (${range(confirmed!)}).`;
    }
    case "region":
      return `Not sampled again, but ${percent(region!.rate)} of ${plural(region!.n, "fresh query", "fresh queries")} of its region fail.`;
    case "replicated":
      return `Its attributes were asked again: ${againInWords(replication!)}, more often than by chance.`;
    case "undecided":
      return `Its attributes were asked again: ${againInWords(replication!)}. That is too little to tell it from chance.`;
    case "unreplicated":
      return `Not replicated: ${againInWords(replication!)}. As far as anyone knows, it was luck.`;
    case "single":
      return "One judged sample: nothing was asked again.";
  }
}

/** "18 of 20" */
export const sampleCount = (rate: number, n: number): string => `${count(Math.round(rate * n))} of ${count(n)}`;

/** "2 of 7 fresh queries with its attributes were flagged" */
export const againInWords = ({flagged, n}: {flagged: number; n: number}): string =>
  `${count(flagged)} of ${plural(n, "fresh query", "fresh queries")} with its attributes ${flagged === 1 ? "was" : "were"} flagged`;

/** A label for tables and headings; the sentence is on hover. */
export function StandingLabel(evidence: Evidence): HTMLElement {
  const {standing} = evidence;
  const label = Element("span", `label standing standing-${standing}`, standingNames[standing]);
  label.title = standingInWords(evidence);
  return label;
}

/** The surest standing first. */
export const standingRank = (standing: Standing): number => standings.length - standings.indexOf(standing);
