import {dirname, join} from "node:path";
import {createModel} from "../model/create.js";
import type {PreparedStudy} from "../step/prepared-study.js";
import {studyFolder} from "../util/paths.js";
import type {AblationSettings} from "./settings.js";
import {createCommandTrainer} from "./trainers/command-trainer.js";
import {createGivenTrainer} from "./trainers/given-trainer.js";
import {createLabTrainer} from "./trainers/lab-trainer.js";
import type {Trainer} from "./trainers/trainer.js";

/** Where the data and the models of a study's arms are. */
export const armsFolder = (study: string): string => join(studyFolder(study), "arms");

/** The trainer of a study. */
export function createTrainer({trainer, seeds}: AblationSettings, {study, lab}: PreparedStudy): Trainer {
  const make = (name: string, baseUrl: string | null = null) =>
    createModel({name, baseUrl, key: null, folder: dirname(study.file)});
  if (trainer.kind === "lab") return createLabTrainer(lab!);
  if (trainer.kind === "given") return createGivenTrainer(trainer, seeds, make);
  return createCommandTrainer(trainer, {folder: armsFolder(study.name), workingFolder: dirname(study.file), make});
}
