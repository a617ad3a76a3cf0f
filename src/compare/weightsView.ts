import type {Resize} from "../ui/charts/chart.js";
import {Select} from "../ui/controls.js";
import {DataTable} from "../ui/dataTable.js";
import {Empty, Explain} from "../ui/explain.js";
import {Figure} from "../ui/figure.js";
import {percent, points} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";
import type {Sides} from "./sides.js";
import {Slopes} from "./slopes.js";
import type {StudyTables} from "./studyFiles.js";
import {alignedWeights, lastWeights, searchedRubrics, type AlignedWeight} from "./weights.js";

export interface WeightsOptions {
  rubric: string; // "" or one that is not on both sides: the first of both
  choose: (rubric: string) => void;
  resize: Resize;
}

/** Where the searches of both sides ended: the attributes that they draw most, by rubric. */
export function Weights(
  a: StudyTables,
  b: StudyTables,
  sides: Sides,
  {rubric, choose, resize}: WeightsOptions
): HTMLElement {
  const section = Element("section", "compare-weights", Element("h2", "", "Attribute weights"));
  const known = new Set(searchedRubrics(b, sides.b));
  const rubrics = searchedRubrics(a, sides.a).filter((name) => known.has(name));
  if (rubrics.length === 0) {
    section.append(Empty("No rubric was searched for on both sides, so there are no weights to compare."));
    return section;
  }
  const chosen = rubrics.includes(rubric) ? rubric : rubrics[0]!;
  const select = Select("weights-rubric", rubrics, {onChange: choose});
  select.value = chosen;
  const weights = alignedWeights(lastWeights(a, sides.a, chosen), lastWeights(b, sides.b, chosen));
  section.append(
    Explain(
      "[[P(a)]] of the heaviest attributes at the end of the search, mean over the runs of a side. A blue line rises from A to B."
    ),
    Element("div", "toolbar", Element("label", "", "rubric ", select)),
    ...(weights.length === 0
      ? [Empty("No attribute carries weight on either side: every candidate scored 0, or none is scored.")]
      : [
          Figure(
            resize((width) => Slopes(weights, {width})),
            {name: "compared-weights", rows: weights.map((weight) => ({...weight}))}
          ),
          Table(weights)
        ])
  );
  return section;
}

const Table = (weights: readonly AlignedWeight[]): HTMLElement =>
  DataTable(
    weights,
    [
      {name: "", value: ({number}) => number, right: true},
      {name: "attribute", value: ({attribute}) => InlineText(attribute), term: "attribute"},
      {name: "A", value: ({a, usedA}) => (usedA ? percent(a) : "not drawn"), right: true, by: ({a}) => a},
      {name: "B", value: ({b, usedB}) => (usedB ? percent(b) : "not drawn"), right: true, by: ({b}) => b},
      {name: "B minus A", value: ({a, b}) => points(b - a), right: true, by: ({a, b}) => b - a}
    ],
    {name: "compared-weights"}
  );
