import type {GroupCount} from "../shared/explore/groups.js";
import {wilson} from "../shared/statistics.js";
import {count, percent, plural, range} from "../ui/format.js";

/** How panels speak of what they count. */
export interface RowWords {
  noun: string;
  hasRate: boolean; // of flags or violations
  second: string; // heads the second number of a line
  secondOf(group: GroupCount, all: number): string; // `all`: without a selection
  inWords(group: GroupCount, all: number): string;
}

/** Candidates with a score and a flag; the words of samples are the same. */
const flagged = (noun: string, flag: string): RowWords => ({
  noun,
  hasRate: true,
  second: flag === "flagged" ? "flags" : "rate",
  secondOf: ({scored, flagged}) => (scored === 0 ? "" : percent(flagged / scored)),
  inWords({n, scored, flagged}) {
    if (scored === 0) return plural(n, noun);
    const rate = wilson(flagged, scored);
    return `${plural(n, noun)}, ${count(flagged)} ${flag}: ${percent(rate.rate)} of ${count(scored)} scored (${range(rate)})`;
  }
});

export const candidateWords = flagged("candidate", "flagged");
export const sampleWords = flagged("sample", "violate");

export const pairWords: RowWords = {
  noun: "training pair",
  hasRate: false,
  second: "of it",
  secondOf: ({n}, all) => (all === 0 ? "" : percent(n / all)),
  inWords: ({n}, all) => `${plural(n, "training pair")}${n === all ? "" : ` of ${count(all)}`}`
};
