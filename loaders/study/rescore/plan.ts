import {createHash} from "node:crypto";
import {dirname} from "node:path";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import type {Mark} from "../../../src/shared/marks.js";
import type {ScoredBy} from "../../../src/shared/rescore.js";
import {drawQueue, stratify} from "../../../src/shared/reviewQueue.js";
import {findRubric, readRubric, rubricNames} from "../../measure/rubric-file.js";
import {whyWrong} from "../../measure/rules/check-examples.js";
import {parseProvider} from "../../model/provider.js";
import {maxTokensOf, normalizeRole} from "../../step/normalize-role.js";
import type {RoleSpec} from "../../step/role.js";
import type {Study} from "../../step/study.js";
import {readManifest} from "../../store/manifest.js";
import {publicPath} from "../../util/paths.js";
import {needsJudge, type Rubric} from "../../util/rubric.js";
import {UserError} from "../../util/user-error.js";
import {maybeStudyFile, readStudy} from "../file/read-study.js";
import {readAnswers, type AnswerSource, type StudyAnswer} from "./answers.js";

/** What a user asks. */
export interface RescoreSpec {
  study: string;
  rubric?: string; // a path, or a name in data/rubrics; defaults to the study's own
  judge?: string; // provider:model; defaults to the study's judges
  of?: string; // which of the study's rubrics it replaces; defaults to the one of the same name, or the only one
  source?: AnswerSource; // defaults to candidates, if there are any
  sample?: number; // answers; defaults to 120
  all?: boolean;
  seed?: number; // defaults to 1
}

/** What will be scored again, and by what. */
export interface RescorePlan {
  name: string;
  study: string;
  own: Study | null; // null: an imported study
  source: AnswerSource;
  before: ScoredBy;
  rubric: Rubric;
  file: string | null;
  judges: RoleSpec[];
  seed: number;
  whole: boolean;
  population: number;
  strata: {name: string; flagged: boolean; size: number}[];
  chosen: {answer: StudyAnswer; stratum: number | null}[]; // by row
}

const defaultSample = 120;
const mostMarked = 500; // marked answers that are added to a sample

/** Reads what is needed and chooses the answers. Asks nothing. Throws UserErrors. */
export async function planRescore(spec: RescoreSpec, marks: readonly Mark[] = []): Promise<RescorePlan> {
  const {study, seed = 1, all = false, sample = defaultSample} = spec;
  if (spec.rubric === undefined && spec.judge === undefined)
    throw new UserError("nothing to change: expected --rubric <file>, --judge <model>, or both");
  const manifest = readManifest(study);
  if (manifest === undefined || manifest.tables === "")
    throw new UserError("the study has no tables yet: run it first", {file: study});
  const file = maybeStudyFile(study);
  const own = file === undefined ? null : readStudy(file);
  const edited = spec.rubric === undefined ? undefined : readEdited(spec.rubric, own);
  const before = replacedRubric(manifest, spec.of, edited?.rubric.name);
  const rubric = edited?.rubric ?? ownRubric(own, before.rubric);
  const wrong = await whyWrong(rubric);
  if (wrong !== null) throw new UserError(wrong, {file: edited?.path});
  const judges = judgesOf(spec, own, rubric);
  const {source, answers} = await chooseSource(study, before.rubric, spec.source);
  const scored = answers.flatMap(({id, score}) => (score === null ? [] : [{id, score}]));
  const {strata, chosen} = all
    ? chooseAll(answers, before.threshold)
    : chooseSample(answers, {threshold: before.threshold, size: sample, seed, marked: markedIn(marks, source)});
  const hash = createHash("sha256")
    .update(JSON.stringify([source, before.rubric, rubric.hash, rubric.threshold, judges, seed]))
    .digest("hex");
  return {
    name: `${before.rubric.replaceAll(/[^a-z0-9_-]+/gi, "-").slice(0, 40)}-${hash.slice(0, 8)}`,
    ...{study, own, source, before, rubric, judges, seed, whole: all, strata, chosen},
    file: edited === undefined ? null : publicPath(edited.path),
    population: scored.length
  };
}

function readEdited(name: string, own: Study | null): {rubric: Rubric; path: string} {
  const path = findRubric(name, `${process.cwd()}/x`) ?? (own === null ? undefined : findRubric(name, own.file));
  if (path !== undefined) return {rubric: readRubric(path), path};
  throw new UserError(`no such rubric: ${name}; expected a path or one of ${rubricNames().join(", ")}`, {
    key: "--rubric"
  });
}

