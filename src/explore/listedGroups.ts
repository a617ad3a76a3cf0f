import type {Dimension} from "../shared/explore/dimension.js";
import {countAt, type GroupCount} from "../shared/explore/groups.js";
import {groupAt, topPlaces, type SummaryGroup} from "../shared/explore/summary.js";
import {wilson} from "../shared/statistics.js";
import type {ListChoice, ListOrder} from "./listPanel.js";

const fewest = 5; // rows of a group whose share says something

/** Counts of a list's groups, of the selection and of all rows. */
export interface ListCounts {
  counts: Uint32Array;
  whole: Uint32Array;
  selected: number;
  rows: number;
}

/** Chooses which of many groups are shown, the chosen ones first. Keeps what it found of the last text. */
export function groupLister(dimension: Dimension) {
  let found: {text: string; places: number[] | null} = {text: "", places: null};
  let names: string[] | null = null;
  const placesWith = (text: string): number[] | null => {
    if (text !== found.text) {
      names ??= Array.from({length: dimension.size}, (_, place) => dimension.group(place).name.toLowerCase());
      const wanted = text.toLowerCase();
      found = {
        text,
        places: text === "" ? null : names.flatMap((name, place) => (name.includes(wanted) ? [place] : []))
      };
    }
    return found.places;
  };
  return (all: ListCounts, {text, order, most}: ListChoice, chosen: ReadonlySet<number>): SummaryGroup[] => {
    const places = placesWith(text);
    const valueOf = valuesBy[order](all);
    const at = (i: number): number => (places === null ? i : places[i]!);
    const first = topPlaces(places?.length ?? dimension.size, most, (i) => valueOf(at(i)))
      .map(at)
      .filter((place) => chosen.has(place) || countAt(all.counts, place).n > 0);
    const shown = [...chosen, ...first.filter((place) => !chosen.has(place))];
    return shown.map((place) => groupAt(dimension, place, all.counts));
  };
}

const valuesBy: Record<ListOrder, (all: ListCounts) => (place: number) => number> = {
  n:
    ({counts}) =>
    (place) =>
      countAt(counts, place).n,
  lift:
    ({counts, whole, selected, rows}) =>
    (place) => {
      const n = countAt(counts, place).n;
      return n < fewest ? -1 : n / selected / (countAt(whole, place).n / rows);
    },
  rate:
    ({counts}) =>
    (place) =>
      lowestRate(countAt(counts, place))
};

/** The lower end of the interval, so that few candidates do not come first. */
const lowestRate = ({n, scored, flagged}: GroupCount): number =>
  n < fewest || scored === 0 ? -1 : wilson(flagged, scored).low!;
