import {excerpt} from "../../../../src/shared/excerpt.js";
import type {Row} from "../../../../src/shared/schema.js";
import {writeTranscript} from "../../../../src/shared/transcript.js";
import {conversationOf} from "../../../corpus/inspect/conversation.js";
import type {LogSample} from "../../../corpus/inspect/log-spec.js";
import {measureBy, nameOfRubric} from "../../../probe/measures/rubric.js";
import {createProbeRun, originalPrompt, type ProbeRun, type Sample} from "../../../probe/probe-run.js";
import type {ProbeSettings} from "../../../probe/settings.js";
import type {Rubric} from "../../../util/rubric.js";
import {ImportedContexts} from "./contexts.js";
import {ImportedMeasures} from "./measures.js";
import {outcomeOf} from "./outcome.js";
import {ownFacts, type OwnFacts} from "./own-facts.js";
import type {Spool} from "./spool.js";

/** The texts of all probes, in the order of their rows. */
export interface Spools {
  prompts: Spool<Row<"probe_texts">>;
  samples: Spool<Row<"sample_texts">>;
  prompt: number; // rows so far
  sample: number;
}

/** The log that samples are of, as far as they need it. */
export interface SampleOrigin {
  model: string;
  isOwn: boolean; // this program wrote it
  rubrics: ReadonlyMap<string, Rubric>; // by the name of the score that judges by it
}

const settings: Omit<ProbeSettings, "name"> = {
  step: "probe",
  kind: "prompts",
  source: [],
  perturbations: 0,
  variants: [],
  wordings: [],
  contexts: [],
  measures: [],
  models: null,
  transfer: false,
  samples: 1,
  temperature: null,
  batch: false,
  bar: 0,
  seed: 0
};

/** A probe that is made of the logs of one task. Short facts are kept in memory, texts go to the disk. */
export class ImportedProbe {
  readonly #run: ProbeRun;
  readonly #prompts = new Map<string, number>();
  readonly #epochs = new Map<string, Set<number>>();
  readonly #contexts = new ImportedContexts();
  readonly #measures = new ImportedMeasures();

  constructor(
    readonly name: string,
    private readonly spools: Spools
  ) {
    this.#run = createProbeRun({...settings, name});
  }

  add(sample: LogSample, {model, isOwn, rubrics}: SampleOrigin): void {
    const conversation = conversationOf(sample);
    const {reason, measures, truncated, reasoning} = outcomeOf(sample, conversation, isOwn);
    const own = isOwn ? ownFacts(sample) : null;
    const context = this.#contexts.nameOf(conversation, own?.context ?? null);
    const prompt = this.#promptOf(sample, conversation.query, own);
    const values = reason === "response-refused" ? [] : measures; // what a scorer made of no answer
    const measurements = this.#measures.add(values, rubrics);
    const rubric = rubricOf(measures, rubrics) ?? rubrics.get(own?.rubric ?? "") ?? null;
    this.#run.samples.push({
      ...{prompt, model, context, sample: this.#numberOf(sample.epoch, JSON.stringify([prompt, model, context]))},
      ...{reason, rubric, score: reason === null ? scoreOf(rubric, measurements) : null, measurements},
      ruled:
        own?.byRule && rubric !== null
          ? [{rubric: rubric.name, settled: true, fired: null, reason: "", missed: null}]
          : [],
      ...(truncated && {truncated: true as const}),
      ...usageOf(sample),
      ...{target: -1, judges: []} // no journal has its calls
    });
    this.spools.samples.add({
      id: this.spools.sample++,
      response: conversation.response,
      thinking: conversation.thinking,
      reasoning,
      transcript: conversation.isPlain ? null : writeTranscript(conversation.turns)
    });
  }

  /** The row of the sample's prompt, counted from the first of the probe. The same prompt of several logs is one. */
  #promptOf({id, target}: LogSample, query: string, own: OwnFacts | null): number {
    const item = own?.item ?? id;
    const key = JSON.stringify([item, own?.variant, own?.number, query]);
    const known = this.#prompts.get(key);
    if (known !== undefined) return known;
    const expected = [target].flat().join(" | ");
    const plain = {item, query: excerpt(query), row: own?.row ?? null, column: own?.column ?? null, rubric: null};
    this.#run.prompts.push({
      ...originalPrompt({...plain, expected: expected === "" ? null : expected}),
      variant: own?.variant ?? "original",
      number: own?.number ?? null
    });
    this.spools.prompts.add({id: this.spools.prompt++, query, note: null});
    this.#prompts.set(key, this.#prompts.size);
    return this.#prompts.size - 1;
  }

  /** The number of a sample: its epoch, or the next that is free where several logs have the same. */
  #numberOf(epoch: number, group: string): number {
    const taken = this.#epochs.get(group) ?? new Set();
    this.#epochs.set(group, taken);
    let number = taken.has(epoch) ? taken.size + 1 : epoch;
    while (taken.has(number)) number++;
    taken.add(number);
    return number;
  }

  get samples(): readonly Sample[] {
    return this.#run.samples as Sample[];
  }

  /** The names of its scores. */
  get scores(): string[] {
    return this.#measures.names();
  }

  get leftOut(): number {
    return this.#measures.leftOut;
  }

  /** The probe with all its samples, ready for its tables. */
  finish(): ProbeRun {
    const samples = this.samples.map((sample) => ({...sample, measurements: this.#measures.complete(sample)}));
    return {
      ...this.#run,
      settings: {...this.#run.settings, measures: [...this.#measures.rubrics.values()].map(measureBy)},
      contexts: this.#contexts.list(),
      samples,
      summaries: this.#measures.summaries()
    };
  }
}

const rubricOf = (measures: readonly {name: string}[], rubrics: ReadonlyMap<string, Rubric>): Rubric | undefined =>
  measures.map(({name}) => rubrics.get(name)).find((rubric) => rubric !== undefined);

const scoreOf = (rubric: Rubric | null, measurements: Sample["measurements"]): number | null =>
  rubric === null ? null : (measurements.find(({measure}) => measure === nameOfRubric(rubric))?.value ?? null);

/** What the calls of a sample took: all of them, whichever model they asked. */
function usageOf({model_usage: usage, total_time: seconds}: LogSample) {
  const all = Object.values(usage ?? {});
  const sum = (of: (each: (typeof all)[number]) => (number | null | undefined)[]): number | null =>
    all.length === 0 ? null : all.flatMap(of).reduce<number>((total, each) => total + (each ?? 0), 0);
  const isPriced = all.every(({total_cost: cost}) => cost != null);
  return {
    inputTokens: sum((each) => [each.input_tokens, each.input_tokens_cache_read, each.input_tokens_cache_write]),
    outputTokens: sum((each) => [each.output_tokens]),
    cost: isPriced ? sum((each) => [each.total_cost]) : null,
    latencyInMs: seconds == null ? null : seconds * 1000
  };
}
