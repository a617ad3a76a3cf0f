import type {ArmKind, ControlKind} from "../../../src/shared/ablation.js";
import type {CorpusPair} from "../corpus/corpus.js";

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
  added: readonly CorpusPair[];
}

/** What an arm is called where a name must be enough: in files, and among the models that were trained elsewhere. */
export function armLabel({name, finding, control}: Arm): string {
  const parts = [name, ...(finding === null ? [] : [finding]), ...(control === null ? [] : [`random-${control.from}`])];
  return parts.join(".");
}
