import {z} from "zod";
import {originalPrompt, type FoundPrompt} from "../probe-run.js";
import type {LateSource} from "../settings.js";
import {text, whole} from "../../step/spec-parts.js";
import {whichFindings} from "./which-findings.js";
import type {PromptsForm} from "./source.js";

/** Prompts that the search found: the best of each rubric and model. */
export interface FindingSource extends LateSource {
  which: z.output<typeof whichFindings>;
}

const spec = z.strictObject({
  findings: z.strictObject({
    top: whole(1, 100_000).optional(),
    which: whichFindings.optional(),
    rubrics: z.array(text).min(1, "expected at least one rubric").optional()
  })
});

export const findingsSource: PromptsForm<z.output<typeof spec>, FindingSource> = {
  name: "findings",
  form: "`prompts: {findings: {top, which, rubrics}}`",
  doc: "the best findings of each rubric and model: `top` 10, `which` flagged (or all, confirmed), `rubrics` all",
  key: "findings",
  spec,
  normalize({findings: {top = 10, which, rubrics}}, {hasSearch, rubrics: known, errorAt}) {
    if (!hasSearch) throw errorAt([], "needs findings, and this study has no search (surf: false)");
    const unknown = rubrics?.find((name) => !known.some((rubric) => rubric.name === name));
    if (unknown !== undefined) throw errorAt(["findings", "rubrics"], `${unknown} is no rubric of this study`);
    return toFindingSource({top, which, rubrics});
  },
  find: (source, {findings, transfer}) =>
    chosen(source, findings()).map(({finding: {id, model}, query, rubric}) =>
      originalPrompt(
        {item: id, query, row: rubric.name, column: model, rubric, expected: null},
        transfer ? null : [model]
      )
    )
};

/** The settings of findings; flagged ones of all rubrics where nothing else is said. */
export const toFindingSource = ({
  top,
  which,
  rubrics
}: {
  top: number;
  which?: FindingSource["which"] | undefined;
  rubrics?: string[] | undefined;
}): FindingSource => ({from: "findings", top, which: which ?? "flagged", rubrics: rubrics ?? null});

/** The best findings of each rubric and model, in the order of the table. */
function chosen({top, which, rubrics}: FindingSource, list: readonly FoundPrompt[]): FoundPrompt[] {
  const counts = new Map<string, number>();
  return list.filter(({finding, rubric}) => {
    if (rubrics !== null && !rubrics.includes(rubric.name)) return false;
    if (which !== "all" && !finding.flagged) return false;
    if (which === "confirmed" && finding.confirmed !== true) return false;
    const key = `${rubric.name}\u0000${finding.model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! <= top;
  });
}
