import type {StudyManifest} from "../shared/manifest.js";
import {addressOf} from "../ui/address.js";
import {shownModel} from "../ui/modelName.js";

/** One side of a comparison: a study or a part of it. Empty texts and no run stand for all. */
export interface Side {
  study: string;
  model: string;
  run: number | null;
  scores: string; // name of a rescore whose scores count; "": those of the study itself
}

export interface Sides {
  a: Side;
  b: Side;
}

/** Both sides as the address has them, and the rubric whose weights are shown. */
export type SidesView = {
  [K in keyof Side as `a_${K}` | `b_${K}`]: Side[K];
} & {rubric: string};

const blank = {study: "", model: "", run: null, scores: ""} as const satisfies Side;
const blankView: SidesView = {
  ...{a_study: "", a_model: "", a_run: null, a_scores: ""},
  ...{b_study: "", b_model: "", b_run: null, b_scores: ""},
  rubric: ""
};

/** Both sides in the address: `?a=lab&a.run=1&b=lab&b.run=2`. */
export const sidesAddress = addressOf<SidesView>(blankView, {
  names: {
    ...{a_study: "a", a_model: "a.model", a_run: "a.run", a_scores: "a.scores"},
    ...{b_study: "b", b_model: "b.model", b_run: "b.run", b_scores: "b.scores"}
  }
});

export const sideOfStudy = (study: string, part: Partial<Side> = {}): Side => ({...blank, study, ...part});

export const sidesOf = (view: SidesView): Sides => ({
  a: {study: view.a_study, model: view.a_model, run: view.a_run, scores: view.a_scores},
  b: {study: view.b_study, model: view.b_model, run: view.b_run, scores: view.b_scores}
});

export const viewOf = ({a, b}: Sides, rubric = ""): SidesView => ({
  ...{a_study: a.study, a_model: a.model, a_run: a.run, a_scores: a.scores},
  ...{b_study: b.study, b_model: b.model, b_run: b.run, b_scores: b.scores},
  rubric
});

/** The address of a comparison, as a link has it. */
export const comparisonAddress = (sides: Sides): string => sidesAddress.write(viewOf(sides));

/** What of a study a choice of sides must know. */
export type ComparedStudy = Pick<StudyManifest, "name" | "title" | "models" | "settings" | "counts" | "steps">;

/** A comparison that a reader may want, with its sides. */
export interface Suggestion extends Sides {
  words: string;
}

const hasAnswers = ({counts, steps}: ComparedStudy): boolean =>
  counts.candidates > 0 || steps.some(({done}) => done > 0);

/** Comparisons within each study first: the models that it asked, then two of its runs; then pairs of studies. */
export function suggestions(all: readonly ComparedStudy[]): Suggestion[] {
  const studies = all.filter(hasAnswers);
  const models = studies.flatMap(modelPair);
  const runs = studies.flatMap(runPair);
  const pairs = studies.slice(1).map((study, i) => ({
    words: `${studies[i]!.title} and ${study.title}`,
    a: sideOfStudy(studies[i]!.name),
    b: sideOfStudy(study.name)
  }));
  return [...models, ...runs, ...pairs];
}

function modelPair({name, title, models}: ComparedStudy): Suggestion[] {
  const [first, second] = models.target ?? [];
  if (first === undefined || second === undefined) return [];
  const words = `${title}: ${shownModel(first, name)} and ${shownModel(second, name)}`;
  return [{words, a: sideOfStudy(name, {model: first}), b: sideOfStudy(name, {model: second})}];
}

function runPair({name, title, settings, counts}: ComparedStudy): Suggestion[] {
  const {runs = 1} = (settings.surf ?? {}) as {runs?: number};
  if (runs < 2 || counts.candidates === 0) return [];
  return [{words: `${title}: runs 1 and 2`, a: sideOfStudy(name, {run: 1}), b: sideOfStudy(name, {run: 2})}];
}

/**
 * The sides that an address asks for. A study that is not there counts as none; what is not said is that of the first
 * suggestion, and of one study alone its own. Null without any study.
 */
export function chosenSides(asked: Sides, studies: readonly ComparedStudy[]): Sides | null {
  const known = (side: Side): Side | null => (studies.some(({name}) => name === side.study) ? side : null);
  const [a, b] = [known(asked.a), known(asked.b)];
  if (a !== null && b !== null) return {a, b};
  const given = a ?? b;
  const listed = suggestions(studies);
  const suggested = given === null ? listed[0] : listed.find((each) => each.a.study === given.study);
  if (given === null) return suggested ?? onlyStudy(studies);
  const other = suggested?.b ?? sideOfStudy(studies.find(({name}) => name !== given.study)?.name ?? given.study);
  return a === null ? {a: other, b: given} : {a: given, b: other};
}

function onlyStudy([first]: readonly ComparedStudy[]): Sides | null {
  return first === undefined ? null : {a: sideOfStudy(first.name), b: sideOfStudy(first.name)};
}

/** Whether a row is of the side's model and run. A row of no run is of all. */
export const isOnSide = ({model, run}: {model: string; run?: number}, side: Side): boolean =>
  (side.model === "" || model === side.model) && (side.run === null || run === undefined || run === side.run);

export type Overlap = "same" | "a-in-b" | "b-in-a" | "partly" | "none";

/** Whether answers count on both sides, which a difference must not be told from. */
export function overlapOf({a, b}: Sides): Overlap {
  if (a.study !== b.study || a.scores !== "" || b.scores !== "")
    return JSON.stringify(a) === JSON.stringify(b) ? "same" : "none";
  const [models, runs] = [insideOf(a.model, b.model, ""), insideOf(a.run, b.run, null)];
  const parts = [models, runs];
  if (parts.includes("none")) return "none";
  if (parts.every((part) => part === "same")) return "same";
  if (parts.every((part) => part === "same" || part === "a-in-b")) return "a-in-b";
  return parts.every((part) => part === "same" || part === "b-in-a") ? "b-in-a" : "partly";
}

function insideOf<T>(a: T, b: T, all: T): Overlap {
  if (a === b) return "same";
  if (b === all) return "a-in-b";
  return a === all ? "b-in-a" : "none";
}

/** A side in words: its study and what of it. `title` stands for the study. */
export function sideInWords({study, model, run, scores}: Side, title: string): string {
  const parts = [
    ...(model === "" ? [] : [shownModel(model, study)]),
    ...(run === null ? [] : [`run ${run}`]),
    ...(scores === "" ? [] : [`rescored as ${scores}`])
  ];
  return parts.length === 0 ? title : `${title} (${parts.join(", ")})`;
}