/** Which rubric of the study is replaced: as named, of the same name, or the only one. */
function replacedRubric(
  {rubrics, models}: StudyManifest,
  asked: string | undefined,
  edited: string | undefined
): ScoredBy {
  const find = (name: string | undefined) => rubrics.find((rubric) => rubric.name === name);
  const found = asked === undefined ? (find(edited) ?? (rubrics.length === 1 ? rubrics[0] : undefined)) : find(asked);
  const names = rubrics.map(({name}) => name).join(", ");
  if (found === undefined)
    throw new UserError(`which rubric of the study? Expected --of with one of ${names}, got ${asked ?? "none"}`, {
      key: "--of"
    });
  const {name, threshold, hash, rule} = found;
  return {rubric: name, threshold, hash, scorers: rule?.use === "score" ? ["rule"] : (models.judge ?? [])};
}

function ownRubric(own: Study | null, name: string): Rubric {
  const rubric = own?.rubrics.find((each) => each.name === name);
  if (rubric !== undefined) return rubric;
  throw new UserError(`the text of the rubric ${name} is not in a study file here: expected --rubric <file>`, {
    key: "--rubric"
  });
}

function judgesOf({judge, study}: RescoreSpec, own: Study | null, rubric: Rubric): RoleSpec[] {
  if (!needsJudge(rubric)) return [];
  if (judge !== undefined) {
    const problem = (message: string) => new UserError(message, {key: "--judge"});
    if (!/^[a-z]+:.+/i.test(judge)) throw problem(`expected provider:model or http://host:port/v1:model, got ${judge}`);
    parseProvider(judge);
    return [normalizeRole(judge, {maxTokens: maxTokensOf.judge, file: own?.file ?? `${process.cwd()}/x`, problem})];
  }
  if (own !== null && own.judges.length > 0) return own.judges;
  throw new UserError(`${study} names no judge, and the rubric ${rubric.name} needs one: expected --judge <model>`, {
    key: "--judge"
  });
}

async function chooseSource(study: string, rubric: string, asked: AnswerSource | undefined) {
  for (const source of asked === undefined ? (["candidates", "samples"] as const) : [asked]) {
    const answers = await readAnswers(study, rubric, source);
    if (answers.length > 0) return {source, answers};
  }
  throw new UserError(`no ${asked ?? "answer"} that ${rubric} scored: nothing to score again`, {file: study});
}

type Choice = Pick<RescorePlan, "strata" | "chosen">;

const scoredOf = (answers: readonly StudyAnswer[]) =>
  answers.flatMap(({id, score}) => (score === null ? [] : [{id, score}]));

function chooseAll(answers: readonly StudyAnswer[], threshold: number): Choice {
  const strata = stratify(scoredOf(answers), threshold);
  const placeOf = new Map(strata.flatMap(({ids}, place) => ids.map((id) => [id, place] as const)));
  return {
    strata: strata.map(({name, flagged, ids}) => ({name, flagged, size: ids.length})),
    chosen: answers.map((answer) => ({answer, stratum: placeOf.get(answer.id) ?? null}))
  };
}

/** A random sample stratified by score, and what people marked. */
function chooseSample(
  answers: readonly StudyAnswer[],
  {
    threshold,
    size,
    seed,
    marked
  }: {threshold: number; size: number; seed: number; marked: ReadonlyMap<string, string | undefined>}
): Choice {
  const {strata, items} = drawQueue(scoredOf(answers), {threshold, size, seed});
  const placeOf = new Map(items.map(({id, stratum}) => [id, stratum]));
  const isMarked = ({id, key}: StudyAnswer): boolean =>
    marked.has(String(id)) && [undefined, key].includes(marked.get(String(id)));
  const others = answers.filter((answer) => !placeOf.has(answer.id) && isMarked(answer)).slice(0, mostMarked);
  const ids = new Set(others.map(({id}) => id));
  return {
    strata: strata.map(({name, flagged, ids: all}) => ({name, flagged, size: all.length})),
    chosen: answers
      .filter(({id}) => placeOf.has(id) || ids.has(id))
      .map((answer) => ({answer, stratum: placeOf.get(answer.id) ?? null}))
  };
}

/** Rows that people marked, with their keys. */
const markedIn = (marks: readonly Mark[], source: AnswerSource): Map<string, string | undefined> =>
  new Map(marks.filter(({kind}) => `${kind}s` === source).map(({id, key}) => [id, key]));

/** The folder that paths of a plan's models are relative to. */
export const folderOf = ({own}: RescorePlan): string => (own === null ? process.cwd() : dirname(own.file));
