import {clockTime, duration} from "../util/duration.js";
import type {ModelError} from "./model-error.js";
import {Pause} from "./pause.js";

/** Thrown instead of waiting longer for a provider than the study allows. */
export class WaitTooLong extends Pause {
  override readonly endsAll = false;

  constructor(error: ModelError, toldInMs: number, maxInMs: number, now = Date.now()) {
    super(
      `${error.message}: it asks to wait ${duration(toldInMs / 1000)}, longer than max_wait ` +
        `(${duration(maxInMs / 1000)}); resume after ${clockTime(now + toldInMs)}, or raise max_wait`,
      {cause: error}
    );
    this.name = "WaitTooLong";
  }
}
