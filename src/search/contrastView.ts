import {pairedOf, type ComparedRegion, type RegionLine} from "./regionQueries.js";
import {count, percent, points, pValue} from "../ui/format.js";
import {DataTable} from "../ui/dataTable.js";
import {ModelName} from "../ui/modelName.js";
import {InlineText} from "../ui/text.js";

/** "+61.1 pts (+16.1 pts to +89.3 pts)" */
const differenceInWords = ({difference, difference_low: low, difference_high: high}: ComparedRegion): string =>
  `${points(difference)} (${points(low)} to ${points(high)})`;

/** Regions with their paired difference, as a chart of differences takes them, numbered as several may have the same words. */
export const regionDifferences = (regions: readonly RegionLine[]) =>
  pairedOf(regions).map((region, i) => ({
    label: `${i + 1}. ${region.description}`,
    difference: region.difference,
    low: region.difference_low,
    high: region.difference_high,
    title: `${region.description}\n${differenceInWords(region)}, q = ${pValue(region.q)}`
  }));

/** What both models do on the fresh queries of each region. */
export const ContrastTable = (regions: readonly RegionLine[]): HTMLElement =>
  DataTable(
    pairedOf(regions),
    [
      {name: "region", value: ({description}) => InlineText(description)},
      {name: "rubric", value: ({rubric}) => InlineText(rubric)},
      {name: "target", value: ({model}) => ModelName(model)},
      {name: "target fails", value: ({target_rate: rate}) => percent(rate), right: true},
      {name: "contrast fails", value: ({contrast_rate: rate}) => percent(rate), right: true},
      {name: "difference", value: differenceInWords, right: true, term: "paired difference"},
      {name: "q", value: ({q}) => pValue(q), right: true, term: "q value"},
      {
        name: "queries",
        value: ({n}) => count(n),
        right: true,
        title: "distinct fresh queries that the target answered"
      },
      {
        name: "asked of both",
        value: ({contrast_n: n}) => count(n),
        right: true,
        title:
          "of these, the ones that the contrast model answered too: all where the target was flagged, and some others"
      }
    ],
    {name: "contrast", empty: "No region is in the target alone."}
  );
