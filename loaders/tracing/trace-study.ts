import {existsSync} from "node:fs";
import {join} from "node:path";
import type {StudySpend} from "../../src/shared/manifest.js";
import type {Row, TableName} from "../../src/shared/schema.js";
import type {Activity} from "../model/activity.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {Model} from "../model/model.js";
import {BatchLog} from "../store/batch-log.js";
import {InFlight, inFlightPath} from "../store/in-flight.js";
import {Journal} from "../store/journal.js";
import {lockStudy} from "../store/lock.js";
import {Recorder} from "../store/recorder.js";
import {readTable, writeTable} from "../store/tables.js";
import {addTrace} from "../turf/trace/trace-rows.js";
import {appendTraces, emptyTraceTables, traceTableNames, type TraceTables} from "../turf/trace/trace-tables.js";
import {traceExchange} from "../turf/trace/trace-pair.js";
import type {Exchange, Trace, TraceSettings} from "../turf/trace/trace.js";
import {studyFolder, worldFile} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {openBudget} from "../store/open-budget.js";
import {readTraceTables, traceKey} from "./kept-traces.js";
import {blankManifest, readManifest, writeManifest} from "../store/manifest.js";
import {readPrices, type Prices} from "../model/prices.js";
import {openTracing} from "./trace-tools.js";
import {modelsOfIndex} from "./turf-models.js";

/** How exchanges are traced into a study. */
export interface TraceStudyOptions extends TraceSettings {
  index: string;
  judge: Model | null; // null: local rules choose the cruxes
  budgetInUsd: number | null;
  world?: string; // path of a world file, for the lab's index; defaults to chunky
  log?: (line: string) => void;
  onActivity?: (activity: () => Activity) => void; // how to ask what its calls do now
}

/** A trace and its row. */
export interface Traced {
  trace: Trace;
  row: Row<"traces">;
}

/**
 * Traces exchanges and adds the traces to the tables of a study, which is created if there is none. A trace of the same
 * exchange with the same settings is replaced. Throws a UserError if the index is missing, the study is being run, or
 * there is a budget and the price of a model is unknown.
 */
export async function traceInto(
  study: string,
  exchanges: readonly Exchange[],
  options: TraceStudyOptions
): Promise<Traced[]> {
  const prices = readPrices();
  checkTracePrices(options, prices);
  const release = await lockStudy(study);
  const journal = Journal.open(join(studyFolder(study), "journal.jsonl"));
  let inFlight: InFlight | undefined;
  try {
    inFlight = await InFlight.open(inFlightPath(study), journal);
    const batches = new BatchLog(join(studyFolder(study), "batches.jsonl"));
    const budget = openBudget(options.budgetInUsd, journal, {batches});
    const dispatcher = new Dispatcher({log: options.log});
    const priceOf = ({name}: {name: string}) => prices.find(name);
    const recorder = new Recorder(journal, {dispatcher, priceOf, budget, inFlight});
    options.onActivity?.(recorder.activity);
    const tables = await readTraceTables(study);
    const traced = await traceAll(exchanges, tables, recorder, options);
    await writeTraceTables(study, withoutRepeats(tables));
    publish(study, tables.traces.length, recorder.spend);
    return traced;
  } finally {
    await inFlight?.close();
    journal.close();
    await release();
  }
}

function checkTracePrices({judge, index, budgetInUsd}: TraceStudyOptions, prices: Prices): void {
  if (budgetInUsd === null) return;
  const asked = [...(judge === null || judge.free ? [] : [judge.name]), ...modelsOfIndex(index)];
  const unpriced = asked.find((name) => prices.find(name) === null);
  if (unpriced !== undefined)
    throw new UserError(`no price is known for ${unpriced}, so the budget can't be enforced: add it to ${prices.file}`);
}

/** Traces one exchange after another and adds each trace to the tables. */
async function traceAll(
  exchanges: readonly Exchange[],
  tables: TraceTables,
  recorder: Recorder,
  options: TraceStudyOptions
): Promise<Traced[]> {
  const {index, world = worldFile("chunky"), judge, log} = options;
  const tracing = await openTracing({index, world, judge, recorder, log});
  const traced: Traced[] = [];
  try {
    for (const exchange of exchanges) {
      const trace = await traceExchange(tracing.index, exchange, options, tracing.tools);
      addTrace(tables, tracing.index, trace, "command");
      traced.push({trace, row: tables.traces.at(-1)!});
    }
    return traced;
  } finally {
    await tracing.close();
  }
}

async function writeTraceTables(study: string, tables: TraceTables): Promise<void> {
  for (const name of traceTableNames) await writeTable(study, name as TableName, tables[name] as Row<TableName>[]);
}

/** The traces without those that a later one repeats; ids are row numbers again. */
function withoutRepeats(tables: TraceTables): TraceTables {
  const keyOf = (id: number): string => {
    const {query, response} = tables.trace_texts[id]!;
    return JSON.stringify([traceKey(tables.traces[id]!), query, response]);
  };
  const last = new Map(tables.traces.map(({id}) => [keyOf(id), id]));
  const kept = new Set(last.values());
  return appendTraces(emptyTraceTables(), tables, ({id}) => kept.has(id));
}

/** Notes in the manifest that the tables changed. A study that only has pasted exchanges gets a new manifest. */
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

/** The exchange of a finding of a study that was run or imported. Throws a UserError if there is no such finding. */
export async function exchangeOf(
  study: string,
  id: string,
  rubric: (name: string) => Exchange["rubric"]
): Promise<Exchange> {
  const findings = await readTable(study, "findings");
  if (findings === undefined || !existsSync(studyFolder(study)))
    throw new UserError(`no such study with findings: ${study}; run it first, or use --query and --response`);
  const finding = findings.find((each) => each.id === id);
  if (finding === undefined)
    throw new UserError(`no such finding: ${id}; there are ${firstIds(findings)}`, {key: "--finding"});
  const texts = finding.candidate === null ? undefined : (await readTable(study, "texts"))?.[finding.candidate];
  if (texts?.query == null || texts.response === null)
    throw new UserError(`the texts of ${id} are not in the study: pass them with --query and --response`);
  const {model} = finding;
  return {finding: id, rubric: rubric(finding.rubric), model, query: texts.query, response: texts.response};
}

function firstIds(findings: readonly Row<"findings">[]): string {
  const ids = findings.slice(0, 5).map(({id}) => id);
  return `${ids.join(", ")}${findings.length > 5 ? " ..." : ""}`;
}
