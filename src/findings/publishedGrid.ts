import {HeatMap} from "../ui/charts/heatMap.js";
import type {Resize} from "../ui/charts/chart.js";
import {headline, type HeadlineRow} from "../probes/confirmRows.js";
import type {Row} from "../shared/schema.js";
import {DataTable} from "../ui/dataTable.js";
import {Empty, Explain} from "../ui/explain.js";
import {Figure} from "../ui/figure.js";
import {count, percent} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {ModelName, shownModel} from "../ui/modelName.js";
import {RateCell} from "../ui/rateCell.js";
import {Element} from "../ui/text.js";
import {findingsAddress} from "./findingsView.js";

/** Findings that others published, by model and behaviour: how many, and which share their own resampling upheld. */
export function PublishedGrid(findings: readonly Row<"findings">[], bar: number, resize: Resize): HTMLElement {
  const section = Element("section", "published-grid");
  const rows = headline(findings, [], bar);
  if (rows.length === 0) {
    section.append(Empty("The source has no finding."));
    return section;
  }
  const sampled = rows.filter((row) => row.sampled > 0);
  section.append(
    Explain(
      `The share of the authors\u2019 findings that hold in their own resampling: the lower end of the [[95% interval]] is above ${percent(bar)}.`,
      "The authors chose what to publish, so numbers of findings do not say how often a model fails."
    ),
    ...(sampled.length === 0
      ? [Empty("The source did not sample any of them again.")]
      : [
          Figure(
            resize((width) => HeatMap(sampled.map(toCell), gridOptions(width))),
            {name: "published", rows: sampled.map(toLine)}
          )
        ]),
    Table(rows)
  );
  return section;
}

const gridOptions = (width: number) => ({
  width: Math.min(width, 760),
  rowLabel: "model",
  columnLabel: "behaviour",
  label: "findings that hold (%)"
});

const toCell = ({rubric, model, holding}: HeadlineRow) => ({
  ...{label: model, row: shownModel(model), column: rubric},
  ...{rate: holding.rate, low: holding.low, high: holding.high, n: holding.n},
  link: `./findings${findingsAddress.write({rubric, model})}`
});

const toLine = ({rubric, model, findings, sampled, held, holding}: HeadlineRow) => ({
  ...{model, rubric, findings, sampled, held, share: holding.rate, low: holding.low, high: holding.high}
});

const Table = (rows: readonly HeadlineRow[]): HTMLElement =>
  DataTable(
    rows,
    [
      {name: "model", value: ({model}) => ModelName(model)},
      {
        name: "behaviour",
        value: ({rubric, model}) => Link(`./findings${findingsAddress.write({rubric, model})}`, rubric)
      },
      {name: "findings", value: ({findings}) => count(findings), right: true, term: "finding"},
      {name: "sampled again", value: ({sampled}) => (sampled === 0 ? "none" : count(sampled)), right: true},
      {name: "of these hold", value: ({holding, sampled}) => RateCell(sampled === 0 ? undefined : holding)}
    ],
    {name: "published", maxRows: 60}
  );
