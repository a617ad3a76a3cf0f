import {basename} from "node:path";
import {createRandom, seedOf, shuffle} from "../../util/random.js";
import {UserError} from "../../util/user-error.js";
import type {CorpusPair} from "../corpus/corpus.js";
import type {AxisSettings, GridSettings} from "../settings.js";
import {countOf} from "../words.js";
import type {Arm, PairCount} from "./arm.js";
import {selectRows, type SelectContext} from "./select-rows.js";

/** What a grid is planned from. */
export interface GridContext extends SelectContext {
  heldOut: ReadonlySet<number>; // rows that no arm gets
  added: ReadonlyMap<string, CorpusPair[]>; // pairs of the files that are added, by path
  seed: number;
}

/** The training data of the cells of a grid, by set, y and x; `own` are the held-out rows of its kinds. */
export interface PlannedGrid {
  cells: (Pick<Arm, "dropped" | "added" | "selects"> & {cell: NonNullable<Arm["cell"]>})[];
  own: Set<number>;
}

/** The pairs of an axis in the order in which the cells get them: smaller draws are part of larger ones. */
interface Axis {
  words: string;
  rows: number[]; // of the corpus
  pairs: readonly CorpusPair[]; // that are added
  counts: number[];
}

/**
 * Plans the cells of a grid: each gets a number of pairs of one kind, a number of another, and all or none of a third.
 * Pairs of the third kind that an axis counts are the axis's. Throws a UserError.
 */
export function planGrid(name: string, {x, y, without}: GridSettings, context: GridContext): PlannedGrid {
  const own = new Set<number>();
  const [first, second] = [axisOf(x, `${name} x`, context, own), axisOf(y, `${name} y`, context, own)];
  const counted = new Set(first.rows);
  const both = second.rows.filter((row) => counted.has(row)).length;
  if (both > 0) throw new UserError(`${countOf(both, "pair")} would be counted along x and y: expected other kinds`);
  for (const row of second.rows) counted.add(row);
  const third = without === null ? null : thirdOf(selectRows(without, context), counted, context, own);
  const sets =
    third === null ? [null] : [third.rows.length, 0].map((count): PairCount => ({words: third.words, count}));
  const cells = sets.flatMap((set) =>
    second.counts.flatMap((yCount) =>
      first.counts.map((xCount) => {
        const [xPart, yPart] = [take(first, xCount), take(second, yCount)];
        const gone = set === null || set.count > 0 ? [] : third!.rows;
        const cell = {x: {words: first.words, count: xCount}, y: {words: second.words, count: yCount}, set};
        return {
          ...{dropped: new Set([...xPart.dropped, ...yPart.dropped, ...gone]), added: [...xPart.added, ...yPart.added]},
          ...{cell, selects: wordsOf(cell)}
        };
      })
    )
  );
  return {cells, own};
}

function axisOf({pairs, counts}: AxisSettings, name: string, context: GridContext, own: Set<number>): Axis {
  const random = createRandom(seedOf(context.seed, "grid", name));
  const drawn =
    "add" in pairs
      ? {words: `of ${basename(pairs.add)}`, rows: [], pairs: shuffle(random, context.added.get(pairs.add)!)}
      : ofCorpus(selectRows(pairs.drop, context), random, context, own);
  const most = drawn.rows.length + drawn.pairs.length;
  const sizes = counts.map((count) => {
    if (count !== null && count > most)
      throw new UserError(
        `a cell has ${count} pairs ${drawn.words}: expected at most the ${most} that there are, or all`
      );
    return count ?? most;
  });
  return {...drawn, counts: [...new Set(sizes)].sort((a, b) => a - b)};
}

function ofCorpus(
  {rows, words}: ReturnType<typeof selectRows>,
  random: ReturnType<typeof createRandom>,
  {heldOut}: GridContext,
  own: Set<number>
): Omit<Axis, "counts"> {
  const free: number[] = [];
  for (const row of rows)
    if (heldOut.has(row)) own.add(row);
    else free.push(row);
  return {words, rows: shuffle(random, free), pairs: []};
}

function thirdOf(
  {rows, words}: ReturnType<typeof selectRows>,
  counted: ReadonlySet<number>,
  {heldOut}: GridContext,
  own: Set<number>
): {rows: number[]; words: string} {
  const rest = [...rows].filter((row) => !counted.has(row));
  for (const row of rest) if (heldOut.has(row)) own.add(row);
  const free = rest.filter((row) => !heldOut.has(row));
  if (free.length === 0) throw new UserError(`without drops nothing: the axes count all pairs ${words}`);
  return {rows: free, words};
}

const take = ({rows, pairs}: Axis, count: number): {dropped: number[]; added: readonly CorpusPair[]} =>
  rows.length > 0 ? {dropped: rows.slice(count), added: []} : {dropped: [], added: pairs.slice(0, count)};

function wordsOf({x, y, set}: NonNullable<Arm["cell"]>): string {
  const parts = [`${x.count} ${x.words}`, `${y.count} ${y.words}`];
  const third = set === null ? [] : [`${set.count === 0 ? "none" : "all"} ${set.words}`];
  return [...parts, ...third].join("; ");
}
