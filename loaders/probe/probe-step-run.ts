import type {Row} from "../../src/shared/schema.js";
import {wilson} from "../../src/shared/statistics.js";
import {comparisonRows} from "./comparison-rows.js";
import {violates} from "./groups.js";
import {judgeQuality, readMarks, type JudgeQuality} from "./judge-quality.js";
import {flagsOf} from "./marked-rows.js";
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
import {callsOf} from "../step/call-row.js";
import type {Found, PartCalls, StepControl, StepRows, StepRun, StepTables, StepTools} from "../step/step-run.js";
import type {Study} from "../step/study.js";
import {needsJudge} from "../util/rubric.js";
import {shotsFrom} from "../step/contexts/shots.js";
import {runProbe} from "./run-probe.js";
import type {ProbeSettings} from "./settings.js";

/** The role that `confirm: {judge: ...}` adds, as the manifest names it. */
export const secondJudge = "second judge";

const widthPerCall = 2; // samples under way for each call that may be in flight: none waits for the plan

type Counts = Map<string, {n: number; violations: number}>;

const countKey = (finding: string, model: string): string => `${finding}\u0000${model}`;

const sharedRuns = "probe runs"; // of all steps of probes: they share the numbering of prompts and samples

/** One of the steps confirm, robustness and probe, being run. */
export class ProbeStepRun implements StepRun {
  readonly #own: ProbeRun[];
  readonly #all: ProbeRun[]; // of all steps of probes, in order
  #begun = false;
  #counted: {samples: number; counts: Counts} | undefined;

  constructor(
    private readonly name: ProbeSettings["step"],
    probes: readonly ProbeSettings[],
    private readonly tools: StepTools
  ) {
    this.#own = probes.map(createProbeRun);
    this.#all = tools.shared<ProbeRun[]>(sharedRuns, () => []);
    this.#all.push(...this.#own);
  }

  async run(control: StepControl): Promise<void> {
    this.#begun = true;
    let planned = 0;
    for (const run of this.#own)
      await runProbe(run, this.#contextOf(control), (samples) => control.watcher.planned((planned += samples)));
  }

  rows = (): StepRows => ({
    tables: () => this.#tables(),
    calls: () => this.#calls(),
    ruled: () => this.#own.flatMap(doneSamples).flatMap(({ruled}) => ruled)
  });

  #contextOf({watcher, signal, afterPart}: StepControl): ProbeContext {
    const {prepared, recorder, batches, found, share} = this.tools;
    const {study, roles, lab} = prepared;
    const {targets, judges, perturb} = roles;
    const second = roles.ofStep(this.name, secondJudge);
    return {
      recorder,
      batches,
      watcher,
      afterPart,
      signal,
      ...(share !== undefined && {share}),
      roles: {targets, judges: second === null ? judges : [...judges, second], perturb},
      width: study.concurrency * widthPerCall,
      findings: () => foundPrompts(study, found),
      shotsOf: (chunk, count) => shotsFrom(lab, study.name, chunk, count)
    };
  }

  #tables(): StepTables {
    const placed = placeProbes(this.#all).filter(({run}) => this.#own.includes(run));
    const {journal} = this.tools;
    const quality = this.#quality();
    const groups = placed.map(({run, firstPrompt}) =>
      groupRows(run, firstPrompt, (rubric) => quality.find(({row}) => row.rubric === rubric)?.errors ?? undefined)
    );
    return {
      probe_prompts: () => placed.flatMap(promptRows),
      probe_texts: () => placed.flatMap(promptTextRows),
      probe_contexts: () => placed.flatMap(contextRows),
      samples: () => each(placed, sampleRows),
      sample_texts: () => each(placed, (probe) => sampleTextRows(probe, (ordinal) => journal.read(ordinal))),
      measurements: () => each(placed, measurementRows),
      rates: () => groups.flatMap(({rates}) => rates),
      means: () => groups.flatMap(({means}) => means),
      comparisons: () => comparisonRows(this.#all).filter(({step}) => step === this.name),
      judge_quality: () => (this.#isLast() ? quality.map(({row}) => row) : [])
    };
  }

  *#calls(): Generator<PartCalls> {
    const {journal} = this.tools;
    for (const {run, firstSample} of placeProbes(this.#all)) {
      if (!this.#own.includes(run)) continue;
      yield* callsOf(journal, run.calls);
      let sample = firstSample;
      for (const {target, judges} of doneSamples(run)) yield* callsOf(journal, [target, ...judges], sample++);
    }
  }

  describeFinding(finding: Row<"findings">): Row<"findings"> {
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

  #isLast = (): boolean => this.#all.at(-1) === this.#own.at(-1);

  /** How the judges agree with the study's marks, by what is judged so far. */
  #quality(): JudgeQuality[] {
    const {marks, judges, rubrics} = this.tools.prepared.study;
    if (marks.length === 0 || !this.#begun) return [];
    const flagOf = flagsOf(this.tools.found, this.#all);
    const names = judges.map(({model}) => model).join(", ");
    return marks.map(({rubric, path, isOnly}) => {
      const isByRule = rubrics.some((each) => each.name === rubric && !needsJudge(each));
      return judgeQuality(readMarks(path, rubric, {isOnly}), isByRule ? "rule" : names, flagOf);
    });
  }
}

function* each<P, T>(probes: readonly P[], rows: (probe: P) => Iterable<T>): Generator<T> {
  for (const probe of probes) yield* rows(probe);
}

/** The findings of the search with their whole queries. */
function foundPrompts({rubrics}: Study, {findings, textsOf}: Found) {
  return findings().flatMap((finding) => {
    const rubric = rubrics.find(({name}) => name === finding.rubric);
    const query = finding.candidate === null ? null : textsOf(finding.candidate).query;
    return rubric === undefined ? [] : [{finding, query: query ?? finding.query, rubric}];
  });
}
