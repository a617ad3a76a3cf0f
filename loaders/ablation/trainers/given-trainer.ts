import type {Model} from "../../model/model.js";
import {UserError} from "../../util/user-error.js";
import {armLabel} from "../arms/arm.js";
import type {GivenSettings} from "../settings.js";
import type {Trainer} from "./trainer.js";
import {serveModel} from "./serve-model.js";

/** Takes models that were trained elsewhere, by the label of their arm. */
export const createGivenTrainer = (
  {models}: GivenSettings,
  seeds: readonly number[],
  make: (name: string) => Model
): Trainer => ({
  kind: "given",
  async train({data: {arm}, ...job}) {
    const {seed} = job;
    const label = armLabel(arm);
    const names = models[label];
    if (names === undefined) throw new UserError(`no model is given for the arm ${label}`);
    const name = names[seeds.indexOf(seed)];
    if (name === undefined) throw new UserError(`no model is given for seed ${seed} of the arm ${label}`);
    return serveModel(name, {...job, make, baseUrl: null});
  }
});
