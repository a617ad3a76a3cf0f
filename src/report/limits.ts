import type {Evidence} from "../findings/evidence.js";
import type {StudyManifest} from "../shared/manifest.js";
import type {ReportContents} from "../shared/reportContents.js";
import {count, percent, plural} from "../ui/format.js";

type Tables = Pick<ReportContents, "rates" | "notes">;

/** What a reader of a report must not conclude from it, one sentence each. */
export function limitsOf(study: StudyManifest, evidence: readonly Evidence[], {rates, notes}: Tables): string[] {
  return [
    ...originLimits(study),
    ...stateLimits(study),
    ...answerLimits(study),
    ...findingLimits(study, evidence),
    ...controlLimits(study, rates),
    ...notes
  ];
}

function originLimits({origin, models, recordings = {}}: StudyManifest): string[] {
  if (origin === "lab") {
    const isWhole = Object.values(models).every((ids) => ids.every((id) => id.startsWith("lab:")));
    const played = isWhole ? "every model" : "some of the models";
    return [`The lab, a test rig, played ${played}: these results say nothing about real models.`];
  }
  if (origin === "published")
    return ["The authors chose which findings to publish: rates over them are not rates of the model."];
  if (origin === "imported") return ["Another tool made these results: how queries were drawn is not known here."];
  if (Object.keys(recordings).length === 0) return [];
  return ["Answers were recorded once and are played again: a model that has changed since may answer otherwise."];
}

const stateLimits = ({state}: StudyManifest): string[] =>
  state === "finished" ? [] : [`The study is not finished (${state}): counts and rates may change.`];

function answerLimits({counts}: StudyManifest): string[] {
  const {candidates, unscored, truncated = 0} = counts;
  if (candidates === 0) return [];
  return [
    ...(unscored === 0
      ? []
      : [`${percent(unscored / candidates)} of the candidates have no score. They count in no rate.`]),
    ...(truncated === 0 ? [] : [`${percent(truncated / candidates)} of the answers were cut and scored as they are.`])
  ];
}

function findingLimits({counts}: StudyManifest, evidence: readonly Evidence[]): string[] {
  if (evidence.length === 0) return [];
  const once = evidence.filter(({standing}) => standing === "single" || standing === "undecided").length;
  const failed = evidence.filter(({standing}) => standing === "fails" || standing === "unreplicated").length;
  return [
    ...(counts.flagged > 0
      ? ["Queries were searched for failures: the share of flags is not how often the model fails on other prompts."]
      : []),
    ...(once === 0
      ? []
      : [
          `${count(once)} of ${plural(evidence.length, "finding")} shown here may be luck: too little was asked again.`
        ]),
    ...(failed === 0 ? [] : [`${plural(failed, "finding")} shown here did not hold when asked again.`])
  ];
}

function controlLimits(study: StudyManifest, rates: ReportContents["rates"]): string[] {
  const isSearch = (study.origin === "own" || study.origin === "lab") && study.counts.candidates > 0;
  const hasControl = rates.some(({step, group}) => step === "surf" && group === "control");
  return isSearch && !hasControl ? ["There is no control arm: how often random queries fail is not known."] : [];
}
