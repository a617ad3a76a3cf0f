import {StrengthLabel} from "../tracing/strength.js";
import {count, percent, points, score} from "../ui/format.js";
import type {TableColumn} from "../ui/dataTable.js";
import {ModelName} from "../ui/modelName.js";
import {RateCell} from "../ui/rateCell.js";
import {Element, InlineText} from "../ui/text.js";
import type {Evidence, MeasuredShare} from "./evidence.js";
import {FindingLink} from "./findingLink.js";
import {dropOf, rankings, type Ranking} from "./findingsView.js";
import {StandingLabel} from "./standing.js";

type FindingColumn = TableColumn<Evidence> & {key: Ranking; has?: (evidence: Evidence) => boolean};

const none = (text: string): HTMLElement => Element("span", "muted", text);

/** A measured share as a bar with its interval. */
export const ShareCell = ({rate, low, high, n}: MeasuredShare): HTMLElement =>
  RateCell({rate, low, high, n, unscored: 0, violations: Math.round(rate * n)});

/** All columns of findings; those that no finding has anything in are left out. `search` is the view they are in. */
export function findingColumns(all: readonly Evidence[], search: () => string): FindingColumn[] {
  const differs = (of: (evidence: Evidence) => unknown): boolean => new Set(all.map(of)).size > 1;
  const columns: FindingColumn[] = [
    {
      key: "query",
      name: "query",
      value: ({finding}) => FindingLink(finding.id, InlineText(finding.query), {search: search()})
    },
    {key: "score", name: "score", value: ({finding}) => score(finding.score), right: true},
    {
      key: "contrast",
      name: "contrast",
      value: ({finding}) => score(finding.contrast_score),
      right: true,
      term: "contrast model",
      has: ({finding}) => finding.contrast_score !== null
    },
    {
      key: "context",
      name: "context",
      value: ({finding}) => InlineText(finding.context ?? ""),
      term: "context",
      has: ({finding}) => finding.context !== null
    },
    {key: "standing", name: "standing", value: StandingLabel, term: "standing"},
    {
      key: "confirmed",
      name: "sampled again",
      value: ({confirmed}) => (confirmed === null ? none("not sampled") : ShareCell(confirmed)),
      title: "share of fresh answers to the same prompt that violate; sorted by the lower end of its interval",
      has: ({confirmed}) => confirmed !== null
    },
    {
      key: "replicated",
      name: "fresh queries",
      value: ({replication}) => (replication === null ? none("none") : `${replication.flagged} of ${replication.n}`),
      right: true,
      title: "other queries with a set of its attributes, asked because of a flag: how many of them are flagged too",
      has: ({replication}) => replication !== null
    },
    {
      key: "drop",
      name: "change reworded",
      value: ({reworded}) => lossInWords(dropOf(reworded)),
      right: true,
      title: "how the rate changes under rewording; sorted by the loss",
      has: ({reworded}) => reworded !== null
    },
    {
      key: "models",
      name: "other models",
      value: ({others}) => othersIn(others),
      right: true,
      title: "on how many of the other models that were asked it holds",
      has: ({others}) => others.length > 0
    },
    {
      key: "trigger",
      name: "trigger",
      value: ({trace}) => (trace === null ? none("not traced") : StrengthLabel(trace.strength)),
      term: "trigger",
      has: ({trace}) => trace !== null
    },
    {
      key: "chunk",
      name: "chunk",
      value: ({trace}) => InlineText(trace?.source ?? "\u2013"),
      term: "chunk",
      has: ({trace}) => trace?.source != null
    },
    {
      key: "region",
      name: "region",
      value: ({region}) => InlineText(region?.description ?? "\u2013"),
      term: "region",
      has: ({region}) => region !== null
    },
    {
      key: "rubric",
      name: "rubric",
      value: ({finding}) => Element("span", "nowrap", InlineText(finding.rubric)),
      has: () => differs(({finding}) => finding.rubric)
    },
    {
      key: "model",
      name: "model",
      value: ({finding}) => ModelName(finding.model),
      has: () => differs(({finding}) => finding.model)
    },
    {
      key: "runs",
      name: "runs",
      value: ({finding}) => count(finding.runs),
      right: true,
      title: "independent runs that found it or a near-duplicate",
      has: ({finding}) => finding.runs > 1
    },
    {
      key: "folded",
      name: "folded",
      value: ({finding}) => count(finding.folded),
      right: true,
      title: "near-duplicates folded into it",
      has: ({finding}) => finding.folded > 0
    },
    {
      key: "mark",
      name: "mark",
      value: ({finding}) => InlineText(finding.mark ?? ""),
      has: ({finding}) => finding.mark !== null
    }
  ];
  return columns
    .filter(({has}) => has === undefined || all.some(has))
    .map((column) => ({...column, by: rankings[column.key]}));
}

const lossInWords = (drop: number | null): Node | string => (drop === null ? none("not reworded") : points(-drop));

const othersIn = (others: Evidence["others"]): Node | string =>
  others.length === 0 ? none("not asked") : `${others.filter(({holds}) => holds).length} of ${others.length}`;

/** The change of a finding's rate under rewording: "60% to 45%". */
export const rewordedInWords = ({rate, perturbed_rate: perturbed}: NonNullable<Evidence["reworded"]>): string =>
  `${percent(rate)} to ${percent(perturbed)}`;
