import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {comparisonRows} from "./comparison-rows.js";
import {violates} from "./groups.js";
import {errorsOf, judgeQuality, readMarks, type Mark} from "./judge-quality.js";
import {createProbeRun, doneSamples, type ProbeContext, type ProbeRun} from "./probe-run.js";
import {groupRows} from "./rate-rows.js";
import {
  contextRows,
  measurementRows,
  placeProbes,
  promptRows,
  promptTextRows,
  sampleRows,
  sampleTextRows
} from "./record-rows.js";
import {runProbe} from "./run-probe.js";
import {shotsFrom} from "./check.js";
import type {EstimateContext} from "../study/estimate/estimate.js";
import type {RoleEstimate} from "../step/estimate-role.js";
import type {Step, StepContext, StepTables} from "../step/step.js";
import type {Study} from "../step/study.js";

/** The steps confirm, robustness and probe of a study; they share the numbering of prompts and samples. */
export function createProbeSteps(study: Study): Step[] {
  const runs = study.probes.map(createProbeRun);
  const names = (["confirm", "robustness", "probe"] as const).filter((name) =>
    study.probes.some(({step}) => step === name)
  );
  return names.map((name) => new ProbeStep(name, study, runs));
}

const widthPerCall = 2; // samples under way for each call that may be in flight: none waits for the plan

type Counts = Map<string, {n: number; violations: number}>;

const countKey = (finding: string, model: string): string => `${finding}\u0000${model}`;

class ProbeStep implements Step {
  readonly #own: ProbeRun[];
  #context: StepContext | undefined;
  #counted: {samples: number; counts: Counts} | undefined;

  constructor(
    readonly name: "confirm" | "robustness" | "probe",
    private readonly study: Study,
    private readonly all: readonly ProbeRun[]
  ) {
    this.#own = all.filter(({settings}) => settings.step === name);
  }

  async run(context: StepContext): Promise<void> {
    this.#context = context;
    let planned = 0;
    for (const run of this.#own)
      await runProbe(run, this.#probeContext(context), (samples) => context.watcher.planned((planned += samples)));
  }

  #probeContext(context: StepContext): ProbeContext {
    const {prepared, recorder, batches, watcher, signal, afterPart} = context;
    const {targets, judges, perturb, confirmJudge} = prepared.roles;
    const second = this.name === "confirm" && confirmJudge !== null ? [confirmJudge] : [];
    return {
      recorder,
      batches,
      watcher,
      afterPart,
      ...(signal && {signal}),
      roles: {targets, judges: [...judges, ...second], perturb},
      width: this.study.concurrency * widthPerCall,
      findings: () => foundPrompts(this.study, context),
      shotsOf: (chunk, count) => shotsFrom(prepared.lab, this.study.name, chunk, count)
    };
  }

  async estimate(context: EstimateContext): Promise<RoleEstimate[]> {
    const {estimateProbe} = await import("./estimate.js"); // brings a tokenizer
    return this.#own.flatMap(({settings}) => estimateProbe(settings, context));
  }

  tables(): StepTables {
    const placed = placeProbes(this.all).filter(({run}) => this.#own.includes(run));
    const {journal} = this.#context ?? {};
    const quality = this.#quality();
    const groups = placed.map(({run, firstPrompt}) =>
      groupRows(run, firstPrompt, (rubric) => {
        const row = quality.find((each) => each.rubric === rubric);
        return row && errorsOf(row);
      })
    );
    return {
      probe_prompts: () => placed.flatMap(promptRows),
      probe_texts: () => placed.flatMap(promptTextRows),
      probe_contexts: () => placed.flatMap(contextRows),
      samples: () => each(placed, sampleRows),
      sample_texts: () => each(placed, (probe) => sampleTextRows(probe, (ordinal) => journal!.read(ordinal))),
      measurements: () => each(placed, measurementRows),
      rates: () => groups.flatMap(({rates}) => rates),
      means: () => groups.flatMap(({means}) => means),
      comparisons: () => comparisonRows(this.all).filter(({step}) => step === this.name),
      judge_quality: () => (this.#isLast() ? quality : [])
    };
  }

  *calls(): Generator<number> {
    for (const run of this.#own) {
      yield* run.calls;
      for (const {target, judges} of doneSamples(run)) {
        yield target;
        yield* judges;
      }
    }
  }

  describe(finding: Row<"findings">): Row<"findings"> {
    const run = this.name === "confirm" ? this.#own[0] : undefined;
    const counts = run && this.#counts(run).get(countKey(finding.id, finding.model));
    if (run === undefined || counts === undefined) return finding;
    const {rate, low, high} = wilson(counts.violations, counts.n);
    return {
      ...finding,
      confirmed: low! > run.settings.bar,
      confirmed_n: counts.n,
      confirmed_rate: rate,
      confirmed_low: low,
      confirmed_high: high
    };
  }

  /** Scored samples and violations by finding and model, as far as the step is. */
  #counts(run: ProbeRun): Counts {
    const samples = doneSamples(run);
    if (this.#counted?.samples === samples.length) return this.#counted.counts;
    const counts: Counts = new Map();
    for (const sample of samples) {
      const violation = violates(sample);
      if (violation === null) continue;
      const key = countKey(run.prompts[sample.prompt]!.item, sample.model);
      const {n, violations} = counts.get(key) ?? {n: 0, violations: 0};
      counts.set(key, {n: n + 1, violations: violations + Number(violation)});
    }
    this.#counted = {samples: samples.length, counts};
    return counts;
  }

  #isLast = (): boolean => this.all.at(-1) === this.#own.at(-1);

  /** How the judges agree with the study's marks, by what is judged so far. */
  #quality(): Row<"judge_quality">[] {
    const {marks, judges} = this.study;
    if (marks.length === 0 || this.#context === undefined) return [];
    const findings = new Map(this.#context.findings().map((finding) => [finding.id, finding]));
    const samples = this.all.flatMap(doneSamples);
    const flagOf = ({finding, sample}: Mark): boolean | null => {
      if (finding !== null) return findings.get(finding)?.flagged ?? null;
      const own = samples[sample!];
      return own === undefined ? null : violates(own);
    };
    const judge = judges.map(({model}) => model).join(", ");
    return marks.map(({rubric, path}) => judgeQuality(readMarks(path, rubric), judge, flagOf));
  }
}

function* each<P, T>(probes: readonly P[], rows: (probe: P) => Iterable<T>): Generator<T> {
  for (const probe of probes) yield* rows(probe);
}

/** The findings of the search with their whole queries. */
function foundPrompts({rubrics}: Study, {findings, textsOf}: StepContext) {
  return findings().flatMap((finding) => {
    const rubric = rubrics.find(({name}) => name === finding.rubric);
    const query = finding.candidate === null ? null : textsOf(finding.candidate).query;
    return rubric === undefined ? [] : [{finding, query: query ?? finding.query, rubric}];
  });
}
