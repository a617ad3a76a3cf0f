import {shownBy, shownModels, type ModelNames} from "../../src/shared/modelNames.js";
import type {Rubric} from "../util/rubric.js";
import type {RoleSpec} from "./role.js";

/** A role that a step adds to those of the study. */
export interface StepRole {
  step: string;
  role: string; // as the manifest names it
  spec: RoleSpec;
  path: PropertyKey[]; // of its key in the study file
}

/** A file of labelled answers. */
export interface MarksFile {
  rubric: string; // whose marks are read from it
  path: string;
  isOnly?: boolean; // whether lines without a rubric are of this one; defaults to true
}

/** A study in its normal form, in which every key has a value (docs/study.md). */
export interface Study {
  name: string; // of the file, without its extension
  file: string;
  title: string;
  targets: RoleSpec[];
  query: RoleSpec | null; // null: queries come from `prompts`, or the study has no search
  prompts: string | null; // `index:<name>`, or the path of a corpus, whose prompts are the queries
  judges: RoleSpec[];
  perturb: RoleSpec | null; // rewords prompts; null: the query model does
  stepRoles: StepRole[];
  names: ModelNames; // that the study gives to models, by provider:model; results do not depend on them
  attributes: string; // `lab`, `corpus` (that of the prompts), or the path of a pool; empty without a search
  rubrics: Rubric[];
  world: string; // path of the lab's world file
  steps: Readonly<Record<string, unknown>>; // settings of each step that the study has, by name, in order
  marks: MarksFile[]; // against which judges are measured
  concurrency: number; // max calls in flight per provider
  budgetInUsd: number | null; // null: no limit
  record: string | null; // name of the recording that the target's answers are written as; null: none
  maxWaitInMs: number; // a provider that asks to wait longer pauses the study
  /** An error at the line of a key, for problems found after reading, such as an empty pool. */
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** Says how the models of a study's roles are shown. */
export const shownModelsOf = (study: Study): ((id: string) => string) =>
  shownBy(
    shownModels(
      rolesOf(study).map(({model}) => model),
      study.names
    )
  );

/** All roles of a study. */
export const rolesOf = ({targets, query, judges, perturb, stepRoles}: Study): RoleSpec[] =>
  [...targets, query, ...judges, perturb, ...stepRoles.map(({spec}) => spec)].filter((role) => role !== null);
