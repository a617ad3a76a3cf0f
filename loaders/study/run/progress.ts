import type {Recorder} from "../../store/recorder.js";
import type {RunWatcher, SearchRun} from "../../surf/run.js";
import type {RoleName} from "../../surf/settings.js";
import type {StepName} from "../../../src/shared/manifest.js";
import type {StepWatcher} from "../../step/step.js";
import type {Study} from "../../step/study.js";

type Role = RoleName;

interface WatchedSearch {
  rubric: string;
  model: string;
  runs: SearchRun[];
}

/** One run as a progress display shows it. */
export interface RunProgress {
  rubric: string;
  model: string;
  run: number;
  iteration: number; // being done, or done last
  iterations: number; // planned
  inFlight: Record<Role, number>; // calls under way by phase
  scored: number;
  unscored: number;
  bufferTop: number | null;
  ended: string;
}

/** A study as a progress display shows it. */
export interface StudyProgress {
  study: string;
  search: number; // from 1: which rubric and target is being searched
  searches: number;
  runs: RunProgress[]; // of that search
  done: number; // candidates
  scored: number; // of these
  planned: number; // candidates, if no run ends early
  callsPerSecond: number;
  replayed: number; // calls that the journal answered
  secondsLeft: number | null; // null until there is a rate
  step: {name: StepName; done: number; scored: number; planned: number}; // what is being done; parts of it
}

const windowInMs = 5000; // over which the rate is taken

/** Collects what a running study does. Displays ask it for a snapshot when they want to draw. */
export class Progress {
  #study = "";
  #searches: WatchedSearch[] = [];
  #step: StudyProgress["step"] | null = null; // after the search
  #recorder: Recorder | undefined;
  #planned = 0;
  #current = 0;
  #runs = new Map<string, RunProgress>();
  #done = 0;
  #scored = 0;
  #rates: {at: number; done: number; asked: number}[] = [];
  onBegin?: () => void;
  onIteration?: (run: RunProgress) => void;
  onPart?: () => void; // of a step after the search
  onEnd?: () => void;

  constructor(readonly now: () => number = Date.now) {}

  begin(study: Study, searches: WatchedSearch[], recorder: Recorder): void {
    this.#study = study.name;
    this.#searches = searches;
    this.#recorder = recorder;
    const {runs = 0, iterations = 0, candidates = 0} = study.surf ?? {};
    this.#planned = searches.length * runs * iterations * candidates;
    this.onBegin?.();
  }

  beginSearch(index: number): void {
    this.#current = index;
  }

  /** A step after the search begins. Gives what it reports to. */
  beginStep(name: StepName): StepWatcher {
    const step = {name, done: 0, scored: 0, planned: 0};
    this.#step = step;
    this.#rates = [];
    return {
      planned: (parts) => void (step.planned = parts),
      done: (scored) => {
        step.done++;
        step.scored += scored ? 1 : 0;
        this.onPart?.();
      }
    };
  }

  end(): void {
    this.onEnd?.();
  }

  /** What a run of a search reports to. */
  watch(index: number, run: number): RunWatcher {
    const {rubric, model, runs} = this.#searches[index]!;
    const search = runs[run - 1]!;
    const inFlight: Record<Role, number> = {query: 0, target: 0, judge: 0};
    const base = {rubric, model, run, iteration: 0, iterations: search.planned, inFlight};
    const state: RunProgress = {...base, scored: 0, unscored: 0, bufferTop: null, ended: "running"};
    this.#runs.set(`${index}/${run}`, state);
    let size = 0;
    return {
      asking: (role) => void inFlight[role]++,
      answered: (role) => void inFlight[role]--,
      iterationStarted: (iteration, candidates) => {
        state.iteration = iteration;
        size = candidates;
      },
      candidateFinished: (scored) => {
        this.#done++;
        this.#scored += scored ? 1 : 0;
        state[scored ? "scored" : "unscored"]++;
      },
      iterationFinished: () => {
        state.bufferTop = search.tracker.buffer[0]?.score ?? null;
        state.ended = search.ended;
        if (search.ended !== "running") this.#planned -= (search.planned - search.tracker.iterations) * size;
        this.onIteration?.(state);
      }
    };
  }

  snapshot(): StudyProgress {
    const {runs = []} = this.#searches[this.#current] ?? {};
    const step = this.#step ?? {name: "surf" as const, done: this.#done, scored: this.#scored, planned: this.#planned};
    const {perSecond, callsPerSecond} = this.#measure(step.done);
    return {
      study: this.#study,
      search: this.#current + 1,
      searches: this.#searches.length,
      runs: runs.flatMap(({run}) => this.#runs.get(`${this.#current}/${run}`) ?? []),
      done: this.#done,
      scored: this.#scored,
      planned: this.#planned,
      callsPerSecond,
      replayed: this.#recorder?.replayed ?? 0,
      secondsLeft: perSecond > 0 ? (step.planned - step.done) / perSecond : null,
      step: {...step}
    };
  }

  #measure(done: number): {perSecond: number; callsPerSecond: number} {
    const now = {at: this.now(), done, asked: this.#recorder?.asked ?? 0};
    this.#rates.push(now);
    while (this.#rates.length > 2 && now.at - this.#rates[0]!.at > windowInMs) this.#rates.shift();
    const [then] = this.#rates as [{at: number; done: number; asked: number}];
    const seconds = (now.at - then.at) / 1000;
    if (seconds <= 0) return {perSecond: 0, callsPerSecond: 0};
    return {perSecond: (now.done - then.done) / seconds, callsPerSecond: (now.asked - then.asked) / seconds};
  }
}
