import type {Row} from "../../src/shared/schema.js";
import {rubricOf} from "../probe/measures/all.js";
import {makePrompts} from "../probe/make-prompts.js";
import {createProbeRun, type ProbeContext, type ProbePrompt} from "../probe/probe-run.js";
import {rubricsFor} from "../probe/judge-sample.js";
import type {ProbeSettings} from "../probe/settings.js";
import {spellOutContexts} from "../step/contexts/spell-out.js";
import type {Rubric} from "../util/rubric.js";
import type {ArmPrompt} from "./prompts.js";
import type {MeasuredSettings} from "./settings.js";

/** Where the prompts of regions and probes come from. */
export interface MeasuredSources {
  regions(): readonly Row<"regions">[];
  queryOf(candidate: number): string | null;
  rubrics: readonly Rubric[];
  probes: ProbeContext;
}

/** The prompts of the regions and probes that an ablation measures. `onCall` is told of the calls that wrote them. */
export async function measuredPrompts(
  {regions, probes}: MeasuredSettings,
  sources: MeasuredSources,
  onCall: (ordinal: number) => void
): Promise<ArmPrompt[]> {
  const all = regions === null ? [] : regionPrompts(regions, sources);
  for (const probe of probes) all.push(...(await probePrompts(probe, sources.probes, onCall)));
  return all;
}

/** The fresh queries that measured the first regions of each rubric and target; other wordings of one are left out. */
function regionPrompts(
  {top, queries}: NonNullable<MeasuredSettings["regions"]>,
  {regions, queryOf, rubrics}: MeasuredSources
): ArmPrompt[] {
  const seen = new Map<string, number>();
  const chosen = regions().filter(({id, meaning, status, rubric, model}) => {
    if (status === "refused" || meaning !== id) return false;
    const key = JSON.stringify([rubric, model]);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen.get(key)! <= top;
  });
  return chosen.flatMap(({id, rubric: name, examples}) => {
    const rubric = rubrics.find((each) => each.name === name)!;
    const distinct = [...new Set(examples.flatMap((candidate) => queryOf(candidate) ?? []))].slice(0, queries);
    return distinct.map((query): ArmPrompt => ({
      ...{kind: "region", finding: null, of: id, rubrics: [rubric], row: null, source: null, query, expected: null}
    }));
  });
}

async function probePrompts(
  settings: ProbeSettings,
  context: ProbeContext,
  onCall: (ordinal: number) => void
): Promise<ArmPrompt[]> {
  const run = createProbeRun(settings);
  await makePrompts(run, context);
  run.calls.forEach(onCall);
  const {name, contexts, measures, samples, temperature} = settings;
  const spelled = await spellOutContexts(contexts, {
    what: `probe ${name}`,
    models: context.roles.targets,
    shotsOf: context.shotsOf
  });
  const read = measures.filter((measure) => rubricOf(measure) === null);
  const used = run.prompts.filter(({rejected}) => rejected === null);
  return spelled.flatMap((spelledContext, i) =>
    used.map((prompt): ArmPrompt => {
      const variant = variantOf(prompt, i === 0 ? null : spelledContext.name);
      return {
        ...{kind: "probe", finding: null, of: name, rubrics: rubricsFor(settings, prompt), row: null, source: null},
        ...{query: prompt.query, expected: prompt.expected, measures: read},
        ...(variant !== null && {variant}),
        asked: {context: spelledContext, samples, temperature}
      };
    })
  );
}

/** How a prompt differs from those of the probe's source, and what comes before it besides the first context. */
function variantOf({variant}: ProbePrompt, context: string | null): string | null {
  const parts = [...(variant === "original" ? [] : [variant]), ...(context === null ? [] : [context])];
  return parts.length === 0 ? null : parts.join(", ");
}
