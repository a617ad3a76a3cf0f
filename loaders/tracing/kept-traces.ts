import type {Row} from "../../src/shared/schema.js";
import {readTable} from "../store/tables.js";
import {appendTraces, emptyTraceTables, traceTableNames, type TraceTables} from "../turf/trace/trace-tables.js";
import type {StepRows, StepTables} from "../step/step-run.js";

/** Reads all traces in the tables of a study. */
export async function readTraceTables(study: string): Promise<TraceTables> {
  const tables = emptyTraceTables();
  for (const name of traceTableNames) (tables[name] as unknown[]).push(...((await readTable(study, name)) ?? []));
  return tables;
}

/** Traces as rows of tables. */
export const stepTablesOf = (tables: TraceTables): StepTables =>
  Object.fromEntries(traceTableNames.map((name) => [name, () => tables[name]])) as StepTables;

/**
 * Reads the traces that `surfturf trace` added to a study. They stay in its tables when it is run again, after those of
 * its steps, unless a step made the same trace.
 */
export async function readKeptTraces(study: string, steps: readonly {rows(): StepRows}[]): Promise<{rows(): StepRows}> {
  const all = await readTraceTables(study);
  const kept = appendTraces(emptyTraceTables(), all, ({made_by}) => made_by === "command");
  const tables = (): StepTables =>
    rowsAfter(
      steps.map((step) => step.rows()),
      kept
    );
  return {rows: () => ({tables, calls: () => []})};
}

/** The kept traces that no step made, with ids after those of the steps. */
function rowsAfter(steps: readonly StepRows[], kept: TraceTables): StepTables {
  if (kept.traces.length === 0) return {};
  const own = emptyTraceTables();
  for (const step of steps) {
    const rows = step.tables();
    for (const name of traceTableNames) (own[name] as unknown[]).push(...((rows[name]?.() ?? []) as Iterable<unknown>));
  }
  const traced = new Set(own.traces.map(traceKey));
  const whole = appendTraces(own, kept, (trace) => trace.finding === null || !traced.has(traceKey(trace)));
  const added = traceTableNames.map((name) => [name, whole[name].slice(own[name].length)]);
  return stepTablesOf(Object.fromEntries(added) as unknown as TraceTables);
}

/** A key that is the same for two traces of one finding with the same settings. */
export const traceKey = ({finding, rubric, index, polarity, chooser, k}: Row<"traces">): string =>
  JSON.stringify([finding, rubric, index, polarity, chooser, k]);
