const longestLoop = 64; // units of the phrase that is repeated
const mostUnits = 20_000; // of a text that are looked at
const shortestRepeat = 3; // units that must repeat: "that that" is no loop

/** How much of a text repeats what stands right before it. */
export interface Repetition {
  share: number; // of its units, 0-1: the first time a phrase is said does not count
  loop: string | null; // the phrase that takes most of the repeats, in lower case
}

/**
 * Units are words in lower case, without marks and numbers; of a text that is written without spaces, characters. A
 * run of units is a repeat if each equals the one `period` units before it, over at least one period, for a period of
 * up to 64 units. Takes time linear in the length of the text.
 */
export function repeatedShare(text: string): Repetition {
  const {units, between} = unitsOf(text);
  if (units.length === 0) return {share: 0, loop: null};
  const ids = toIds(units);
  const isRepeat = new Uint8Array(units.length);
  let longest = {length: 0, from: 0, period: 0};
  for (let period = 1; period <= Math.min(longestLoop, units.length >> 1); period++) {
    for (const {from, to} of runsOf(ids, period)) {
      isRepeat.fill(1, from, to);
      if (to - from > longest.length) longest = {length: to - from, from, period};
    }
  }
  const repeated = isRepeat.reduce((sum, each) => sum + each, 0);
  const {length, from, period} = longest;
  return {
    share: repeated / units.length,
    loop: length === 0 ? null : units.slice(from - period, from).join(between)
  };
}

/** The maximal runs of units that each equal the one `period` before them, if they are long enough. */
function* runsOf(ids: Uint32Array, period: number): Generator<{from: number; to: number}> {
  const least = Math.max(period, shortestRepeat);
  let from = period;
  for (let i = period; i <= ids.length; i++) {
    if (i < ids.length && ids[i] === ids[i - period]) continue;
    if (i - from >= least) yield {from, to: i};
    from = i + 1;
  }
}

const word = /\p{L}[\p{L}\p{M}'\u2019]{0,39}/gu;
const longestMeanWord = 20; // characters for each space; more: the text is written without spaces

/** The units of a text, and what stands between them. */
function unitsOf(text: string): {units: string[]; between: string} {
  const part = text.slice(0, mostUnits * 8).toLowerCase();
  const words = part.match(word) ?? [];
  const letters = words.reduce((sum, {length}) => sum + length, 0);
  const spaces = part.match(/\s+/g)?.length ?? 0;
  const hasSpaces = letters <= longestMeanWord * (spaces + 1);
  const units = hasSpaces ? words : [...words.join("")];
  return {units: units.slice(0, mostUnits), between: hasSpaces ? " " : ""};
}

function toIds(units: readonly string[]): Uint32Array {
  const known = new Map<string, number>();
  return Uint32Array.from(units, (unit) => {
    let id = known.get(unit);
    if (id === undefined) known.set(unit, (id = known.size));
    return id;
  });
}
