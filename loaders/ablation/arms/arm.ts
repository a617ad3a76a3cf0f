import type {ArmKind, ControlKind} from "../../../src/shared/ablation.js";
import type {CorpusPair} from "../corpus/corpus.js";
import type {Round} from "../rounds/round.js";

/** The training data of one model: the corpus without some rows, and with some more pairs. */
export interface Arm {
  id: number; // place in the list of arms
  name: string;
  finding: string | null; // that it is made for; null: for all
  kind: ArmKind;
  selects: string; // which pairs, in words
  control: {of: number; from: ControlKind} | null;
  dropped: ReadonlySet<number>; // rows of the corpus
  own: ReadonlySet<number>; // held-out rows that it selects too: what changes there is no collateral
  kept: number | null; // of the rows that a dose selects, those that remain
  cell?: GridCell; // of a grid; absent: no cell
  round?: Round; // of an arm with several; absent: it has one
  added: readonly CorpusPair[];
}

/** What a cell of a grid holds of each kind of pairs. */
export interface GridCell {
  x: PairCount;
  y: PairCount;
  set: PairCount | null; // all of a third kind or none; null: the grid has none
}

/** How many pairs of a kind there are, and in words which. */
export interface PairCount {
  words: string;
  count: number;
}

/** What an arm is called where a name must be enough: in files, and among the models that were trained elsewhere. */
export function armLabel({name, finding, control, kept, cell}: Arm): string {
  const place = kept === null ? [] : [`keep-${kept}`];
  const parts = [name, ...place, ...(cell === undefined ? [] : [cellLabel(cell)])];
  const rest = [...(finding === null ? [] : [finding]), ...(control === null ? [] : [`random-${control.from}`])];
  return [...parts, ...rest].join(".");
}

function cellLabel({x, y, set}: GridCell): string {
  const third = set === null ? "" : set.count === 0 ? "-without" : "-with";
  return `${x.count}-by-${y.count}${third}`;
}
