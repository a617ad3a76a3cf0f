import type {Row} from "../../src/shared/schema.js";
import {readTable} from "../store/tables.js";
import {appendTraces, emptyTraceTables, traceTableNames, type TraceTables} from "../turf/trace/trace-tables.js";
import type {StepRows, StepTables} from "../step/step-run.js";

/** All traces in a study's tables. */
export async function readTraceTables(study: string): Promise<TraceTables> {
  const tables = emptyTraceTables();
  for (const name of traceTableNames) (tables[name] as unknown[]).push(...((await readTable(study, name)) ?? []));
  return tables;
}

/** Traces as rows of tables. */
export const stepTablesOf = (tables: TraceTables): StepTables =>
  Object.fromEntries(traceTableNames.map((name) => [name, () => tables[name]])) as StepTables;

/**
 * The traces that `surfturf trace` added to a study: they stay in its tables when the study is run again, after those of
 * its steps; one that a step repeats gives way to it.
 */
export async function readKeptTraces(study: string, steps: readonly {rows(): StepRows}[]): Promise<{rows(): StepRows}> {
  const all = await readTraceTables(study);
  const kept = appendTraces(emptyTraceTables(), all, ({made_by}) => made_by === "command");
  const none = () => [];
  return {
    rows: () => ({
      tables: () =>
        rowsAfter(
          steps.map((step) => step.rows()),
          kept
        ),
      calls: none
    })
  };
}

function rowsAfter(steps: readonly StepRows[], kept: TraceTables): StepTables {
  if (kept.traces.length === 0) return {};
  const own = emptyTraceTables();
  for (const step of steps) {
    const rows = step.tables();
    for (const name of traceTableNames) (own[name] as unknown[]).push(...((rows[name]?.() ?? []) as Iterable<unknown>));
  }
  const traced = new Set(own.traces.map(keyOf));
  const whole = appendTraces(own, kept, (trace) => trace.finding === null || !traced.has(keyOf(trace)));
  const added = traceTableNames.map((name) => [name, whole[name].slice(own[name].length)]);
  return stepTablesOf(Object.fromEntries(added) as unknown as TraceTables);
}

const keyOf = ({finding, rubric, index, polarity, chooser, k}: Row<"traces">): string =>
  JSON.stringify([finding, rubric, index, polarity, chooser, k]);
