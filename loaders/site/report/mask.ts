import {columnsOf, type Row, type TableName} from "../../../src/shared/schema.js";
import {spokenIn} from "../../../src/shared/transcript.js";
import {readTable} from "../../store/tables.js";
import {leftOut, masked} from "./masked.js";
import {useOf, type Names} from "./names.js";
import type {Patterns} from "./patterns.js";
import type {Mask, Selection} from "./selection.js";

export {masked};

/** Texts that a model wrote in answer, or that are about the answer. */
const answers: Partial<Record<TableName, readonly string[]>> = {
  texts: ["response", "thinking", "reasoning", "judge_thinking", "contrast_response", "contrast_reasoning", "note"],
  sample_texts: ["response", "thinking", "reasoning", "transcript"],
  measurements: ["label"],
  traces: ["crux", "sentence"],
  cruxes: ["attribute"],
  trace_texts: ["response"],
  arms: ["selects"],
  arm_samples: ["response"]
};

/** What was asked: left out too where a finding is. */
const questions: Partial<Record<TableName, readonly string[]>> = {
  texts: ["query"],
  candidates: ["query"],
  buffer: ["query"],
  probe_prompts: ["query"],
  probe_texts: ["query", "note"],
  traces: ["query", "sentence"],
  trace_texts: ["query", "query_attributes"],
  arm_prompts: ["query"]
};

const spoken = "transcript"; // is JSON: patterns are looked for in what it says too

const saidIn = (value: unknown): string => (typeof value === "string" ? spokenIn(value) : "");

type AnyRow = Record<string, unknown>;

/** What masking did, for the page that says so. */
export interface Masking {
  /** The rows as the report shows them. Throws a UserError when a pattern takes too long. */
  rows(table: TableName, rows: readonly AnyRow[]): Promise<AnyRow[]>;
  keeps(table: TableName, row: AnyRow): boolean;
  replaced: {answers: number; matches: number; outside: number};
}

const rowsAtOnce = 2000;

/**
 * How the tables of a study change for a report. Everything is decided by rows of the tables, before any file
 * of the report is written: what is masked never reaches it.
 */
export async function createMasking(
  study: string,
  {findings, masks}: Selection,
  {patterns, names}: {patterns: Patterns; names: Names}
): Promise<Masking> {
  const keys = await readKeys(study);
  const replaced = {answers: 0, matches: 0, outside: 0};
  const hidden = hiddenRows(keys, masks);
  const outside = findings === null ? null : outsideRows(keys, findings);
  const keyOf = keysByTable(keys);

  const replace = (row: AnyRow, columns: readonly string[] = [], by: string): void => {
    for (const name of columns) if (row[name] !== null) row[name] = Array.isArray(row[name]) ? [] : by;
  };
  /** Masks by what a row is of: a rubric, a mark, a finding that was not chosen. */
  const maskBySubject = (table: TableName, original: AnyRow): AnyRow => {
    const row = {...original};
    const key = keyOf(table, original);
    if (key !== null && outside?.[key.kind].has(key.id)) {
      replace(row, answers[table], leftOut);
      replace(row, questions[table], leftOut);
      replaced.outside++;
    } else if (key !== null && hidden[key.kind].has(key.id)) {
      replace(row, answers[table], masked);
      if (answers[table] !== undefined) replaced.answers++;
    }
    return row;
  };
  /** Masks what patterns match, in place. */
  const maskByPattern = (table: TableName, row: AnyRow, columns: TextColumns, matching: ReadonlySet<string>): void => {
    const matches = (value: unknown): boolean => typeof value === "string" && matching.has(value);
    const isMatch = (name: string): boolean => matches(row[name]) || (name === spoken && matches(saidIn(row[name])));
    if ((answers[table] ?? []).some(isMatch)) replace(row, answers[table], masked);
    for (const name of columns.texts) {
      const value = row[name];
      if (Array.isArray(value)) row[name] = value.map((each) => (matches(each) ? masked : (each as unknown)));
      else if (isMatch(name)) row[name] = masked;
      else continue;
      replaced.matches++;
    }
    for (const name of columns.names) {
      const by = names.get(row[name] as string);
      if (by !== undefined) row[name] = by;
    }
  };
  return {
    async rows(table, all) {
      const columns = textColumns(table);
      const done: AnyRow[] = [];
      for (let from = 0; from < all.length; from += rowsAtOnce) {
        const rows = all.slice(from, from + rowsAtOnce).map((row) => maskBySubject(table, row));
        const matching = patterns.isEmpty ? null : await patterns.matching(textsOf(rows, columns.texts));
        if (matching !== null) for (const row of rows) maskByPattern(table, row, columns, matching);
        for (const row of rows) done.push(row);
      }
      return done;
    },
    keeps: (table, row) => findings === null || table !== "findings" || findings.has(row.id as string),
    replaced
  };
}

interface TextColumns {
  texts: string[];
  names: string[];
}

