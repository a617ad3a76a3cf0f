import {z} from "zod";
import {originalPrompt, type FoundPrompt} from "../probe-run.js";
import type {LateSource} from "../settings.js";
import {text, whole} from "../../step/spec-parts.js";
import {UserError} from "../../util/user-error.js";
import {findingIds, whichFindings} from "./which-findings.js";
import type {PromptsForm} from "./source.js";

/** Prompts that the search found: the best of each rubric and model. */
export interface FindingSource extends LateSource {
  which: z.output<typeof whichFindings>;
}

const spec = z.strictObject({
  findings: z.strictObject({
    top: whole(0, 100_000).optional(),
    which: whichFindings.optional(),
    ids: findingIds.optional(),
    rubrics: z.array(text).min(1, "expected at least one rubric").optional()
  })
});

export const findingsSource: PromptsForm<z.output<typeof spec>, FindingSource> = {
  name: "findings",
  form: "`prompts: {findings: {top, which, rubrics, ids}}`",
  doc: "the best findings of each rubric and model: `top` 10, `which` flagged (or all, confirmed), `rubrics` all; `ids` names findings to ask, with `top` 0 unless it is given",
  key: "findings",
  spec,
  normalize({findings: {top, which, rubrics, ids}}, {hasSearch, rubrics: known, errorAt}) {
    if (!hasSearch) throw errorAt([], "needs findings, and this study has no search (surf: false)");
    const unknown = rubrics?.find((name) => !known.some((rubric) => rubric.name === name));
    if (unknown !== undefined) throw errorAt(["findings", "rubrics"], `${unknown} is no rubric of this study`);
    if (top === 0 && ids === undefined) throw errorAt(["findings", "top"], "0 asks nothing: expected ids with it");
    return toFindingSource({top: top ?? (ids === undefined ? 10 : 0), which, rubrics, ids});
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
  rubrics,
  ids
}: {
  top: number;
  which?: FindingSource["which"] | undefined;
  rubrics?: string[] | undefined;
  ids?: string[] | undefined;
}): FindingSource => ({
  from: "findings",
  top,
  which: which ?? "flagged",
  rubrics: rubrics ?? null,
  ...(ids !== undefined && {ids})
});

/** The best findings of each rubric and model and those named by id, in the order of the table. */
function chosen({top, which, rubrics, ids = []}: FindingSource, list: readonly FoundPrompt[]): FoundPrompt[] {
  const known = new Set(list.map(({finding}) => finding.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw new UserError(`no such finding: ${unknown}; the table findings has ${some(known)}`);
  const counts = new Map<string, number>();
  return list.filter(({finding, rubric}) => {
    if (ids.includes(finding.id)) return true;
    if (rubrics !== null && !rubrics.includes(rubric.name)) return false;
    if (which !== "all" && !finding.flagged) return false;
    if (which === "confirmed" && finding.confirmed !== true) return false;
    const key = `${rubric.name}\u0000${finding.model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! <= top;
  });
}

const some = (known: ReadonlySet<string>): string =>
  known.size === 0 ? "none" : [...known].slice(0, 3).join(", ") + (known.size > 3 ? ` and ${known.size - 3} more` : "");
