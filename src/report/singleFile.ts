import {Exchange} from "../findings/exchange.js";
import type {Evidence} from "../findings/evidence.js";
import {findingSentence} from "../findings/findingSentence.js";
import {StandingLabel, standingInWords} from "../findings/standing.js";
import type {SingleFileContents} from "../shared/reportContents.js";
import {DataTable} from "../ui/dataTable.js";
import {moment, score} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {ModelIds} from "../ui/modelName.js";
import {RateCell, toRate} from "../ui/rateCell.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {redrawn} from "./redrawn.js";
import {ReportOpening, reportEvidence} from "./opening.js";

/** The script of a report of one file: it shows what the file holds, and loads nothing. */

const contents = JSON.parse(document.querySelector("#contents")!.textContent) as SingleFileContents;
const evidence = reportEvidence(contents);
const main = document.querySelector("main")!;
const placeOf = ({finding}: Evidence): string =>
  `finding-${evidence.findIndex((other) => other.finding === finding) + 1}`;

main.append(
  ReportOpening(contents, {
    addressOf: (each) => (contents.texts[each.finding.id] === undefined ? null : `#${placeOf(each)}`),
    resize: redrawn
  }),
  ...Regions(),
  ...Findings(),
  ...Making(),
  Element(
    "p",
    "muted",
    `Built with surfturf ${contents.builtBy} on ${moment(contents.built)}. Nothing is loaded from elsewhere.`
  )
);

function Regions(): HTMLElement[] {
  const proven = contents.regions.filter(({id, meaning, status}) => id === meaning && status !== "refused");
  if (proven.length === 0) return [];
  const columns = [
    {name: "rubric", value: ({rubric}: (typeof proven)[number]) => rubric},
    {name: "queries", value: ({description}: (typeof proven)[number]) => description},
    {
      name: "fail",
      value: ({rate, low, high, n}: (typeof proven)[number]) => RateCell(toRate(rate, low, high, n)),
      by: ({rate}: (typeof proven)[number]) => rate
    }
  ];
  return [Element("h2", "", "Regions"), DataTable(proven, columns, {name: "regions"})];
}

function Findings(): HTMLElement[] {
  const shown = evidence.filter(({finding}) => contents.texts[finding.id] !== undefined);
  return shown.length === 0 ? [] : [Element("h2", "", "Findings in full"), ...shown.map(FindingInFull)];
}

function FindingInFull(each: Evidence): HTMLElement {
  const {finding} = each;
  const article = Element(
    "article",
    "single-finding",
    Element("h3", "", InlineText(finding.id)),
    Element("p", "", StandingLabel(each), " ", InlineText(findingSentence(each))),
    Element("p", "muted", `${standingInWords(each)} Score of the flag: ${score(finding.score)}.`),
    Exchange(contents.texts[finding.id]!),
    Element("p", "", Link("#top", "Back to the top"))
  );
  article.id = placeOf(each);
  return article;
}

function Making(): HTMLElement[] {
  const {manifest, studyFile} = contents;
  const rubrics = manifest.rubrics.flatMap(({name, threshold, principle}) => [
    Element("h3", "", InlineText(name), ` (threshold ${threshold})`),
    principle === "" ? Element("p", "muted", "Its text is not known.") : TextBlock(principle)
  ]);
  const roles = [
    {name: "role", value: ([role]: [string, string[]]) => role},
    {name: "models", value: ([, ids]: [string, string[]]) => ModelIds(ids)}
  ];
  return [
    Element("h2", "", "Models"),
    DataTable(Object.entries(manifest.models), roles, {name: "models", empty: "Not recorded."}),
    ...(rubrics.length === 0 ? [] : [Element("h2", "", "Rubrics"), ...rubrics]),
    ...(studyFile === null ? [] : [Element("h2", "", "Study file"), TextBlock(studyFile)])
  ];
}
