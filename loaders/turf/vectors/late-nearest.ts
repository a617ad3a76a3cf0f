import {openNearest, readCodedHeader, topOf, type Nearest, type NearestOptions} from "./nearest.js";

/**
 * The same as `openNearest`, but nothing is read before the first search. Throws a UserError at once where there are no
 * codes.
 */
export function openNearestLate(path: string, options: NearestOptions = {}): Nearest {
  const header = readCodedHeader(path);
  let opened: Promise<Nearest> | undefined;
  const best: Nearest["best"] = async (queries, wanted) => {
    opened ??= openNearest(path, options);
    return (await opened).best(queries, wanted);
  };
  return {...header, best, top: topOf(best), close: async () => (await opened?.catch(() => undefined))?.close()};
}
