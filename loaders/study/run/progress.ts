import {noActivity, type Activity} from "../../model/activity.js";
import type {StepView, StepWatcher} from "../../step/step-run.js";
import {mainReason} from "./learning.js";

/** A study as a progress display shows it. */
export interface StudyProgress {
  study: string;
  step: string; // the step that runs
  done: number; // parts of it that have ended
  scored: number; // of these, with a score
  planned: number; // parts in total, without skipped ones
  view: StepView | null; // what the step shows besides its counts
  callsPerSecond: number;
  replayed: number; // calls answered from the journal
  secondsLeft: number | null; // null until there is a rate
  mainReason: string | null; // that parts without a score have
  activity: Activity;
}

/** The calls of a study so far. */
interface CallCounts {
  readonly asked: number;
  readonly replayed: number;
  activity?(): Activity;
}

interface ShownStep {
  name: string;
  done: number;
  scored: number;
  planned: number;
  view: (() => StepView) | null;
  reasons: Map<string, number>; // of parts without a score
}

const newStep = (name: string): ShownStep => ({name, done: 0, scored: 0, planned: 0, view: null, reasons: new Map()});

const windowInMs = 5000; // over which rates are measured

/** Collects the progress of a running study. A display asks for a snapshot whenever it draws. */
export class Progress {
  #study = "";
  #step: ShownStep = newStep("");
  #calls: CallCounts = {asked: 0, replayed: 0};
  #rates: {at: number; done: number; asked: number}[] = [];
  onBegin?: () => void;
  onPart?: () => void;
  onEnd?: () => void;

  constructor(readonly now: () => number = Date.now) {}

  begin(study: string, calls: CallCounts): void {
    this.#study = study;
    this.#calls = calls;
    this.onBegin?.();
  }

  /** Starts a step. Returns the watcher that it reports to. */
  beginStep(name: string): StepWatcher {
    const step = newStep(name);
    this.#step = step;
    this.#rates = [];
    return {
      planned: (parts) => void (step.planned = parts),
      done: (scored, why) => {
        step.done++;
        step.scored += scored ? 1 : 0;
        if (why !== undefined) step.reasons.set(why.reason, (step.reasons.get(why.reason) ?? 0) + 1);
        this.onPart?.();
      },
      skipped: (parts) => void (step.planned -= parts),
      show: (view) => void (step.view = view)
    };
  }

  end(): void {
    this.onEnd?.();
  }

  snapshot(): StudyProgress {
    const {name, done, scored, planned, view, reasons} = this.#step;
    const {perSecond, callsPerSecond} = this.#measure(done);
    return {
      study: this.#study,
      step: name,
      done,
      scored,
      planned,
      view: view?.() ?? null,
      callsPerSecond,
      replayed: this.#calls.replayed,
      secondsLeft: perSecond > 0 ? (planned - done) / perSecond : null,
      mainReason: mainReason(reasons)?.[0] ?? null,
      activity: this.#calls.activity?.() ?? noActivity
    };
  }

  #measure(done: number): {perSecond: number; callsPerSecond: number} {
    const now = {at: this.now(), done, asked: this.#calls.asked};
    this.#rates.push(now);
    while (this.#rates.length > 2 && now.at - this.#rates[0]!.at > windowInMs) this.#rates.shift();
    const then = this.#rates[0]!;
    const seconds = (now.at - then.at) / 1000;
    if (seconds <= 0) return {perSecond: 0, callsPerSecond: 0};
    return {perSecond: (now.done - then.done) / seconds, callsPerSecond: (now.asked - then.asked) / seconds};
  }
}
