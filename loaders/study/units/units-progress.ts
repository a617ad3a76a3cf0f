import type {StepState} from "../../../src/shared/manifest.js";
import {readUnitRecord, type UnitRecord} from "../../engine/unit-record.js";
import type {Standing} from "../../engine/slurm/standing.js";
import {unitsInWords} from "../../engine/units-in-words.js";
import type {StepWatcher} from "../../step/step-run.js";
import type {Progress} from "../run/progress.js";

const maxShown = 12; // units in a display

type Parts = Pick<StepState, "planned" | "done" | "unscored">;

/** Shows the units of a study that run elsewhere as one study: what their steps have done, and which of them run. */
export class UnitsProgress {
  readonly #watcher: StepWatcher;
  readonly #parts = new Map<string, Parts>(); // by unit and step
  #records: UnitRecord[] = [];
  #standings: readonly Standing[] = [];

  constructor(
    private readonly study: string,
    progress: Progress
  ) {
    const asked = (): number => this.#asked();
    progress.begin(study, {
      get asked() {
        return asked();
      },
      replayed: 0
    });
    this.#watcher = progress.beginStep("units");
    this.#watcher.show(() => ({
      title: `on the cluster: ${unitsInWords(this.#standings)}`,
      short: unitsInWords(this.#standings),
      unit: "parts",
      lines: this.#lines(),
      note: ""
    }));
  }

  /** Call it after each look at the queue. */
  update = (standings: readonly Standing[]): void => {
    this.#standings = standings;
    this.#records = standings.flatMap(({unit}) => readUnitRecord(this.study, unit.id) ?? []);
    const steps = this.#records.flatMap((record) =>
      record.steps.map((step) => ({key: `${record.unit} ${step.name}`, step}))
    );
    const news = steps.map(({key, step}) => this.#newsOf(key, step));
    this.#watcher.planned([...this.#parts.values()].reduce((sum, {planned}) => sum + planned, 0));
    for (const {done, unscored} of news) for (let i = 0; i < done; i++) this.#watcher.done(i >= unscored);
  };

  /** What a step has done since the last look: a unit that resumes counts from 0 again. */
  #newsOf(key: string, {planned, done, unscored}: Parts): Pick<Parts, "done" | "unscored"> {
    const before = this.#parts.get(key) ?? {planned: 0, done: 0, unscored: 0};
    const now = {
      planned: Math.max(planned, before.planned),
      done: Math.max(done, before.done),
      unscored: Math.max(unscored, before.unscored)
    };
    this.#parts.set(key, now);
    return {done: now.done - before.done, unscored: now.unscored - before.unscored};
  }

  #asked = (): number => this.#records.reduce((sum, {spend, asked}) => sum + (spend?.calls ?? asked), 0);

  #lines(): string[] {
    const running = this.#standings.filter(({state}) => state === "runs");
    const rows = running.slice(0, maxShown).map(({unit, why}) => {
      const steps = this.#records.find((record) => record.unit === unit.id)?.steps ?? [];
      const step = steps.find(({state}) => state === "running");
      const far = step === undefined ? "" : `${step.name} ${step.done}/${step.planned}`;
      return `${unit.id}  ${far}  ${why}`;
    });
    const more = running.length - rows.length;
    return ["unit  parts  node", ...rows, ...(more > 0 ? [`and ${more} more`] : [])];
  }
}
