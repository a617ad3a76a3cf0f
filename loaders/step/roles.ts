import {parseProvider} from "../model/provider.js";
import type {RoleSpec, Study} from "./study.js";

/** Every role of a study that asks a model. */
export const rolesOf = ({targets, query, judges, perturb, confirmJudge}: Study): RoleSpec[] =>
  [...targets, query, ...judges, perturb, confirmJudge].filter((role) => role !== null);

export const isLabModel = (model: string): boolean => parseProvider(model).provider === "lab";
