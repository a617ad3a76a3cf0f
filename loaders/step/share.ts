import {seedOf} from "../util/random.js";

/** The part of a step's prompts and targets that one process asks; the others do the rest. */
export interface Share {
  target: string | null; // as provider:model; null: no target is asked, only what is made before them
  part: number; // from 0
  parts: number;
}

/** A part of a step that runs apart from the others (docs/cluster.md). */
export interface Cut {
  rubric?: string; // the study is narrowed to this rubric; absent: all
  target?: string; // and to this target, as provider:model; absent: all
  share?: Share; // what it asks of the rest; absent: everything
  phase?: string; // of a step that is done in phases; absent: its last one, or all
  computes?: true; // asks no model: `Step.compute` does it
  after: CutNeed[]; // parts that have to be complete
}

/** Parts of a step that another part needs: those that overlap with it. */
export interface CutNeed {
  step: string;
  rubric?: string;
  target?: string;
  isFirst?: true; // only parts that ask no target
  phase?: string; // only that phase
}

/** Whether a text is in a share. The same text always is in the same one. */
export const holds = ({part, parts}: Share, text: string): boolean =>
  parts === 1 || seedOf("part", text) % parts === part;

/** Into how many units what can be divided is divided. */
export interface Division {
  parts: number; // prompts of a step for each target, traces of a search
  shards: number | null; // the rows of an index that is searched; null: as the index itself is
}
