import type {Model} from "../../model/model.js";
import type {ArmData} from "../arm-data.js";

/** A model trained on the data of an arm. */
export interface TrainedModel {
  model: Model;
  /** Makes sure that it can be asked: starts what serves it. Throws a UserError where that fails. */
  start(): Promise<void>;
  /** Stops what was started. */
  release(): Promise<void>;
}

/** What an arm is trained with. */
export interface TrainJob {
  data: ArmData;
  hash: string; // of the data
  seed: number;
  signal: AbortSignal;
  log(line: string): void;
}

/** Turns the data of an arm into a model. */
export interface Trainer {
  readonly kind: "lab" | "command" | "given";
  /** The model of an arm and a seed. Throws a UserError where there is none: other arms go on. */
  train(job: TrainJob): Promise<TrainedModel>;
}
