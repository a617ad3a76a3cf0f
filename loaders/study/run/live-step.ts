import type {StepState} from "../../../src/shared/manifest.js";
import type {Row} from "../../../src/shared/schema.js";
import type {JournalReader} from "../../store/journal.js";
import {callRow} from "../../surf/tables/journal-reader.js";
import type {PublishedStep} from "../tables/publisher.js";
import type {CallRow} from "../../surf/tables/search-record.js";
import {plannedStep, type Step, type StepContext, type StepTables, type StepWatcher} from "../../step/step.js";

/** A step with how far it is. */
export class LiveStep implements PublishedStep {
  #state: StepState;

  constructor(
    readonly step: Step,
    private readonly journal: JournalReader
  ) {
    this.#state = plannedStep(step.name);
  }

  state = (): StepState => ({...this.#state});

  tables = (): StepTables => this.step.tables();

  describe = (finding: Row<"findings">): Row<"findings"> => this.step.describe?.(finding) ?? finding;

  *calls(): Generator<CallRow> {
    for (const ordinal of this.step.calls()) yield callRow(this.journal.read(ordinal));
  }

  mark(state: StepState["state"]): void {
    this.#state = {...this.#state, state};
  }

  /** Runs the step. Throws what ended it; its state says so. */
  async run(context: Omit<StepContext, "watcher">, shown?: StepWatcher): Promise<void> {
    this.mark("running");
    try {
      await this.step.run({...context, watcher: this.#watch(shown)});
      this.mark("finished");
    } catch (error) {
      this.mark("failed");
      throw error;
    }
  }

  #watch(shown?: StepWatcher): StepWatcher {
    return {
      planned: (parts) => {
        this.#state.planned = parts;
        shown?.planned(parts);
      },
      done: (scored) => {
        this.#state.done++;
        this.#state.unscored += scored ? 0 : 1;
        shown?.done(scored);
      }
    };
  }
}
