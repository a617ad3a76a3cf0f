import type {RuleCounts, StudyManifest} from "../../../src/shared/manifest.js";
import {tableNames, type Row, type TableName} from "../../../src/shared/schema.js";
import type {SearchCounts, StepRows, StepTables} from "../../step/step-run.js";
import {countRules} from "./count-rules.js";
import {draftTable, TableWriter, type PublishedTable} from "../../store/tables.js";

type FindingRow = Row<"findings">;

/** Counts of the written tables, for the manifest. */
export interface TableCounts extends SearchCounts {
  findings: number;
  confirmed: number | null; // findings that resampling confirmed; null if none was resampled
  rules: RuleCounts[]; // of each rubric whose rule was tried
  spend: StudyManifest["spend"];
}

/**
 * Writes every table of a study from the rows of its steps, in their order; they get their names
 * together, when all are written. `describe` fills in the columns of a
 * finding that the search does not know, such as marks and confirmed rates.
 */
export async function writeStudyTables(
  study: string,
  steps: readonly StepRows[],
  describe: (finding: FindingRow) => FindingRow = (finding) => finding
): Promise<TableCounts> {
  const results = steps.flatMap(({results}) => results ?? []);
  const findings = results.flatMap((result) => result.findings()).map(describe);
  const sources: StepTables[] = [{findings: () => findings}, ...steps.map((step) => step.tables())];
  const drafts: PublishedTable[] = [];
  const spend = await draftAll(study, steps, sources, drafts).catch((error: unknown) => {
    for (const draft of drafts) draft.discard();
    throw error;
  });
  for (const draft of drafts) draft.publish();
  const [counts = noCounts] = results.map((result) => result.counts); // a study has at most one search
  return {
    ...counts,
    findings: findings.length,
    confirmed: countConfirmed(findings),
    rules: countRules(steps),
    spend
  };
}

async function draftAll(
  study: string,
  steps: readonly StepRows[],
  sources: readonly StepTables[],
  drafts: PublishedTable[]
): Promise<StudyManifest["spend"]> {
  for (const name of tableNames)
    if (!streamed.includes(name)) drafts.push(await draftTable(study, name, rowsFrom(sources, name)));
  return draftCalls(study, steps, drafts);
}

function countConfirmed(findings: readonly FindingRow[]): number | null {
  const resampled = findings.filter(({confirmed}) => confirmed !== null);
  return resampled.length === 0 ? null : resampled.filter(({confirmed}) => confirmed).length;
}

const noCounts: SearchCounts = {candidates: 0, scored: 0, flagged: 0, regions: null, unscored: {}};

const streamed: readonly TableName[] = ["texts", "calls"]; // written while the journal is read

async function* rowsFrom<T extends TableName>(sources: readonly StepTables[], name: T): AsyncGenerator<Row<T>> {
  for (const source of sources) {
    const rows = source[name]?.();
    if (rows !== undefined) yield* rows as Iterable<Row<T>>;
  }
}

/** Writes texts and calls side by side, as each record is read once. Returns what the calls took. */
async function draftCalls(
  study: string,
  steps: readonly StepRows[],
  drafts: PublishedTable[]
): Promise<StudyManifest["spend"]> {
  const spend: StudyManifest["spend"] = {calls: 0, inputTokens: 0, outputTokens: 0, cost: 0};
  const texts = new TableWriter(study, "texts");
  const calls = new TableWriter(study, "calls");
  drafts.push(texts, calls);
  for (const step of steps) {
    for (const part of step.calls()) {
      if (part.texts !== undefined) await texts.add(part.texts);
      for (const call of part.calls) {
        await calls.add(call);
        addTo(spend, call);
      }
    }
  }
  await texts.finish();
  await calls.finish();
  return spend;
}

function addTo(spend: StudyManifest["spend"], call: Row<"calls">): void {
  spend.calls++;
  spend.inputTokens += call.input_tokens ?? 0;
  spend.outputTokens += call.output_tokens ?? 0;
  spend.cost = spend.cost === null || call.cost === null ? null : spend.cost + call.cost;
}
