import {columnsOf, type AnyTableName, type Row, type TableName} from "../../../src/shared/schema.js";
import {readTable} from "../../store/tables.js";
import type {Mask, Selection} from "./selection.js";

/** What a report shows instead of a masked text. */
export const masked = "[masked in this report]";
const leftOut = "[not in this report]";

/** Texts that a model wrote in answer, or that are about the answer. */
const answers: Partial<Record<TableName, readonly string[]>> = {
  texts: ["response", "thinking", "reasoning", "judge_thinking", "note"],
  sample_texts: ["response", "thinking", "reasoning"],
  measurements: ["label"],
  traces: ["crux", "sentence"],
  cruxes: ["attribute"],
  trace_texts: ["response"]
};

/** What was asked: left out too where a finding is. */
const questions: Partial<Record<TableName, readonly string[]>> = {
  texts: ["query"],
  candidates: ["query"],
  buffer: ["query"],
  probe_prompts: ["query"],
  probe_texts: ["query", "note"],
  traces: ["query", "sentence"],
  trace_texts: ["query", "query_attributes"]
};

/** Columns of few values that may hold a text of the study's prompts or answers. */
const textCategories = new Set(["item", "row", "column", "label", "text", "mark", "reason"]);

/** A row with some of its texts replaced. */
export type MaskRow = (row: Record<string, unknown>) => Record<string, unknown>;

/** What masking did, for the page that says so. */
export interface Masking {
  rowOf(table: TableName): MaskRow;
  keeps(table: TableName, row: Record<string, unknown>): boolean;
  replaced: {answers: number; matches: number; outside: number};
}

/**
 * How the tables of a study change for a report. Everything is decided by rows of the tables, before any file
 * of the report is written: what is masked never reaches it.
 */
export async function createMasking(study: string, {findings, masks}: Selection): Promise<Masking> {
  const rows = await readKeys(study);
  const replaced = {answers: 0, matches: 0, outside: 0};
  const hidden = hiddenRows(rows, masks);
  const outside = findings === null ? null : outsideRows(rows, findings);
  const patterns = masks.flatMap((mask) => (mask.kind === "pattern" ? [mask.pattern] : []));
  const matches = (value: unknown): boolean => typeof value === "string" && patterns.some((each) => each.test(value));
  const keyOf = keysByTable(rows);

  const rowOf = (table: TableName): MaskRow => {
    const textual = columnsOf(table as AnyTableName)
      .filter(([name, {type, category}]) => type.startsWith("string") && (!category || textCategories.has(name)))
      .map(([name]) => name);
    return (row) => {
      const copy = {...row};
      const replace = (names: readonly string[] = [], by: string) => {
        for (const name of names) if (copy[name] !== null) copy[name] = Array.isArray(copy[name]) ? [] : by;
      };
      const key = keyOf(table, row);
      if (key !== null && outside?.[key.kind].has(key.id)) {
        replace(answers[table], leftOut);
        replace(questions[table], leftOut);
        replaced.outside++;
      } else if (key !== null && hidden[key.kind].has(key.id)) {
        replace(answers[table], masked);
        if (answers[table] !== undefined) replaced.answers++;
      }
      if (patterns.length === 0) return copy;
      if ((answers[table] ?? []).some((name) => matches(copy[name]))) replace(answers[table], masked);
      for (const name of textual) {
        const value = copy[name];
        if (Array.isArray(value)) copy[name] = value.map((each) => (matches(each) ? masked : each));
        else if (matches(value)) copy[name] = masked;
        else continue;
        replaced.matches++;
      }
      return copy;
    };
  };
  const keeps = (table: TableName, row: Record<string, unknown>): boolean =>
    findings === null || table !== "findings" || findings.has(row.id as string);
  return {rowOf, keeps, replaced};
}

/** The rows that masking needs to know, without their long texts. */
interface Keys {
  findings: Row<"findings">[];
  candidates: Row<"candidates">[];
  prompts: Row<"probe_prompts">[];
  samples: Row<"samples">[];
  traces: Row<"traces">[];
}

