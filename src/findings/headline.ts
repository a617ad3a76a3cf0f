import {foundNothing, type StudyManifest} from "../shared/manifest.js";
import type {Row} from "../shared/schema.js";
import {count, dollars, percent, plural, range} from "../ui/format.js";
import {descending, groupMap} from "../ui/order.js";
import {excerpt} from "../shared/excerpt.js";
import {shownModel} from "../ui/modelName.js";
import type {Evidence} from "./evidence.js";
import {sampleCount} from "./standing.js";

export interface HeadlineTables {
  evidence: readonly Evidence[];
  regions: readonly Row<"regions">[];
  exclusions: readonly Row<"exclusions">[];
}

type Study = Pick<StudyManifest, "counts" | "steps" | "spend" | "origin" | "state" | "models">;

/**
 * A study in one sentence: what was found, how surely and at what cost; or what is ruled out if nothing was. Null for a
 * study that looked for no findings, or has not begun.
 */
export function studySentence(study: Study, tables: HeadlineTables): string | null {
  const isOver = study.state === "finished" || study.state === "failed";
  if (foundNothing(study)) return `No answer was scored, so this study found nothing out${isOver ? "" : " so far"}.`;
  if (study.counts.candidates === 0) return null;
  const parts = [foundInWords(study, tables), ...costInWords(study)];
  const joined = parts.join(", ");
  const sentence = `${joined[0]!.toUpperCase()}${joined.slice(1)}.`;
  return study.state === "running" ? `So far: ${sentence}` : sentence;
}

function foundInWords(study: Study, {evidence, regions, exclusions}: HeadlineTables): string {
  const proven = regions.filter(({id, meaning, status}) => id === meaning && status !== "refused");
  const sampled = evidence.filter(({confirmed}) => confirmed !== null);
  const parts = [
    ...(proven.length === 0 ? [] : [regionsInWords(study, proven)]),
    ...(sampled.length === 0 ? [] : [sampledInWords(study, sampled, proven.length === 0)])
  ];
  if (parts.length > 0) return parts.join("; ");
  return evidence.length > 0 ? unsampledInWords(evidence, exclusions) : nothingInWords(study, exclusions);
}

const targetOf = ({models}: Study): string => {
  const targets = models.target ?? [];
  return targets.length === 1 ? shownModel(targets[0]!) : `the ${count(targets.length)} targets`;
};

function regionsInWords(study: Study, proven: readonly Row<"regions">[]): string {
  const [best] = [...proven].sort(descending("low"));
  const {description, rate, n, bar} = best!;
  const sets = plural(proven.length, "set of attributes", "sets of attributes");
  const verb = proven.length === 1 ? "makes" : "make";
  const byRate = proven.filter(({status}) => status === "confirmed").length;
  const queries = `${percent(rate)} of ${plural(n, "fresh query", "fresh queries")} (${range(best!)})`;
  return (
    `${sets} ${verb} ${targetOf(study)} fail far more often than other queries (a rate of about ${percent(bar)} or more is` +
    ` ${provenInWords(byRate, proven.length)}), the surest, \u201c${excerpt(description, 140)}\u201d, in ${queries}`
  );
}

/** For how many sets the rate is proven, and not only the lift (docs/search.md). */
function provenInWords(byRate: number, all: number): string {
  if (byRate === all) return "proven";
  return byRate === 0 ? "likely" : `proven for ${count(byRate)} of them, likely for the rest`;
}

function sampledInWords({origin}: Study, sampled: readonly Evidence[], isFirst: boolean): string {
  const held = sampled.filter(({standing}) => standing === "confirmed");
  const who = origin === "published" ? "their authors sampled" : "sampled";
  const verb = held.length === 1 ? "holds" : "hold";
  const again = `${count(held.length)} of ${plural(sampled.length, "finding")} ${who} again ${verb}`;
  const [best] = [...held].sort(descending(({confirmed}) => confirmed!.low));
  if (best === undefined)
    return `none of the ${plural(sampled.length, "finding")} ${who} again holds: what the search flagged was luck`;
  const {rate, n} = best.confirmed!;
  const surest = `the surest in ${sampleCount(rate, n)} answers (${range(best.confirmed!)})`;
  return `${again}, ${isFirst ? `${surest}: \u201c${excerpt(best.finding.query, 100)}\u201d` : surest}`;
}

/** Findings that nobody sampled again: what replicates say, if there are any. */
function unsampledInWords(evidence: readonly Evidence[], exclusions: readonly Row<"exclusions">[]): string {
  const tested = evidence.filter(({replication}) => replication !== null);
  const held = tested.filter(({standing}) => standing === "replicated").length;
  const flags = `${plural(evidence.length, "finding")} of one judged sample each and none sampled again`;
  const replicates =
    tested.length === 0
      ? "so nothing is sure"
      : `and ${count(held)} of the ${count(tested.length)} whose attributes were asked again ${held === 1 ? "was" : "were"} replicated`;
  return `${flags}, ${[replicates, ...excludedInWords(exclusions)].join(", ")}`;
}

function nothingInWords({counts}: Study, exclusions: readonly Row<"exclusions">[]): string {
  const excluded = excludedInWords(exclusions);
  return [`Nothing was found in ${plural(counts.scored, "scored candidate")}`, ...excluded].join(", ");
}

/** What the control arms rule out, over all searches that have one. */
function excludedInWords(exclusions: readonly Row<"exclusions">[]): string[] {
  const queries = exclusions.filter(({kind}) => kind === "query");
  if (queries.length === 0) return [];
  const most = Math.max(...queries.map(({rate}) => rate));
  const searches = groupMap(queries, ({rubric, model}) => `${rubric}\u0000${model}`).size;
  const each = searches > 1 ? " for each rubric" : "";
  return [`with at most ${percent(most)} of random queries failing${each} (95%)`];
}

function costInWords({origin, spend}: Study): string[] {
  if (origin !== "own" && origin !== "lab") return [];
  const calls = plural(spend.calls, "model call");
  return [`at a cost of ${spend.cost === 0 ? `${calls} and no money` : `${calls} (${dollars(spend.cost)})`}`];
}
