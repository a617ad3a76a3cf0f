import {evidenceOf, type Evidence} from "../findings/evidence.js";
import {findingSentence} from "../findings/findingSentence.js";
import {studySentence} from "../findings/headline.js";
import {StandingLabel, standingRank} from "../findings/standing.js";
import {confirmBar} from "../probes/confirmRows.js";
import {excerpt} from "../shared/excerpt.js";
import {foundNothing, samplesOf, type StudyManifest} from "../shared/manifest.js";
import type {ReportContents} from "../shared/reportContents.js";
import type {Resize} from "../ui/charts/chart.js";
import {Facts} from "../ui/facts.js";
import {count, dollars, moment, plural} from "../ui/format.js";
import {Link, NothingFound, OriginLabel, originMeaning, recordedInWords, StateLabel, StateNote} from "../ui/labels.js";
import {ascending, descending, inOrder} from "../ui/order.js";
import {Element, InlineText} from "../ui/text.js";
import {HeadlineChart} from "./headlineChart.js";
import {limitsOf} from "./limits.js";

export interface OpeningOptions {
  addressOf(evidence: Evidence): string | null; // of a finding; null: it has no page
  resize: Resize;
}

const mostCards = 12;

/** The findings of a report with what is known of them, the surest first. */
export const reportEvidence = (contents: ReportContents): Evidence[] =>
  evidenceOf(contents, confirmBar(contents.manifest)).sort(surestFirst);

const surestFirst = inOrder<Evidence>(
  descending(({standing}) => standingRank(standing)),
  descending(({confirmed}) => confirmed?.low ?? -1),
  descending(({finding}) => finding.score),
  ascending(({finding}) => finding.id)
);

/** The head of a report: what was found, the findings as cards, a chart of how surely, limits, and how it was made. */
export function ReportOpening(contents: ReportContents, {addressOf, resize}: OpeningOptions): HTMLElement {
  const {manifest} = contents;
  const evidence = reportEvidence(contents);
  const sentence = studySentence(manifest, {...contents, evidence});
  const chart = HeadlineChart(evidence, contents, resize);
  return Element(
    "div",
    "report-opening",
    Element("h1", "", InlineText(manifest.title)),
    Element("p", "", OriginLabel(manifest), " ", StateLabel(manifest), ` ${originMeaning[manifest.origin]}`),
    ...(sentence === null ? [] : [Element("p", "headline", InlineText(sentence))]),
    StateNote(manifest),
    ...(foundNothing(manifest) && manifest.error === null ? [NothingFound(manifest)] : []),
    ...Cards(evidence, addressOf),
    ...(chart === null ? [] : [Element("h2", "", chart.title), Element("p", "muted", chart.about), chart.figure]),
    Element("h2", "", "Limits"),
    Element("ul", "", ...limitsOf(manifest, evidence, contents).map((limit) => Element("li", "", InlineText(limit)))),
    Element("h2", "", "How it was made"),
    HowItWasMade(manifest)
  );
}

function Cards(evidence: readonly Evidence[], addressOf: OpeningOptions["addressOf"]): HTMLElement[] {
  if (evidence.length === 0) return [];
  const shown = evidence.slice(0, mostCards);
  const rest = evidence.length - shown.length;
  return [
    Element("h2", "", "Findings"),
    Element("ul", "finding-cards", ...shown.map((each) => Card(each, addressOf(each)))),
    ...(rest === 0
      ? []
      : [Element("p", "muted", `The surest ${count(mostCards)}; ${plural(rest, "finding")} more follow.`)])
  ];
}

function Card(evidence: Evidence, address: string | null): HTMLElement {
  const prompt = InlineText(`\u201c${excerpt(evidence.finding.query, 160)}\u201d`);
  return Element(
    "li",
    `finding-card${evidence.standing === "confirmed" ? "" : " finding-card-open"}`,
    Element("p", "finding-card-prompt", address === null ? prompt : Link(address, prompt)),
    Element("p", "", StandingLabel(evidence), " ", InlineText(findingSentence(evidence)))
  );
}

function HowItWasMade(manifest: StudyManifest): HTMLElement {
  const {counts, spend, origin, source, updated, packageVersion, recordings} = manifest;
  const isRunHere = origin === "own" || origin === "lab";
  const recorded = recordedInWords(recordings);
  const samples = samplesOf(manifest);
  return Element(
    "div",
    "",
    Facts([
      counts.candidates === 0 ? null : [count(counts.candidates), "candidates"],
      counts.candidates === 0 ? null : [count(counts.scored), "scored"],
      counts.regions == null ? null : [count(counts.regions), "confirmed regions"],
      counts.confirmed == null ? null : [count(counts.confirmed), "confirmed findings"],
      counts.candidates === 0 ? null : [count(counts.findings), "findings, near-duplicates folded"],
      samples === 0 ? null : [count(samples), "samples of probes"],
      isRunHere ? [count(spend.calls), "model calls"] : null,
      isRunHere ? [dollars(spend.cost), "spent"] : null
    ]),
    Element("p", "", InlineText(`${source}; last change ${moment(updated)}; made with surfturf ${packageVersion}.`)),
    ...(recorded === null ? [] : [Element("p", "", "Answers ", InlineText(recorded), ".")])
  );
}
