import {
  foundNothing,
  type CheckCounts,
  type ContrastCounts,
  type StepState,
  type StudyManifest
} from "../../src/shared/manifest.js";
import {shownIn} from "../../src/shared/modelNames.js";

/** What came out, in a few lines. */
export function summary(manifest: StudyManifest): string {
  const {name, state, spend, steps} = manifest;
  return [
    `${name}: ${state}`,
    ...outcome(manifest),
    ...steps.filter(({name}) => name !== "surf").map(stepInWords),
    spendInWords(spend)
  ].join("\n");
}

function contrastInWords({asked, failed, unscored}: ContrastCounts): string {
  const reasons = Object.entries(unscored).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length === 0 ? "" : `; unscored ${reasons.join(", ")}`;
  return `  contrast model asked ${asked} times: it fails on ${failed} of the flags too${why}`;
}

function checkInWords(
  {by, checked, unread}: CheckCounts,
  coverage: number | undefined,
  shown: (model: string) => string
): string {
  const reasons = Object.entries(unread).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length === 0 ? "" : `; not said ${reasons.join(", ")}`;
  const share =
    coverage === undefined ? "" : `: ${Math.round(100 * coverage)}% of the drawn attributes were in the query`;
  return `  ${checked} queries checked by ${shown(by)}${share}${why}`;
}

const nothingFound = "  nothing was found out: no answer was scored, so this says nothing about the target";

/** What the search found; that it found out nothing where none of its candidates has a score. */
function outcome(manifest: StudyManifest): string[] {
  const {state, steps, counts, unscored} = manifest;
  const reasons = Object.entries(unscored).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
  const {candidates, scored, regions, confirmed, flagged, findings} = counts;
  const isSearch = hasSearch(manifest);
  const lines = isSearch ? [`  ${candidates} candidates, ${scored} scored, ${counts.unscored} unscored${why}`] : [];
  if (foundNothing(manifest)) return [...lines, nothingFound];
  if (!isSearch) return [];
  if (state !== "planned" && !steps.some((step) => step.done > step.unscored) && scored === 0)
    return [...lines, "  nothing was found out so far: no answer was scored"];
  lines.push(...detailsInWords(manifest));
  const areas = regions == null ? "" : `${regions} confirmed regions, `;
  const held = confirmed == null ? "; a flag is not a finding until confirmed" : `, ${confirmed} of them confirmed`;
  return [...lines, `  ${areas}${flagged} flags, ${findings} findings after folding near-duplicates${held}`];
}

/** Whether a study has candidates, or will have: not only probes and traces. */
export const hasSearch = ({counts, steps}: StudyManifest): boolean =>
  counts.candidates > 0 || steps.length === 0 || steps.some(({name}) => name === "surf");

/** What is known of the queries, and of the contrast model. */
export function detailsInWords(manifest: StudyManifest): string[] {
  const {prompts, coverage, check, contrast} = manifest.counts;
  const had = `${Math.round(100 * (coverage ?? 0))}% of the drawn attributes were in the prompt`;
  return [
    ...(prompts === undefined || coverage === undefined ? [] : [`  ${prompts} distinct prompts; ${had}`]),
    ...(check === undefined ? [] : [checkInWords(check, coverage, shownIn(manifest))]),
    ...(contrast === undefined ? [] : [contrastInWords(contrast)])
  ];
}

const stepInWords = ({name, state, planned, done, unscored}: StepState): string =>
  `  ${name}: ${state}, ${done} of ${planned}${unscored === 0 ? "" : `, ${unscored} unscored`}`;

function spendInWords(spend: StudyManifest["spend"]): string {
  const {calls, inputTokens, outputTokens, cost} = spend;
  if (calls === 0 && cost === null) return "  calls and spend: the source does not say";
  return `  ${calls} calls, ${inputTokens} input and ${outputTokens} output tokens, ${costInWords(spend)}`;
}

/** What was spent. */
export function costInWords({cost, uncertain = 0}: StudyManifest["spend"]): string {
  if (cost === null) return "of unknown price";
  const most = uncertain > 0 ? ` (up to ${dollars(uncertain)} of it: what those calls took is not known)` : "";
  return cost === 0 ? "nothing spent" : `${dollars(cost)} spent${most}`;
}

const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
