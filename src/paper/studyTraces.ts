import type {Measured, MeasuredStudy} from "../shared/paper.js";
import {DataTable} from "../ui/dataTable.js";
import {decimal, percent, pValue, times} from "../ui/format.js";
import {InlineText} from "../ui/text.js";
import {Runs} from "./measured.js";

type Trace = MeasuredStudy["traces"][number];

/** The studies of this site that traced failures of some rubrics, with the snippet that makes a study trace them. */
export function TraceRuns(measured: Measured, rubrics: RegExp, snippet: string): HTMLElement {
  const studies = measured.studies.map((study) => ({
    ...study,
    traces: study.traces.filter(({rubric}) => rubrics.test(rubric))
  }));
  return Runs({studies}, {step: "turf"}, StudyTraces, {table: "traces", snippet});
}

/** What triggers what in the traces of a study, and whether it beats chance. */
function StudyTraces({name, traces}: MeasuredStudy): HTMLElement {
  return DataTable(
    traces.filter(({status}) => status === "traced"),
    [
      {name: "rubric", value: ({rubric}) => InlineText(rubric)},
      {name: "query", value: ({query}) => InlineText(query)},
      {name: "trigger", value: ({trigger}) => InlineText(trigger ?? "none"), term: "trigger"},
      {name: "crux", value: ({crux}) => InlineText(crux ?? "none"), term: "crux"},
      {name: "hits", value: ({hits, k}) => `${hits ?? 0} of ${k}`, right: true, term: "hits"},
      {
        name: "expected by chance",
        value: ({expected}) => decimal(expected, 1),
        right: true,
        term: "expected hits"
      },
      {name: "lift", value: ({lift}) => times(lift), right: true, term: "lift"},
      {name: "q", value: ({q}) => pValue(q), right: true, term: "q value"},
      {name: "chunk", value: chunkOf, term: "chunk"}
    ],
    {name: `${name}-traces`, maxRows: 8, empty: "No exchange was traced."}
  );
}

const chunkOf = ({source, source_share: share, source_base: base}: Trace): string =>
  source === null ? "none" : `${source}: ${percent(share)} of the hits' pairs, ${percent(base)} of the corpus`;
