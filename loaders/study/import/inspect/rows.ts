import {contextRows, measurementRows, placeProbes, promptRows, sampleRows} from "../../../probe/record-rows.js";
import {comparisonRows} from "../../../probe/comparison-rows.js";
import type {ProbeRun} from "../../../probe/probe-run.js";
import {groupRows} from "../../../probe/rate-rows.js";
import type {StepRows} from "../../../step/step-run.js";
import type {Spools} from "./probe.js";

/** The rows of probes that are made of logs, as a step has them. */
export function probeRows(runs: readonly ProbeRun[], {prompts, samples}: Spools): StepRows {
  const placed = placeProbes(runs);
  const groups = placed.map(({run, firstPrompt}) => groupRows(run, firstPrompt, () => undefined));
  return {
    tables: () => ({
      probe_prompts: () => placed.flatMap(promptRows),
      probe_texts: () => prompts.rows(),
      probe_contexts: () => placed.flatMap(contextRows),
      samples: () => each(placed, sampleRows),
      sample_texts: () => samples.rows(),
      measurements: () => each(placed, measurementRows),
      rates: () => groups.flatMap(({rates}) => rates),
      means: () => groups.flatMap(({means}) => means),
      comparisons: () => comparisonRows(runs)
    }),
    calls: () => []
  };
}

function* each<P, T>(probes: readonly P[], rows: (probe: P) => Iterable<T>): Generator<T> {
  for (const probe of probes) yield* rows(probe);
}
