import type {CodedTable} from "../shared/explore/codedTable.js";
import {columnsOfRows} from "../shared/explore/columns.js";
import type {Dimension} from "../shared/explore/dimension.js";
import {dimensionsOf} from "../shared/explore/dimensions.js";
import {countAt, type GroupCount} from "../shared/explore/groups.js";
import {groupAt} from "../shared/explore/summary.js";
import {chosenFinder} from "./chosen.js";
import {Crossfilter} from "./crossfilter.js";
import {groupLister} from "./listedGroups.js";
import {firstLines, type ListChoice} from "./listPanel.js";
import type {PanelView} from "./panel.js";
import {printWhere} from "./printWhere.js";
import {everything, readSelection, selectionWhere, withCondition, type Selection} from "./selection.js";

/** What of a dimension is kept between two looks at it. */
interface Shown {
  dimension: Dimension;
  chosenBy: ReturnType<typeof chosenFinder>;
  lister: ReturnType<typeof groupLister>;
  whole: Uint32Array; // counts of all rows
  choice: ListChoice;
}

/** The selection of a page with what its panels show. Changes are counted by `apply`. */
export class SelectionModel {
  readonly crossfilter: Crossfilter;
  readonly #table: CodedTable;
  readonly #dimensions: readonly Dimension[];
  readonly #shown: ReadonlyMap<string, Shown>;
  #selection: Selection = everything;

  constructor(table: CodedTable) {
    this.#table = table;
    this.#dimensions = dimensionsOf(table);
    this.crossfilter = new Crossfilter(table, this.#dimensions);
    this.#shown = new Map(
      this.#dimensions.map((dimension) => [
        dimension.name,
        {
          dimension,
          chosenBy: chosenFinder(table, dimension),
          lister: groupLister(dimension),
          whole: this.crossfilter.countsOf(dimension.name).slice(),
          choice: firstLines
        }
      ])
    );
  }

  /** Takes the selection of a WHERE. Throws a WhereError, and keeps the present one, if it is none. */
  read(where: string): void {
    this.#selection = readSelection(where, this.#dimensions, columnsOfRows[this.#table.kind]);
  }

  /** Chooses groups of a dimension in place of its condition; none: no condition. */
  choose(name: string, places: readonly number[]): void {
    const {dimension} = this.#at(name);
    this.#selection = withCondition(this.#selection, name, places.length === 0 ? null : dimension.choose(places));
  }

  /** Chooses which lines of a list are shown. */
  list(name: string, choice: ListChoice): void {
    this.#at(name).choice = choice;
  }

  apply(): void {
    this.crossfilter.select(this.#selection);
  }

  get where(): string {
    return selectionWhere(this.#selection, this.#dimensions);
  }

  get selected(): GroupCount {
    return this.crossfilter.selected;
  }

  view(name: string): PanelView {
    const {dimension, chosenBy, lister, whole, choice} = this.#at(name);
    const condition = this.#selection.get(name);
    const chosen = condition === undefined ? new Set<number>() : chosenBy(condition);
    const counts = this.crossfilter.countsOf(name);
    const groups =
      dimension.shape === "list"
        ? lister({counts, whole, selected: this.selected.n, rows: this.#table.rows}, choice, chosen)
        : Array.from({length: dimension.size}, (_, place) => groupAt(dimension, place, counts));
    const all = (place: number): number => countAt(whole, place).n;
    return {groups, chosen, condition: condition === undefined ? "" : printWhere(condition), all};
  }

  /** How many of the rows that all other dimensions select are in each group of one, and in how many it has of all. */
  countsOf(name: string): {n: (place: number) => number; all: (place: number) => number} {
    const [counts, {whole}] = [this.crossfilter.countsOf(name), this.#at(name)];
    return {n: (place) => countAt(counts, place).n, all: (place) => countAt(whole, place).n};
  }

  #at(name: string): Shown {
    const shown = this.#shown.get(name);
    if (shown === undefined) throw new Error(`no such dimension: ${name}`);
    return shown;
  }
}
