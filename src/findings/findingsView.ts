import {addressOf} from "../ui/address.js";
import {ascending, descending, inOrder, type Order} from "../ui/order.js";
import {sortedPlaces, type SortValue} from "../ui/tableSort.js";
import {standings, strengthRank, type Evidence} from "./evidence.js";
import {standingRank} from "./standing.js";

/**
 * Which findings a reader looks at, and in which order. It is in the address of the list and of the finding opened from
 * it, so that Previous and Next go where the list went. "" for all.
 */
export interface FindingsView {
  rubric: string;
  model: string;
  standing: string;
  region: string; // its id
  chunk: string;
  mark: string;
  text: string; // in the query
  sort: string; // a key of `rankings`; "" is the surest first
  order: string; // up | down
}

export const emptyFindingsView: FindingsView = {
  rubric: "",
  model: "",
  standing: "",
  region: "",
  chunk: "",
  mark: "",
  text: "",
  sort: "",
  order: "down"
};

/** What findings can be ranked by. */
export const rankings = {
  score: ({finding}) => finding.score,
  contrast: ({finding}) => finding.contrast_score,
  context: ({finding}) => finding.context,
  standing: ({standing}) => standingRank(standing),
  confirmed: ({confirmed}) => confirmed?.low,
  replicated: ({replication}) => replication?.rate,
  drop: ({reworded}) => dropOf(reworded),
  models: ({others}) => (others.length === 0 ? null : others.filter((other) => other.holds).length / others.length),
  trigger: ({trace}) => strengthRank(trace?.strength) || null,
  chunk: ({trace}) => trace?.source,
  region: ({region}) => region?.description,
  rubric: ({finding}) => finding.rubric,
  model: ({finding}) => finding.model,
  query: ({finding}) => finding.query,
  runs: ({finding}) => finding.runs,
  folded: ({finding}) => finding.folded,
  mark: ({finding}) => finding.mark
} as const satisfies Record<string, (evidence: Evidence) => SortValue>;
export type Ranking = keyof typeof rankings;

/** How much of the rate is lost under rewording, 0-1; null where nothing was reworded. */
export const dropOf = (reworded: Evidence["reworded"]): number | null =>
  reworded === null || reworded.perturbed_rate === null ? null : reworded.rate - reworded.perturbed_rate;

/** The view in an address. */
export const findingsAddress = addressOf(emptyFindingsView, {
  clean: (view) => ({
    ...view,
    standing: (standings as readonly string[]).includes(view.standing) ? view.standing : "",
    sort: Object.hasOwn(rankings, view.sort) ? view.sort : "",
    order: view.order === "up" ? "up" : "down"
  })
});

/** The findings that a view shows, in its order. */
export function ranked(all: readonly Evidence[], view: FindingsView): Evidence[] {
  const shown = all.filter((evidence) => isShown(evidence, view)).sort(surestFirst);
  if (view.sort === "") return shown;
  const values = shown.map((evidence): SortValue => rankings[view.sort as Ranking](evidence));
  return sortedPlaces(values, {descending: view.order === "down"}).map((place) => shown[place]!);
}

const surestFirst: Order<Evidence> = inOrder(
  descending(({standing}) => standingRank(standing)),
  descending(({confirmed}) => confirmed?.low),
  descending(({finding}) => finding.score),
  ascending(({finding}) => finding.rubric),
  ascending(({finding}) => finding.id)
);

function isShown({finding, standing, trace}: Evidence, view: FindingsView): boolean {
  const isOne = (wanted: string, value: string | null | undefined): boolean => wanted === "" || wanted === value;
  return (
    isOne(view.rubric, finding.rubric) &&
    isOne(view.model, finding.model) &&
    isOne(view.standing, standing) &&
    isOne(view.region, finding.region) &&
    isOne(view.chunk, trace?.source) &&
    isOne(view.mark, finding.mark) &&
    finding.query.toLowerCase().includes(view.text.toLowerCase())
  );
}
