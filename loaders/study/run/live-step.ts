import type {PartialIteration} from "../../../src/shared/live.js";
import type {StepState} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {isPause, pausesAll} from "../../model/pause.js";
import type {Step} from "../../step/step.js";
import type {StepControl, StepRows, StepRun, StepWatcher, Unscored} from "../../step/step-run.js";
import {NotAskedError} from "../../store/recorder.js";
import type {PublishedStep} from "../tables/publisher.js";
import {Learning, type NothingLearned} from "./learning.js";

/** What a step that costs something is watched with, so that it pauses while it learns nothing. */
export interface Watch {
  isAsking(): boolean; // false while the journal answers everything
  exampleOf(call: number): string | null; // of an answer that could not be used, for people
  hold(step: string, why: NothingLearned): void; // it makes no new calls any more
}

/** A step of a running study, with its progress and the errors that ended parts of it. */
export class LiveStep implements PublishedStep {
  readonly problems: unknown[] = []; // errors that ended the step or a part of it
  #state: StepState;
  #final: StepRows | undefined; // after its end
  #unit = (): string => "parts"; // what a part is called
  #partial: () => readonly PartialIteration[] = () => [];

  constructor(
    readonly step: Step,
    private readonly stepRun: StepRun
  ) {
    this.#state = {name: step.name, state: "planned", planned: 0, done: 0, unscored: 0};
  }

  get name(): string {
    return this.step.name;
  }

  state = (): StepState => ({...this.#state});

  /** What it has of iterations that have not ended. */
  partial = (): readonly PartialIteration[] => (this.#state.state === "running" ? this.#partial() : []);

  rows = (): StepRows => this.#final ?? this.stepRun.rows();

  describeFinding = (finding: Row<"findings">): Row<"findings"> => this.stepRun.describeFinding?.(finding) ?? finding;

  /** Whether it only lacks calls that it may not make (`--only`). */
  get isLeftOut(): boolean {
    return this.problems.length > 0 && this.problems.every((problem) => problem instanceof NotAskedError);
  }

  /** Runs the step. Does not throw: errors go to `problems` and to `giveUp`. */
  async run(
    control: Omit<StepControl, "watcher" | "giveUp" | "mustEnd">,
    {giveUp, display, watch}: {giveUp: (error: unknown) => void; display?: StepWatcher; watch?: Watch}
  ): Promise<void> {
    const note = (error: unknown) => {
      this.problems.push(error);
      giveUp(error);
    };
    const mustEnd = () => this.problems.some(pausesAll);
    this.#state.state = "running";
    await this.stepRun.run({...control, watcher: this.#watch(display, watch), giveUp: note, mustEnd}).catch(note);
    this.#state.state = this.#endState(control.signal);
    this.#final = this.stepRun.rows();
  }

  #endState(signal: AbortSignal): StepState["state"] {
    if (this.problems.length === 0) return "finished";
    const isPaused = this.problems.some(pausesAll) || this.problems.every(isPause);
    const isStopped = this.isLeftOut || isPaused || signal.aborted;
    return isStopped ? "stopped" : "failed";
  }

  #watch(display?: StepWatcher, watch?: Watch): StepWatcher {
    const heed = watch && this.#heed(watch);
    return {
      planned: (parts) => {
        this.#state.planned = parts;
        display?.planned(parts);
      },
      done: (scored, why) => {
        this.#state.done++;
        this.#state.unscored += scored ? 0 : 1;
        heed?.(scored, why);
        display?.done(scored, why);
      },
      skipped: (parts) => display?.skipped(parts),
      show: (view) => {
        this.#unit = () => view().unit;
        this.#partial = () => view().partial ?? [];
        display?.show(view);
      }
    };
  }

  /** Holds the step's new calls once those it made teach next to nothing. */
  #heed({isAsking, exampleOf, hold}: Watch): (scored: boolean, why?: Unscored) => void {
    const learning = new Learning();
    const calls = new Map<string, number>(); // by reason: the last call whose answer could not be used
    let held = false;
    return (scored, why) => {
      if (held || !isAsking()) return;
      if (scored) return learning.scored();
      if (why === undefined) return;
      if (why.call !== null) calls.set(why.reason, why.call);
      if (!learning.unscored(why)) return;
      held = true;
      const example = (reason: string) => (calls.has(reason) ? exampleOf(calls.get(reason)!) : null);
      hold(this.name, learning.pause(this.#unit(), example));
    };
  }
}
