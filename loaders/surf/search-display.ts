import type {SearchRole} from "./ask-answer.js";
import {checkRole} from "./check/settings.js";
import {contrastRole} from "./contrast.js";
import type {PartialIteration} from "../../src/shared/live.js";
import {sum} from "../../src/shared/statistics.js";
import type {StepView, StepWatcher} from "../step/step-run.js";
import type {RunWatcher, SearchRun} from "./run.js";
import type {SearchRecord} from "./tables/search-record.js";

/** One run as a display shows it. */
interface ShownRun {
  run: SearchRun;
  iteration: number; // the present or last one
  inFlight: Record<SearchRole, number>; // calls in flight
  scored: number;
  unscored: number;
  present: PresentIteration;
}

/** Of an iteration that has not ended: what its candidates of the search arm scored. */
interface PresentIteration {
  planned: number;
  done: number;
  scores: number[];
}

const none: PresentIteration = {planned: 0, done: 0, scores: []};

/** What it shows of a search. */
type ShownSearch = Pick<SearchRecord, "rubric" | "model" | "contrast" | "check"> & {runs: readonly SearchRun[]};

/** Shows the progress of one search: a line for each run. */
export class SearchDisplay {
  readonly #runs = new Map<number, ShownRun>();

  constructor(
    private readonly search: ShownSearch,
    private readonly watcher: StepWatcher,
    private readonly place: {index: number; of: number; shown: (model: string) => string}
  ) {
    watcher.show(() => this.#view());
  }

  /** Starts to show a run, numbered from 1. Returns the watcher that it reports to. */
  watch(number: number): RunWatcher {
    const run = this.search.runs[number - 1]!;
    const inFlight: Record<SearchRole, number> = {query: 0, target: 0, judge: 0, contrast: 0, check: 0};
    const shown: ShownRun = {run, iteration: 0, inFlight, scored: 0, unscored: 0, present: none};
    this.#runs.set(number, shown);
    let size = 0;
    return {
      asking: (role) => void inFlight[role]++,
      answered: (role) => void inFlight[role]--,
      iterationStarted: (iteration, candidates) => {
        shown.iteration = iteration;
        size = candidates;
        shown.present = {planned: candidates, done: 0, scores: []};
      },
      candidateFinished: ({score, reason, texts, arm}) => {
        shown.present.done++;
        if (score !== null && arm === "search") shown.present.scores.push(score);
        shown[score === null ? "unscored" : "scored"]++;
        if (score !== null || reason === null) this.watcher.done(score !== null);
        else this.watcher.done(false, {reason, call: texts.calls.at(-1) ?? null, further: this.#further(reason)});
      },
      iterationFinished: () => {
        shown.present = none;
        if (run.ended !== "running") this.watcher.skipped((run.planned - run.tracker.iterations) * size);
      }
    };
  }

  /** Calls of the roles that come after the one whose answer could not be used. */
  #further(reason: string): number {
    const later = laterRoles[reason.split("-")[0]!] ?? [];
    const counts = [...this.#runs.values()].flatMap(({inFlight}) => later.map((role) => inFlight[role]));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #view(): StepView {
    const {rubric, model, contrast = null, check = null} = this.search;
    const {shown} = this.place;
    const named = (role: string, of: string | null): string => (of === null ? "" : `, ${role} ${shown(of)}`);
    const further = furtherRoles(this.search);
    const runs = [...this.#runs.values()];
    const place = `search ${this.place.index + 1}/${this.place.of}`;
    const tops = runs.flatMap((shown) => topOf(shown) ?? []);
    return {
      title: `${place}  rubric ${rubric}, target ${shown(model)}${named("contrast", contrast)}${named("check", check)}`,
      short: `${place} (${rubric})${spanOf(runs)}`,
      unit: "candidates",
      lines: [headOf(further), ...runs.map((run) => lineOf(run, further))],
      note: tops.length === 0 ? "" : `buffer top ${Math.max(...tops)}`,
      partial: runs.filter(({present}) => present.done > 0).map((each) => partialOf({rubric, model}, each))
    };
  }
}

const partialOf = (
  search: Pick<ShownSearch, "rubric" | "model">,
  {run, iteration, present: {planned, done, scores}}: ShownRun
): PartialIteration => ({
  ...{rubric: search.rubric, model: search.model, run: run.run, iteration, done, planned, scored: scores.length},
  mean: scores.length === 0 ? null : sum(scores) / scores.length,
  top: scores.length === 0 ? null : Math.max(...scores)
});

/** By the first word of a reason. */
const laterRoles: Record<string, SearchRole[]> = {query: ["target", "judge"], response: ["judge"]};

const topOf = ({run}: ShownRun): number | null => run.tracker.buffer[0]?.score ?? null;

/** The range of iterations that the runs are in. */
function spanOf(runs: readonly ShownRun[]): string {
  if (runs.length === 0) return "";
  const iterations = runs.map(({iteration}) => iteration);
  const [first, last] = [Math.min(...iterations), Math.max(...iterations)];
  return ` iteration ${first === last ? first : `${first}-${last}`}`;
}

/** Roles that only some searches have. */
type FurtherRole = typeof contrastRole | typeof checkRole;

const furtherRoles = ({contrast = null, check = null}: ShownSearch): FurtherRole[] => [
  ...(contrast === null ? [] : ([contrastRole] as const)),
  ...(check === null || check === "rules" ? [] : ([checkRole] as const))
];

const headOf = (further: readonly FurtherRole[]): string =>
  ["run  iteration  query target", ...further, "judge   scored unscored  buffer top"].join(" ");

function lineOf(shown: ShownRun, further: readonly FurtherRole[]): string {
  const {run, iteration, inFlight, scored, unscored} = shown;
  const others = further.map((role) => String(inFlight[role]).padStart(role.length));
  const asked = (role: SearchRole) => String(inFlight[role]).padStart(5);
  const phases = [asked("query"), asked("target"), ...others, asked("judge")].join(" ");
  const place = `${String(run.run).padStart(3)}  ${`${iteration}/${run.planned}`.padStart(9)}`;
  const counts = `${String(scored).padStart(8)} ${String(unscored).padStart(8)}`;
  const top = topOf(shown);
  const shownTop = top === null ? "-" : String(Math.round(top));
  return `${place}  ${phases} ${counts}  ${shownTop.padStart(10)}  ${run.ended === "running" ? "" : run.ended}`;
}