async function readKeys(study: string): Promise<Keys> {
  return {
    findings: (await readTable(study, "findings")) ?? [],
    candidates: (await readTable(study, "candidates")) ?? [],
    prompts: (await readTable(study, "probe_prompts")) ?? [],
    samples: (await readTable(study, "samples")) ?? [],
    traces: (await readTable(study, "traces")) ?? []
  };
}

type Kind = "candidate" | "prompt" | "sample" | "trace";
type RowSets = Record<Kind, Set<number>>;

const candidatesOf = ({candidate, folded_candidates: folded}: Row<"findings">): number[] =>
  candidate === null ? [...folded] : [candidate, ...folded];

/** Rows whose answers are masked, by rubric and by mark. */
function hiddenRows({findings, candidates, prompts, samples, traces}: Keys, masks: readonly Mask[]): RowSets {
  const rubrics = new Set(masks.flatMap((mask) => (mask.kind === "rubric" ? [mask.rubric] : [])));
  const marks = new Set(masks.flatMap((mask) => (mask.kind === "mark" ? [mask.mark] : [])));
  const marked = findings.filter(({mark}) => mark !== null && marks.has(mark));
  const items = new Set(marked.map(({id}) => id));
  const ofFinding = new Set(marked.flatMap(candidatesOf));
  const isHidden = (rubric: string | null) => rubric !== null && rubrics.has(rubric);
  const hiddenPrompts = ids(prompts.filter(({item, rubric}) => items.has(item) || isHidden(rubric)));
  return {
    candidate: ids(candidates.filter(({id, rubric}) => isHidden(rubric) || ofFinding.has(id))),
    prompt: hiddenPrompts,
    sample: ids(samples.filter(({rubric, prompt}) => isHidden(rubric) || hiddenPrompts.has(prompt))),
    trace: ids(traces.filter(({rubric, finding}) => isHidden(rubric) || (finding !== null && items.has(finding))))
  };
}

/** Rows of findings that were not chosen, and of candidates that are no finding's: they keep their numbers alone. */
function outsideRows({findings, candidates, prompts, samples, traces}: Keys, chosen: ReadonlySet<string>): RowSets {
  const all = new Set(findings.map(({id}) => id));
  const kept = new Set(findings.filter(({id}) => chosen.has(id)).flatMap(candidatesOf));
  const isOther = (item: string | null): boolean => item !== null && all.has(item) && !chosen.has(item);
  const outside = ids(prompts.filter(({item}) => isOther(item)));
  return {
    candidate: ids(candidates.filter(({id}) => !kept.has(id))),
    prompt: outside,
    sample: ids(samples.filter(({prompt}) => outside.has(prompt))),
    trace: ids(traces.filter(({finding}) => isOther(finding)))
  };
}

const ids = (rows: readonly {id: number}[]): Set<number> => new Set(rows.map(({id}) => id));

/** Which candidate, prompt, sample or trace a row of a table is of; null: none. */
function keysByTable({candidates}: Keys) {
  const columns: Partial<Record<TableName, [Kind, string]>> = {
    candidates: ["candidate", "id"],
    texts: ["candidate", "id"],
    buffer: ["candidate", "candidate"],
    probe_prompts: ["prompt", "id"],
    probe_texts: ["prompt", "id"],
    samples: ["sample", "id"],
    sample_texts: ["sample", "id"],
    measurements: ["sample", "sample"],
    traces: ["trace", "id"],
    cruxes: ["trace", "trace"],
    trace_texts: ["trace", "id"]
  };
  const lost = candidates.length; // buffer entries whose candidate the source lacks belong to no finding
  return (table: TableName, row: Record<string, unknown>): {kind: Kind; id: number} | null => {
    const column = columns[table];
    if (column === undefined) return null;
    const [kind, name] = column;
    return {kind, id: (row[name] as number | null) ?? lost};
  };
}
