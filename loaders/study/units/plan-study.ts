import {createHash} from "node:crypto";
import {gatherId} from "../../engine/unit.js";
import type {StudyPlan, StudyPlanOptions, StudyUnit} from "./study-plan.js";
import type {Cut, CutNeed} from "../../step/share.js";
import type {Study} from "../../step/study.js";
import {fingerprint} from "../manifest/fingerprint.js";
import {stepsOf} from "../steps.js";
import {countServers, isServedHere, servedBy, servedByGather} from "./servers.js";

/** How a study is divided; every key has a default. */
export type PlanRequest = Partial<StudyPlanOptions>;

/**
 * Divides a study into units (docs/cluster.md): its steps cut themselves, and what they leave whole runs where the others
 * are gathered. Asks nothing.
 */
export function planStudy(study: Study, request: PlanRequest = {}): StudyPlan {
  const {parts = 1, shards, atOnce = Infinity} = request;
  const cuts = stepsOf(study).flatMap(({step, settings}) =>
    (step.cut?.(settings, study, {parts, shards: shards ?? null}) ?? []).map((cut) => ({
      step: step.name,
      cut: widened(cut, study)
    }))
  );
  const units = placeAll(cuts, study);
  const options: StudyPlanOptions = {
    budgetInUsd: request.budgetInUsd ?? study.budgetInUsd,
    budgetInCalls: request.budgetInCalls ?? null,
    cache: request.cache ?? true,
    parts,
    ...(shards !== undefined && {shards}),
    atOnce: Math.max(1, Math.min(atOnce, units.length)),
    limits: request.limits ?? {}
  };
  return {
    ...{v: 1, work: study.name, file: study.file, fingerprint: fingerprint(study), options},
    units: [...units, gather(units, study)]
  };
}

/** A target with weights takes minutes to load: its rubrics are one part, with one server. */
function widened({rubric, ...cut}: Cut, {targets}: Study): Cut {
  const isServed = targets.some((target) => target.model === cut.target && isServedHere(target));
  if (!isServed) return rubric === undefined ? cut : {...cut, rubric};
  return {...cut, after: cut.after.map(({rubric: _, ...need}) => need)};
}

interface CutOf {
  step: string;
  cut: Cut;
}

/**
 * The units of cuts, in the order of their stages: each one more than the last of those that it needs. A cut that needs
 * one unit alone, of the same rubric and target, is a part of that unit.
 */
function placeAll(cuts: readonly CutOf[], study: Study): StudyUnit[] {
  const units: StudyUnit[] = [];
  for (const {step, cut} of cuts) {
    const needed = units.filter((unit) => cut.after.some((need) => isNeeded(unit, need)));
    const [only] = needed;
    if (needed.length === 1 && isSamePart(only!, cut)) {
      only!.steps = [...new Set([...only!.steps, step])];
      if (cut.phase !== undefined) only!.phase = cut.phase;
    } else if (!units.some(({id}) => id === idOf(step, cut))) units.push(toUnit(step, cut, needed, study));
  }
  return units.toSorted((a, b) => a.stage - b.stage); // stable
}

const isSamePart = (unit: StudyUnit, cut: Cut): boolean =>
  cut.share === undefined &&
  unit.share === null &&
  (cut.phase === undefined || unit.phase === undefined) &&
  unit.target !== null &&
  unit.target === cut.target &&
  unit.rubric === (cut.rubric ?? null);

const toUnit = (step: string, cut: Cut, needed: readonly StudyUnit[], study: Study): StudyUnit => ({
  id: idOf(step, cut),
  stage: needed.reduce((stage, unit) => Math.max(stage, unit.stage + 1), 0),
  steps: [step],
  rubric: cut.rubric ?? null,
  target: cut.target ?? null,
  share: cut.share ?? null,
  ...(cut.phase !== undefined && {phase: cut.phase}),
  ...(cut.computes && {computes: true}),
  replays: [...new Set(cut.after.map((need) => need.step))].filter((name) => name !== step),
  after: needed.map(({id}) => id),
  servers: cut.computes ? 0 : countServers(servedBy(study, cut))
});

/** Whether a unit overlaps with what another one needs. */
const isNeeded = (unit: StudyUnit, need: CutNeed): boolean =>
  unit.steps.includes(need.step) &&
  (need.isFirst !== true || unit.share?.target === null) &&
  (need.phase === undefined || need.phase === unit.phase) &&
  overlaps(unit.rubric, need.rubric) &&
  overlaps(unit.target, need.target);

const overlaps = (a: string | null, b: string | undefined): boolean => a === null || b === undefined || a === b;

const maxSlug = 60; // characters of an id that are for people

/** An id for people and file systems: names of the part, and a hash that tells it from all others. */
function idOf(step: string, {rubric, target, share, phase}: Cut): string {
  const first = phase === undefined ? "first" : undefined;
  const asked = share === undefined ? target : (share.target ?? target ?? first);
  const part = share === undefined || share.parts === 1 ? [] : [`${share.part + 1}of${share.parts}`];
  const key = [step, rubric ?? "", target ?? "", share?.target ?? "", share === undefined ? "" : "share", ...part];
  if (phase !== undefined) key.push(phase);
  const hash = createHash("sha256").update(key.join("\u0000")).digest("hex").slice(0, 8);
  const slug = [step, phase, rubric, asked?.split("/").at(-1), ...part].filter((word) => word != null).join("-");
  return `${trimmed(slug.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, maxSlug))}-${hash}`;
}

const trimmed = (slug: string): string => slug.replaceAll(/^-+|-+$/g, "");

const gather = (units: readonly StudyUnit[], study: Study): StudyUnit => ({
  id: gatherId,
  stage: units.reduce((stage, unit) => Math.max(stage, unit.stage + 1), 0),
  steps: [gatherId],
  ...{rubric: null, target: null, share: null, replays: []},
  after: units.map(({id}) => id),
  servers: countServers(servedByGather(study))
});
