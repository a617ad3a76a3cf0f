import {consensus, type Mark, type MarkLabel} from "../shared/marks.js";
import type {ReviewQueue} from "../shared/reviewQueue.js";
import type {Proportion} from "../shared/statistics.js";
import {bootstrap, krippendorffAlpha, type Ratings} from "../shared/statistics/agreement.js";
import {stratifiedAlpha, stratifiedQuality, type StratifiedQuality, type Stratum} from "../shared/statistics/strata.js";

/** What the marks of a queue say so far. */
export interface ReviewFigures {
  people: {name: string; marked: number; unsure: number}[];
  items: number; // with a mark of anybody
  unsure: number; // of these: marked unsure, or people are split
  strata: Stratum[];
  quality: StratifiedQuality;
  judgeAlpha: Proportion; // against what people together say
  peopleAlpha: Proportion & {items: number}; // among those who marked the same items
}

/** The figures of a queue. `marks` are those made in it, of any person. */
export function reviewFigures({strata, items}: ReviewQueue, marks: readonly Mark[]): ReviewFigures {
  const byItem = new Map<string, Map<string, MarkLabel>>();
  for (const {id, by, label} of marks) {
    if (label === null) continue;
    byItem.set(id, (byItem.get(id) ?? new Map<string, MarkLabel>()).set(by, label));
  }
  const labels = items.map(({id, stratum}) => ({
    stratum,
    said: byItem.get(String(id)) ?? new Map<string, MarkLabel>()
  }));
  const together = labels.map(({stratum, said}) => ({stratum, label: consensus([...said.values()])}));
  const counted = strata.map(({ids, flagged}, place): Stratum => {
    const own = together.filter(({stratum, label}) => stratum === place && (label === "true" || label === "false"));
    return {size: ids.length, flagged, n: own.length, hits: own.filter(({label}) => label === "true").length};
  });
  return {
    people: peopleIn(labels.map(({said}) => said)),
    items: together.filter(({label}) => label !== null).length,
    unsure: together.filter(({label}) => label === "unsure").length,
    strata: counted,
    quality: stratifiedQuality(counted),
    judgeAlpha: stratifiedAlpha(counted),
    peopleAlpha: agreement(labels.map(({said}) => said))
  };
}

function peopleIn(said: readonly ReadonlyMap<string, MarkLabel>[]): ReviewFigures["people"] {
  const names = [...new Set(said.flatMap((each) => [...each.keys()]))].sort();
  return names.map((name) => {
    const own = said.flatMap((each) => each.get(name) ?? []);
    return {name, marked: own.length, unsure: own.filter((label) => label === "unsure").length};
  });
}

const values: Record<MarkLabel, number | null> = {true: 1, false: 0, unsure: null};

function agreement(said: readonly ReadonlyMap<string, MarkLabel>[]): Proportion & {items: number} {
  const units = said
    .map((each): Ratings => [...each.values()].map((label) => values[label]))
    .filter((unit) => unit.filter((value) => value !== null).length > 1);
  const rate = krippendorffAlpha(units);
  const ends =
    rate === null ? {low: null, high: null} : bootstrap(units, (drawn) => krippendorffAlpha(drawn), {draws: 400});
  return {rate, ...ends, items: units.length};
}
