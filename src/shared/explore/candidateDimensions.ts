import type {CodedTable} from "./codedTable.js";
import type {CandidateScalar} from "./columns.js";
import {allOf, anyOf, not, oneOf, type Condition, type Value} from "./condition.js";
import {barsOf, binsOf, dimension, listOf, type Dimension, type Group} from "./dimension.js";
import {rangesOfIterations, rangesOfLengths, rangesOfScores, rangesOfShares, type NamedRange} from "./ranges.js";

/** The dimensions in which the candidates of a study differ, in the order of the page. */
export function candidateDimensions({columns, lists}: CodedTable): Dimension[] {
  const valuesOf = (name: CandidateScalar): readonly Value[] => columns[name]!.values;
  const bars = (name: CandidateScalar, title: string): Dimension => barsOf(name, title, valuesOf(name));
  const sharesOf = (name: CandidateScalar): NamedRange[] => rangesOfShares(valuesOf(name));
  const all = [
    binsOf("score", "Score", rangesOfScores(valuesOf("score"))),
    searchOf(valuesOf("rubric"), valuesOf("model")),
    outcomeOf(valuesOf("reason"), valuesOf("flagged")),
    binsOf("iteration", "Iteration", rangesOfIterations(valuesOf("iteration"))),
    binsOf("length", "Response length (characters)", rangesOfLengths(valuesOf("length"))),
    binsOf("confirmed_rate", "Confirmed rate of its finding", sharesOf("confirmed_rate")),
    bars("arm", "Arm"),
    bars("purpose", "Purpose"),
    bars("context", "Context")
  ].filter(({size}) => size > 1);
  const ofLists = [
    listOf("regions", "Regions", lists.regions!, anyOf),
    listOf("measures", "Measures of probes", lists.measures!, anyOf),
    listOf("chunks", "Chunks of its trace", lists.chunks!, anyOf),
    listOf("attributes", "Attributes", lists.attributes!, allOf)
  ].filter(({size}) => size > 0);
  return [...all, ...ofLists];
}

/** A search is a rubric on a model. */
function searchOf(rubrics: readonly Value[], models: readonly Value[]): Dimension {
  if (models.length < 2) return barsOf("rubric", "Rubric", rubrics);
  if (rubrics.length < 2) return barsOf("model", "Model", models);
  const pairs = rubrics.flatMap((rubric) => models.map((model) => [rubric, model] as const));
  return dimension(
    {name: "search", title: "Rubric \u00d7 model", shape: "grid", columns: ["rubric", "model"]},
    pairs.map(([rubric, model]) => ({
      ...{name: `${rubric}, ${model}`, row: String(rubric), column: String(model)},
      condition: allOf([oneOf("rubric", [rubric]), oneOf("model", [model])])
    })),
    (chosen) => anyOf(rectangles(chosen.map((place) => pairs[place]!)))
  );
}

/** Rubrics that were chosen with the same models are told at once. */
function rectangles(pairs: readonly (readonly [rubric: Value, model: Value])[]): Condition[] {
  const byModels = new Map<string, {rubrics: Value[]; models: Value[]}>();
  for (const rubric of new Set(pairs.map(([each]) => each))) {
    const models = pairs.filter(([each]) => each === rubric).map(([, model]) => model);
    const key = JSON.stringify(models);
    const known = byModels.get(key);
    if (known === undefined) byModels.set(key, {rubrics: [rubric], models});
    else known.rubrics.push(rubric);
  }
  return [...byModels.values()].map(({rubrics, models}) => allOf([oneOf("rubric", rubrics), oneOf("model", models)]));
}

/** Flagged, scored but not flagged, or why there is no score. */
function outcomeOf(reasons: readonly Value[], flagged: readonly Value[]): Dimension {
  const isFlagged = oneOf("flagged", [true]);
  const known: Group[] = [
    ...(flagged.includes(true) ? [{name: "flagged", condition: isFlagged}] : []),
    {name: "scored, not flagged", condition: allOf([oneOf("status", ["scored"]), not(isFlagged)])}
  ];
  const unscored = reasons.filter((reason) => reason !== null);
  const groups = [
    ...known,
    ...unscored.map((reason) => ({name: String(reason), condition: oneOf("reason", [reason])}))
  ];
  return dimension(
    {name: "outcome", title: "Status and reason", shape: "bars", columns: ["status", "reason", "flagged"]},
    groups,
    (chosen) => {
      const ofReasons = chosen.filter((place) => place >= known.length).map((place) => unscored[place - known.length]!);
      const others = chosen.filter((place) => place < known.length).map((place) => groups[place]!.condition);
      return anyOf([...others, ...(ofReasons.length > 0 ? [oneOf("reason", ofReasons)] : [])]);
    }
  );
}
