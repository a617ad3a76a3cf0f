import type {StudyManifest} from "../../../../src/shared/manifest.js";
import {doneSamples, type ProbeRun} from "../../../probe/probe-run.js";
import {blankManifest} from "../../../store/manifest.js";
import type {Rubric} from "../../../util/rubric.js";
import type {LogOrigin} from "./origin.js";

interface ReadLogs {
  name: string;
  source: string;
  logs: readonly LogOrigin[];
  runs: readonly ProbeRun[];
  notes: readonly string[];
}

/** The manifest of a study that is made of logs: its probes, the models by role, and what is said of each log. */
export function logsManifest({name, source, logs, runs, notes}: ReadLogs): StudyManifest {
  const now = new Date().toISOString();
  const samples = runs.flatMap(doneSamples);
  const unscored = samples.filter(({reason}) => reason !== null).length;
  const done = samples.length;
  return {
    ...blankManifest(name),
    ...{origin: "imported", source, state: "finished", updated: now, tables: now, fingerprint: null},
    steps: [{name: "probe", state: "finished", planned: done, done, unscored}],
    models: modelsOf(logs),
    rubrics: rubricsOf(logs).map(({threshold, principle, hash, ...rubric}) => ({
      ...{name: rubric.name, threshold, principle, hash: hash === "" ? null : hash}
    })),
    settings: {
      logs: logs.map(({probe, model, created, samples, roles}) => ({task: probe, model, created, samples, roles})),
      probe: runs.map(({settings: {name}, contexts}) => ({
        name,
        contexts: contexts.map((context) => ({
          name: context.name,
          system: context.system,
          shots: context.shots,
          lab: null
        }))
      }))
    },
    spend: {calls: 0, inputTokens: 0, outputTokens: 0, cost: null},
    notes: [...notes, ...(done === 0 ? [] : unscoredNote(samples))]
  };
}

function modelsOf(logs: readonly LogOrigin[]): StudyManifest["models"] {
  const models: Record<string, string[]> = {target: [...new Set(logs.map(({model}) => model))]};
  for (const {roles} of logs)
    for (const [role, names] of Object.entries(roles))
      if (role !== "target") models[role] = [...new Set([...(models[role] ?? []), ...names])];
  return models;
}

const rubricsOf = (logs: readonly LogOrigin[]): Rubric[] => [
  ...new Map(logs.flatMap(({rubrics}) => [...rubrics.values()].map((rubric) => [rubric.name, rubric]))).values()
];

function unscoredNote(samples: readonly {reason: string | null}[]): string[] {
  const counts = new Map<string, number>();
  for (const {reason} of samples) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const said = [...counts].map(([reason, count]) => `${count} ${reason}`);
  return said.length === 0 ? [] : [`Unscored samples by reason: ${said.join(", ")}.`];
}
