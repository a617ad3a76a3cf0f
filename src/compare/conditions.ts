import type {StudyManifest} from "../shared/manifest.js";
import {shownIn} from "../shared/modelNames.js";
import {recordedLabel} from "../shared/recording.js";
import type {ScoredBy} from "../shared/rescore.js";
import {originMeaning} from "../ui/labels.js";
import type {Side, Sides} from "./sides.js";

/** Something that numbers depend on, as it is on both sides. */
export interface Condition {
  name: string;
  a: string;
  b: string;
  differs: boolean;
}

/** A side with what its study says about itself. */
export interface DescribedSide {
  side: Side;
  manifest: StudyManifest;
  scored: ScoredBy | null; // how its answers are scored where a rescore is compared; null: as the study says
}

/** What each side's numbers depend on. Both sides are asked the same, so that nothing is only said of one. */
export function conditionsOf(a: DescribedSide, b: DescribedSide): Condition[] {
  const [first, second] = [described(a), described(b)];
  const rubrics = [...new Set([...first.rubrics.keys(), ...second.rubrics.keys()])];
  const shared = rubrics.filter((name) => first.rubrics.has(name) && second.rubrics.has(name));
  const fixed = Object.keys(first.facts).map((name) => condition(name, first.facts[name]!, second.facts[name]!));
  const all = [
    ...fixed,
    condition(
      "rubrics",
      [...first.rubrics.keys()].join(", ") || "none",
      [...second.rubrics.keys()].join(", ") || "none"
    ),
    ...shared.flatMap((name) => {
      const [own, other] = [first.rubrics.get(name)!, second.rubrics.get(name)!];
      return [
        condition(`threshold of ${name}`, String(own.threshold), String(other.threshold)),
        condition(`text of ${name}`, versionOf(own), versionOf(other)),
        condition(`scored by, ${name}`, own.scorers, other.scorers)
      ];
    })
  ];
  return all.map((each) => ({...each, a: withNames(each.a, a.manifest), b: withNames(each.b, b.manifest)}));
}

/** What differs and may make a difference of its own, beside what the reader chose to compare. */
export function confounders(conditions: readonly Condition[], {a, b}: Sides): Condition[] {
  const chosen = new Set([
    ...(a.model === b.model ? [] : ["target"]),
    ...(a.scores === b.scores ? [] : conditions.map(({name}) => name).filter(isOfScoring))
  ]);
  return conditions.filter(({name, differs}) => differs && !chosen.has(name));
}

const isOfScoring = (name: string): boolean => /^(rubrics|threshold of|text of|scored by)/.test(name);

const condition = (name: string, a: string, b: string): Condition => ({name, a, b, differs: a !== b});

interface RubricFacts {
  threshold: number;
  hash: string | null;
  scorers: string;
}

const versionOf = ({hash}: RubricFacts): string => (hash === null ? "not recorded" : `version ${hash}`);

function described({side, manifest, scored}: DescribedSide) {
  const all = manifest.rubrics.map((rubric) => [rubric.name, rubricFacts(rubric, manifest)] as const);
  const rubrics = new Map(scored === null ? all : [[scored.rubric, rescoredFacts(scored)]]);
  return {facts: factsOf(side, manifest), rubrics};
}

const rescoredFacts = ({threshold, hash, scorers}: ScoredBy): RubricFacts => ({
  ...{threshold, hash},
  scorers: scorers.join(", ") || "not recorded"
});

function rubricFacts({threshold, hash, rule}: StudyManifest["rubrics"][number], {models}: StudyManifest): RubricFacts {
  const judges = (models.judge ?? []).join(", ") || "not recorded";
  const scorers =
    rule === undefined ? judges : rule.use === "score" ? `rule: ${rule.words}` : `${judges}, where ${rule.words}`;
  return {threshold, hash, scorers};
}

function factsOf({model}: Side, {origin, models, settings, attributes, recordings, updated, state}: StudyManifest) {
  const {sampler, control, context} = (settings.surf ?? {}) as {sampler?: string; control?: number; context?: unknown};
  const named = (role: string): string => (models[role] ?? []).join(", ") || "none";
  const recorded = Object.values(recordings ?? {}).map(recordedLabel);
  return {
    origin: `${origin}: ${originMeaning[origin]}`,
    target: model === "" ? named("target") : model,
    "recording date": recorded.length === 0 ? "not played from a recording" : [...new Set(recorded)].join("; "),
    sampler: sampler ?? "no search",
    "attribute pool": attributes?.source ?? "none",
    "queries by": named("query"),
    "context of the search": contextName(context),
    "contrast model": named("contrast"),
    "control arm": control === undefined ? "none" : `${Math.round(control * 100)}% of the candidates`,
    state: state === "finished" ? "finished" : `${state}, not whole`,
    "last run": updated === null ? "never" : updated.slice(0, 10)
  } as Record<string, string>;
}

/** A list in which each model has its name before its id: two studies may give one name to different models. */
function withNames(list: string, manifest: StudyManifest): string {
  const shown = shownIn(manifest);
  const known = new Set(Object.values(manifest.models).flat());
  const isNamed = (part: string): boolean => known.has(part) && shown(part) !== part;
  return list
    .split(", ")
    .map((part) => (isNamed(part) ? `${shown(part)} (${part})` : part))
    .join(", ");
}

const contextName = (context: unknown): string =>
  typeof context === "object" && context !== null && "name" in context ? String(context.name) : "none";
