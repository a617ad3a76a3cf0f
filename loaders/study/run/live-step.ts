import type {StepState} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import {isBudgetReached} from "../../model/budget.js";
import type {Step} from "../../step/step.js";
import type {StepControl, StepRows, StepRun, StepWatcher} from "../../step/step-run.js";
import {NotAskedError} from "../../store/recorder.js";
import type {PublishedStep} from "../tables/publisher.js";

/** A step of a running study, with its progress and the errors that ended parts of it. */
export class LiveStep implements PublishedStep {
  readonly problems: unknown[] = []; // errors that ended the step or a part of it
  #state: StepState;
  #final: StepRows | undefined; // after its end

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

  rows = (): StepRows => this.#final ?? this.stepRun.rows();

  describeFinding = (finding: Row<"findings">): Row<"findings"> => this.stepRun.describeFinding?.(finding) ?? finding;

  /** Whether it only lacks calls that it may not make (`--only`). */
  get isLeftOut(): boolean {
    return this.problems.length > 0 && this.problems.every((problem) => problem instanceof NotAskedError);
  }

  /** Runs the step. Does not throw: errors go to `problems` and to `giveUp`. */
  async run(
    control: Omit<StepControl, "watcher" | "giveUp" | "mustEnd">,
    {giveUp, display}: {giveUp: (error: unknown) => void; display?: StepWatcher}
  ): Promise<void> {
    const note = (error: unknown) => {
      this.problems.push(error);
      giveUp(error);
    };
    const mustEnd = () => this.problems.some(isBudgetReached);
    this.#state.state = "running";
    await this.stepRun.run({...control, watcher: this.#watch(display), giveUp: note, mustEnd}).catch(note);
    this.#state.state = this.#endState(control.signal);
    this.#final = this.stepRun.rows();
  }

  #endState(signal: AbortSignal): StepState["state"] {
    if (this.problems.length === 0) return "finished";
    const isStopped = this.isLeftOut || this.problems.some(isBudgetReached) || signal.aborted;
    return isStopped ? "stopped" : "failed";
  }

  #watch(display?: StepWatcher): StepWatcher {
    return {
      planned: (parts) => {
        this.#state.planned = parts;
        display?.planned(parts);
      },
      done: (scored) => {
        this.#state.done++;
        this.#state.unscored += scored ? 0 : 1;
        display?.done(scored);
      },
      skipped: (parts) => display?.skipped(parts),
      show: (view) => display?.show(view)
    };
  }
}
