import type {LensResult} from "./lensSearch.js";
import {count, percent, range, shareWithRange, times} from "../ui/format.js";
import {lensLines, type LensLine, type LensQuery} from "./phrases.js";
import {visible} from "../ui/visible.js";
import {DataTable} from "../ui/dataTable.js";
import {Element, InlineText} from "../ui/text.js";

/** The counts of a search over the pairs: by chunk and side, and of the feature in responses to the phrase. */
export function LensCounts({cells}: LensResult, {phrase, feature}: LensQuery): HTMLElement {
  const lines = lensLines(cells);
  const whole = lines[0]!;
  const box = Element(
    "div",
    "",
    Element("h3", "", "By chunk and side"),
    DataTable(
      lines,
      [
        {name: "chunk", value: ({source}) => Chunk(source)},
        {name: "pairs", value: ({pairs}) => count(pairs), right: true},
        {name: "in the query", value: ({query}) => count(query.count), right: true},
        {
          name: "of the chunk",
          value: ({query}) => shareWithRange(query),
          right: true,
          title: "with its 95% Wilson interval"
        },
        {name: "of all such queries", value: ({ofAll}) => percent(ofAll.query), right: true},
        {name: "in the response", value: ({response}) => count(response.count), right: true},
        {
          name: "of the chunk",
          value: ({response}) => shareWithRange(response),
          right: true,
          title: "with its 95% Wilson interval"
        },
        {name: "of all such responses", value: ({ofAll}) => percent(ofAll.response), right: true}
      ],
      {maxRows: 12, name: "phrase"}
    )
  );
  if (feature !== null && whole.query.count > 0)
    box.append(
      Element("h3", "", "What the responses do"),
      Element(
        "p",
        "",
        "Of the pairs with \u201c",
        InlineText(phrase.text),
        "\u201d in the query, ",
        Element("strong", "", percent(whole.given.rate)),
        ` have a response with \u201c${visible(feature.text)}\u201d `,
        `(${range(whole.given)}, n = ${count(whole.given.n)}); `,
        `of the others ${percent(whole.otherwise.rate)} (n = ${count(whole.otherwise.n)})${ratio(whole)}.`
      ),
      Given(lines)
    );
  else if (feature !== null)
    box.append(Element("p", "muted", "The phrase is in no query, so nothing is known about the responses to it."));
  return box;
}

const Given = (lines: readonly LensLine[]): HTMLElement =>
  DataTable(
    lines.filter(({given}) => given.n > 0),
    [
      {name: "chunk", value: ({source}) => Chunk(source)},
      {name: "with the phrase", value: ({given}) => shareWithRange(given), right: true},
      {name: "n", value: ({given}) => count(given.n), right: true},
      {name: "without it", value: ({otherwise}) => shareWithRange(otherwise), right: true},
      {name: "n", value: ({otherwise}) => count(otherwise.n), right: true},
      {name: "ratio", value: (line) => times(liftOf(line)), right: true}
    ],
    {maxRows: 12, name: "phrase-responses"}
  );

const Chunk = (source: string | null): HTMLElement =>
  source === null ? Element("strong", "", "whole corpus") : InlineText(source);

function liftOf({given, otherwise}: LensLine): number | null {
  return given.rate === null || !otherwise.rate ? null : given.rate / otherwise.rate;
}

const ratio = (line: LensLine): string => {
  const lift = liftOf(line);
  return lift === null ? "" : `, ${times(lift)} as many`;
};
