import {existsSync} from "node:fs";
import {join} from "node:path";
import type {StudySpend} from "../../src/shared/manifest.js";
import type {Row, TableName} from "../../src/shared/schema.js";
import type {Model} from "../model/model.js";
import {Journal} from "../store/journal.js";
import {lockStudy} from "../store/lock.js";
import {Recorder} from "../store/recorder.js";
import {readTable, writeTable} from "../store/tables.js";
import {addTrace} from "../turf/trace/trace-rows.js";
import {appendTraces, emptyTraceTables, traceTableNames, type TraceTables} from "../turf/trace/trace-tables.js";
import {traceExchange} from "../turf/trace/trace-pair.js";
import type {Exchange, Trace, TraceSettings} from "../turf/trace/trace.js";
import {studyFolder, worldsFolder} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {openBudget} from "../store/open-budget.js";
import {readTraceTables} from "./kept-traces.js";
import {blankManifest, readManifest, writeManifest} from "../store/manifest.js";
import {readPrices} from "../model/prices.js";
import {openTracing} from "./trace-tools.js";
import {modelsOfIndex} from "./turf-models.js";

export interface TraceStudyOptions extends TraceSettings {
  index: string;
  judge: Model | null; // null: cruxes are chosen by the local rules
  budgetInUsd: number | null;
  world?: string; // path of the lab's world file, for its index; defaults to chunky
  log?: (line: string) => void;
}

/**
 * Traces exchanges and adds them to the tables of a study, which is made where there is none; one that was traced before
 * with the same settings is replaced. Throws UserErrors.
 */
export async function traceInto(
  study: string,
  exchanges: readonly Exchange[],
  options: TraceStudyOptions
): Promise<{trace: Trace; row: Row<"traces">}[]> {
  const release = await lockStudy(study);
  const journal = Journal.open(join(studyFolder(study), "journal.jsonl"));
  const prices = readPrices();
  const {judge, budgetInUsd, log} = options;
  const asked = [...(judge === null || judge.free ? [] : [judge.name]), ...modelsOfIndex(options.index)];
  const unpriced = budgetInUsd === null ? undefined : asked.find((name) => prices.find(name) === null);
  if (unpriced !== undefined)
    throw new UserError(`no price is known for ${unpriced}, so the budget can't be kept: add it to ${prices.file}`);
  const recorder = new Recorder(journal, {
    priceOf: ({name}) => prices.find(name),
    budget: openBudget(budgetInUsd, journal)
  });
  try {
    const tracing = await openTracing({index: options.index, world: options.world ?? join(worldsFolder(), "chunky.yaml"), judge, recorder, log}); // prettier-ignore
    const tables = await readTraceTables(study);
    const done: {trace: Trace; row: Row<"traces">}[] = [];
    try {
      for (const exchange of exchanges) {
        const trace = await traceExchange(tracing.index, exchange, options, tracing.tools);
        addTrace(tables, tracing.index, trace, "command");
        done.push({trace, row: tables.traces.at(-1)!});
      }
    } finally {
      await tracing.close();
    }
    await writeTraceTables(study, withoutRepeats(tables));
    publish(study, tables.traces.length, recorder.spend);
    return done;
  } finally {
    journal.close();
    await release();
  }
}

async function writeTraceTables(study: string, tables: TraceTables): Promise<void> {
  for (const name of traceTableNames) await writeTable(study, name as TableName, tables[name] as Row<TableName>[]);
}

/** Leaves out the traces that a later one repeats; ids become row numbers again. */
function withoutRepeats(tables: TraceTables): TraceTables {
  const keyOf = (id: number): string => {
    const {finding, rubric, index, polarity, chooser, k} = tables.traces[id]!;
    const {query, response} = tables.trace_texts[id]!;
    return JSON.stringify([finding, rubric, index, polarity, chooser, k, query, response]);
  };
  const last = new Map(tables.traces.map(({id}) => [keyOf(id), id]));
  const kept = new Set(last.values());
  return appendTraces(emptyTraceTables(), tables, ({id}) => kept.has(id));
}

/** A study of pasted exchanges alone gets a manifest; that of another study says that its tables moved on. */
function publish(study: string, traces: number, spend: StudySpend): void {
  const updated = new Date().toISOString();
  const manifest = readManifest(study) ?? {
    ...blankManifest(study),
    state: "finished" as const,
    source: "exchanges traced by surfturf trace",
    steps: [{name: "turf" as const, state: "finished" as const, planned: traces, done: traces, unscored: 0}]
  };
  writeManifest({...manifest, ...(spend.calls > 0 && {spend}), updated, tables: `${updated}#traces`});
}

/** The exchange of a finding of a study that was run or imported. Throws a UserError when there is none of the id. */
export async function exchangeOf(
  study: string,
  id: string,
  rubric: (name: string) => Exchange["rubric"]
): Promise<Exchange> {
  const findings = await readTable(study, "findings");
  if (findings === undefined || !existsSync(studyFolder(study)))
    throw new UserError(`no such study with findings: ${study}; run it first, or give --query and --response`);
  const finding = findings.find((each) => each.id === id);
  if (finding === undefined)
    throw new UserError(`no such finding: ${id}; there are ${findings.slice(0, 5).map((each) => each.id).join(", ")}${findings.length > 5 ? " ..." : ""}`, {key: "--finding"}); // prettier-ignore
  const texts = finding.candidate === null ? undefined : (await readTable(study, "texts"))?.[finding.candidate];
  if (texts?.query == null || texts.response === null)
    throw new UserError(`the texts of ${id} are not in the study: give them with --query and --response`);
  const {model} = finding;
  return {finding: id, rubric: rubric(finding.rubric), model, query: texts.query, response: texts.response};
}
