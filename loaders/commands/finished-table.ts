import type {StepState, StudyManifest} from "../../src/shared/manifest.js";
import {duration} from "../util/duration.js";
import {inColumns} from "./columns.js";
import {costInWords, detailsInWords, hasSearch} from "./summary.js";

const devAddress = "http://127.0.0.1:3000"; // of `npm run dev`, unless it is told another port

/** Where the page of a study is. */
export const pageOf = (study: string): string => `${devAddress}/studies/${encodeURIComponent(study)}/ (npm run dev)`;

/** What a finished study found and took, as a small table, and the address of its page. `inMs`: how long this run took. */
export function finishedTable(manifest: StudyManifest, inMs: number | null): string {
  const {name, steps} = manifest;
  const rows = [
    ...(hasSearch(manifest) ? searchRows(manifest) : []),
    ...steps.filter((step) => step.name !== "surf").map(stepRow),
    ...spendRows(manifest),
    ...(inMs === null ? [] : [["time", duration(inMs / 1000)]]),
    ["page", pageOf(name)]
  ];
  const table = inColumns(rows).map((line) => `  ${line}`);
  return [`${name}: finished`, ...table, ...detailsInWords(manifest)].join("\n");
}

const number = (value: number): string => value.toLocaleString("en-US");

function searchRows({counts, unscored: reasons}: StudyManifest): string[][] {
  const {candidates, scored, unscored, regions, flagged, findings, confirmed} = counts;
  const why = Object.entries(reasons).map(([reason, n]) => `${number(n)} ${reason}`);
  const held =
    confirmed == null ? "none confirmed yet: a flag is no finding until then" : `${number(confirmed)} confirmed`;
  return [
    ...(regions == null ? [] : [["regions", `${number(regions)} confirmed`]]),
    ["findings", findings === 0 ? "none" : `${number(findings)}, ${held}`],
    ["flags", `${number(flagged)} of ${number(scored)} scored candidates`],
    ...(unscored === 0 ? [] : [["unscored", `${number(unscored)} of ${number(candidates)}: ${why.join(", ")}`]])
  ];
}

const stepRow = ({name, done, planned, unscored}: StepState): string[] => [
  name,
  `${number(done)} of ${number(planned)}${unscored === 0 ? "" : `, ${number(unscored)} unscored`}`
];

function spendRows({spend}: StudyManifest): string[][] {
  const {calls, inputTokens, outputTokens} = spend;
  const tokens = `${number(inputTokens)} input and ${number(outputTokens)} output tokens`;
  return [
    ["calls", `${number(calls)}, ${tokens}`],
    ["cost", spend.cost === null ? "unknown: a model has no known price" : costInWords(spend)]
  ];
}
