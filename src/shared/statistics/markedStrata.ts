import {sum} from "../statistics.js";
import type {Stratum} from "./strata.js";

/** An answer with the judge's verdict and a person's. */
export interface MarkedAnswer {
  flag: boolean;
  violation: boolean;
  stratum: string | undefined; // of the review queue in which it was marked; undefined: it was chosen by hand
  of: number | undefined; // answers in that stratum
}

/** The strata of marks made in a review queue. One that the judge's verdicts split now is split in proportion. */
export function markedStrata(marked: readonly MarkedAnswer[]): Stratum[] {
  const names = [...new Set(marked.map(({stratum}) => stratum))];
  return names.flatMap((name) => {
    const own = marked.filter(({stratum}) => stratum === name);
    const size = Math.max(own.length, ...own.map(({of = 0}) => of));
    return [false, true].flatMap((flagged): Stratum[] => {
      const side = own.filter(({flag}) => flag === flagged);
      if (side.length === 0) return [];
      const hits = sum(side.map(({violation}) => Number(violation)));
      return [
        {flagged, size: Math.max(side.length, Math.round((size * side.length) / own.length)), n: side.length, hits}
      ];
    });
  });
}