function textColumns(table: TableName): TextColumns {
  const ofUse = (use: "text" | "name"): string[] =>
    columnsOf(table).flatMap(([name, column]) => (useOf(name, column) === use ? [name] : []));
  return {texts: ofUse("text"), names: ofUse("name")};
}

function* textsOf(rows: readonly AnyRow[], columns: readonly string[]): Generator<string> {
  for (const row of rows)
    for (const name of columns)
      for (const value of [row[name]].flat()) {
        if (typeof value === "string") yield value;
        if (name === spoken && typeof value === "string") yield saidIn(value);
      }
}

/** The rows that masking needs to know, without their long texts. */
interface Keys {
  findings: Row<"findings">[];
  candidates: Row<"candidates">[];
  prompts: Row<"probe_prompts">[];
  samples: Row<"samples">[];
  traces: Row<"traces">[];
  arms: Row<"arms">[];
  armPrompts: Row<"arm_prompts">[];
}

async function readKeys(study: string): Promise<Keys> {
  return {
    findings: (await readTable(study, "findings")) ?? [],
    candidates: (await readTable(study, "candidates")) ?? [],
    prompts: (await readTable(study, "probe_prompts")) ?? [],
    samples: (await readTable(study, "samples")) ?? [],
    traces: (await readTable(study, "traces")) ?? [],
    arms: (await readTable(study, "arms")) ?? [],
    armPrompts: (await readTable(study, "arm_prompts")) ?? []
  };
}

type Kind = "candidate" | "prompt" | "sample" | "trace" | "arm" | "armPrompt";
type RowSets = Record<Kind, Set<number>>;

const candidatesOf = ({candidate, folded_candidates: folded}: Row<"findings">): number[] =>
  candidate === null ? [...folded] : [candidate, ...folded];

/** Rows whose answers are masked, by rubric and by mark. */
function hiddenRows(
  {findings, candidates, prompts, samples, traces, arms, armPrompts}: Keys,
  masks: readonly Mask[]
): RowSets {
  const rubrics = new Set(masks.flatMap((mask) => (mask.kind === "rubric" ? [mask.rubric] : [])));
  const marks = new Set(masks.flatMap((mask) => (mask.kind === "mark" ? [mask.mark] : [])));
  const marked = findings.filter(({mark}) => mark !== null && marks.has(mark));
  const items = new Set(marked.map(({id}) => id));
  const ofFinding = new Set(marked.flatMap(candidatesOf));
  const isHidden = (rubric: string | null) => rubric !== null && rubrics.has(rubric);
  const isOfHidden = (finding: string | null): boolean => finding !== null && hiddenFindings.has(finding);
  const hiddenFindings = new Set([...items, ...findings.flatMap(({id, rubric}) => (isHidden(rubric) ? id : []))]);
  const hiddenPrompts = ids(prompts.filter(({item, rubric}) => items.has(item) || isHidden(rubric)));
  return {
    candidate: ids(candidates.filter(({id, rubric}) => isHidden(rubric) || ofFinding.has(id))),
    prompt: hiddenPrompts,
    sample: ids(samples.filter(({rubric, prompt}) => isHidden(rubric) || hiddenPrompts.has(prompt))),
    trace: ids(traces.filter(({rubric, finding}) => isHidden(rubric) || (finding !== null && items.has(finding)))),
    arm: ids(arms.filter(({finding}) => isOfHidden(finding))),
    armPrompt: ids(armPrompts.filter(({finding}) => isOfHidden(finding) || (finding === null && rubrics.size > 0)))
  };
}

/** Rows of findings that were not chosen, and of candidates that are no finding's: they keep their numbers alone. */
function outsideRows(
  {findings, candidates, prompts, samples, traces, arms, armPrompts}: Keys,
  chosen: ReadonlySet<string>
): RowSets {
  const all = new Set(findings.map(({id}) => id));
  const kept = new Set(findings.filter(({id}) => chosen.has(id)).flatMap(candidatesOf));
  const isOther = (item: string | null): boolean => item !== null && all.has(item) && !chosen.has(item);
  const outside = ids(prompts.filter(({item}) => isOther(item)));
  return {
    candidate: ids(candidates.filter(({id}) => !kept.has(id))),
    prompt: outside,
    sample: ids(samples.filter(({prompt}) => outside.has(prompt))),
    trace: ids(traces.filter(({finding}) => isOther(finding))),
    arm: ids(arms.filter(({finding}) => isOther(finding))),
    armPrompt: ids(armPrompts.filter(({finding}) => isOther(finding)))
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
    trace_texts: ["trace", "id"],
    arms: ["arm", "id"],
    arm_prompts: ["armPrompt", "id"],
    arm_samples: ["armPrompt", "prompt"]
  };
  const lost = candidates.length; // buffer entries whose candidate the source lacks belong to no finding
  return (table: TableName, row: Record<string, unknown>): {kind: Kind; id: number} | null => {
    const column = columns[table];
    if (column === undefined) return null;
    const [kind, name] = column;
    return {kind, id: (row[name] as number | null) ?? lost};
  };
}
