import type {Plan, PlanOptions, Unit} from "../../engine/unit.js";
import type {Share} from "../../step/share.js";

/** A part of a study. */
export interface StudyUnit extends Unit {
  steps: string[]; // whose calls it makes, in order; gather: the unit that puts everything together
  rubric: string | null; // null: all
  target: string | null; // null: all
  share: Share | null; // null: everything
  phase?: string; // of a step that is done in phases
  computes?: true; // asks no model
  replays: string[]; // earlier steps that it reads from the journals of other units
}

export interface StudyPlan extends Plan<StudyUnit> {
  options: StudyPlanOptions;
}

export interface StudyPlanOptions extends PlanOptions {
  budgetInCalls: number | null; // candidates of each search
  cache: boolean; // whether answers of other studies are used
  parts: number; // into which the prompts of a step are divided
  shards?: number; // into which an index is divided that is searched; absent: as many as it has
}
