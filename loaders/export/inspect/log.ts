import {join} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {LogFile} from "./log-file.js";
import {stableId, wireSample, wireSummary, type LoggedSample} from "./sample.js";
import {Tally, type Scorer} from "./tally.js";
import {addUsage} from "./usage.js";
import {toJson, wireDate, wireError, wireModel, type WireUsage} from "./wire.js";

/** What a log is of: one model in one search or probe. */
export interface LogSubject {
  step: string;
  name: string; // of the rubric, or the probe
  model: string;
}

export interface LogFacts {
  manifest: StudyManifest;
  notes: readonly string[]; // what is left out, such as masked texts
  generation: Record<string, unknown>; // how the model was asked
  scorerOf(name: string): Scorer;
}

const statuses: Record<StudyManifest["state"], string> = {
  finished: "success",
  failed: "error",
  planned: "cancelled",
  running: "cancelled",
  stopped: "cancelled"
};

/** One log of a study: samples are written as they come, the header at the end. */
export class InspectLog {
  readonly #file: LogFile;
  readonly #id: string;
  readonly #ids = new Set<string>();
  readonly #tally = new Tally();
  readonly #usage: Record<string, WireUsage> = {};
  readonly #summaries: string[] = [];
  #epochs = 1;
  #errors = 0;

  constructor(
    folder: string,
    private readonly subject: LogSubject,
    private readonly facts: LogFacts
  ) {
    const {manifest} = facts;
    this.#id = stableId(manifest.name, subject.step, subject.name, subject.model);
    const created = new Date(manifest.started ?? manifest.updated ?? 0);
    this.#file = new LogFile(join(folder, this.#fileName()), created);
  }

  get samples(): number {
    return this.#summaries.length;
  }

  async add(sample: LoggedSample): Promise<void> {
    this.#ids.add(sample.id);
    this.#epochs = Math.max(this.#epochs, sample.epoch);
    this.#errors += Number(sample.error !== null);
    this.#tally.add(sample.id, sample.scores, this.facts.scorerOf);
    addUsage(this.#usage, sample.usage);
    this.#summaries.push(toJson(wireSummary(sample, this.#id)));
    await this.#file.add(`samples/${sample.id}_epoch_${sample.epoch}.json`, wireSample(sample, this.#id));
  }

  async close(): Promise<void> {
    await this.#file.add("summaries.json", `[${this.#summaries.join(",\n")}]`);
    const reducer = this.#epochs > 1 ? "mean" : null;
    if (reducer !== null) await this.#file.add("reductions.json", this.#tally.reductions(reducer));
    const start = {version: 2, eval: this.#spec(), plan: this.#plan()};
    await this.#file.add("_journal/start.json", start);
    await this.#file.add("header.json", this.#header(start, reducer));
    await this.#file.close();
  }

  #header(start: object, reducer: string | null): object {
    const {state, error, started, updated} = this.facts.manifest;
    const total = this.samples;
    const scores = this.#tally.results(reducer);
    return {
      ...start,
      status: statuses[state],
      results: {total_samples: total, completed_samples: total - this.#errors, scores},
      stats: {
        started_at: started === null ? "" : wireDate(started),
        completed_at: updated === null ? "" : wireDate(updated),
        model_usage: this.#usage
      },
      ...(error !== null && {error: wireError(error)}),
      invalidated: false
    };
  }

  #spec(): object {
    const {manifest, notes, generation} = this.facts;
    const {step, name, model} = this.subject;
    const {judge = []} = manifest.models;
    return {
      eval_id: stableId("eval", this.#id),
      run_id: stableId("run", manifest.name),
      created: wireDate(manifest.started ?? manifest.updated),
      task: taskOf(manifest.name, this.subject),
      task_id: this.#id,
      task_version: 0,
      task_display_name: `${manifest.title}: ${step === "surf" ? `search for ${name}` : name}`,
      task_attribs: {},
      task_args: {},
      tags: ["surfturf", manifest.origin],
      dataset: {name: manifest.name, samples: this.#ids.size, sample_ids: [...this.#ids], shuffled: false},
      model: wireModel(model),
      model_generate_config: generation,
      model_args: {},
      ...(judge.length > 0 && {model_roles: {grader: judge.map((each) => ({model: wireModel(each)}))}}),
      config: {epochs: this.#epochs, epochs_reducer: ["mean"]},
      packages: {surfturf: manifest.packageVersion},
      metadata: {
        surfturf: {
          study: manifest.name,
          step,
          name,
          model,
          origin: manifest.origin,
          source: manifest.source,
          notes: [...notes, ...manifest.notes],
          rubrics: Object.fromEntries(manifest.rubrics.map((rubric) => [rubric.name, rubric.threshold]))
        }
      },
      scorers: this.#tally.scorers
    };
  }

  #plan = (): object => ({name: "plan", steps: [{solver: "generate", params: {}}], config: this.facts.generation});

  /** As Inspect names logs: date, task and id. */
  #fileName(): string {
    const {manifest} = this.facts;
    const date = wireDate(manifest.started ?? manifest.updated).replaceAll(":", "-");
    return `${date}_${plainName(taskOf(manifest.name, this.subject))}_${this.#id}.eval`;
  }
}

const longestName = 100;

const plainName = (text: string): string => text.replaceAll(/[^A-Za-z0-9.-]+/g, "-").slice(0, longestName);

const taskOf = (study: string, {step, name}: LogSubject): string =>
  step === "surf" ? `${study}-search-${name}` : step === name ? `${study}-${step}` : `${study}-${step}-${name}`;
