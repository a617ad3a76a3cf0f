import type {MeasureSummary} from "../../../measure/measure.js";
import type {LogMeasure} from "../../../corpus/inspect/measured.js";
import {nameOfRubric} from "../../../probe/measures/rubric.js";
import type {Measurement, Sample} from "../../../probe/probe-run.js";
import type {Rubric} from "../../../util/rubric.js";

const maxMeasures = 300; // of a probe; a log with more is no log of measures

/** The measures of a probe that is made of logs: which there are, and what kind of values they have. */
export class ImportedMeasures {
  readonly #kinds = new Map<string, MeasureSummary>();
  readonly #keys = new Map<string, Set<string>>(); // measures of a scorer that returns several
  readonly rubrics = new Map<string, Rubric>(); // by name of the measure
  leftOut = 0; // values of measures beyond the limit

  /** The values of one sample. Those that judge by a rubric have its name. */
  add(values: readonly LogMeasure[], rubrics: ReadonlyMap<string, Rubric>): Measurement[] {
    return values.flatMap(({scorer, name, value, label}) => {
      const rubric = rubrics.get(name);
      const measure = rubric === undefined ? name : nameOfRubric(rubric);
      if (!this.#note(measure, value)) return [];
      if (rubric !== undefined) this.rubrics.set(measure, rubric);
      if (name !== scorer) this.#keys.set(scorer, (this.#keys.get(scorer) ?? new Set()).add(measure));
      return [{measure, judge: null, value, label: rubric === undefined ? label : null}];
    });
  }

  #note(measure: string, value: number | null): boolean {
    const known = this.#kinds.get(measure);
    if (known === undefined && this.#kinds.size >= maxMeasures) {
      this.leftOut++;
      return false;
    }
    const kind = value === null ? "none" : value === 0 || value === 1 ? "rate" : "mean";
    this.#kinds.set(measure, widest(known ?? "none", kind));
    return true;
  }

  /** The names of the scores, as the logs have them. */
  names = (): string[] =>
    [...this.#kinds.keys()]
      .filter((measure) => !this.#isOfKeys(measure))
      .map((measure) => this.rubrics.get(measure)?.name ?? measure);

  /** How each measure is summed up, of rubrics apart: by share where all its values are 0 or 1. */
  summaries = (): Map<string, MeasureSummary> =>
    new Map([...this.#kinds].filter(([name]) => !this.rubrics.has(name) && !this.#isOfKeys(name)));

  /** Whether a name is that of a scorer that returns several values: it has one only where they are missing. */
  #isOfKeys = (measure: string): boolean => this.#keys.has(measure) && this.#kinds.get(measure) === "none";

  /**
   * The values of a sample with those that are missing. A scorer that failed lacks each of its values; a sample without a
   * score lacks every measure that it could have, so that it counts as unscored.
   */
  complete({reason, rubric, measurements}: Sample): Measurement[] {
    const all = measurements.flatMap((each) =>
      this.#isOfKeys(each.measure) ? [...this.#keys.get(each.measure)!].map(missing) : each
    );
    if (reason === null) return all;
    const own = rubric === null ? null : nameOfRubric(rubric);
    const there = new Set(all.map(({measure}) => measure));
    const lacking = [...this.#kinds.keys()].filter(
      (measure) => !there.has(measure) && !this.#isOfKeys(measure) && (measure === own || !this.rubrics.has(measure))
    );
    return [...all, ...lacking.map(missing)];
  }
}

const missing = (measure: string): Measurement => ({measure, judge: null, value: null, label: null});

const order: MeasureSummary[] = ["none", "rate", "mean"];
const widest = (a: MeasureSummary, b: MeasureSummary): MeasureSummary => (order.indexOf(a) > order.indexOf(b) ? a : b);
