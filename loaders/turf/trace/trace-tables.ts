import type {Row} from "../../../src/shared/schema.js";

/** The tables of traces, collected as traces are made: what a trace holds beyond them (candidates) is not kept. */
export interface TraceTables {
  traces: Row<"traces">[];
  cruxes: Row<"cruxes">[];
  hits: Row<"hits">[];
  chunks: Row<"chunks">[];
  clusters: Row<"clusters">[];
  examples: Row<"examples">[];
  example_texts: Row<"example_texts">[];
  trace_texts: Row<"trace_texts">[];
}

export const emptyTraceTables = (): TraceTables => ({
  ...{traces: [], cruxes: [], hits: [], chunks: [], clusters: [], examples: [], example_texts: [], trace_texts: []}
});

export const traceTableNames = Object.keys(emptyTraceTables()) as (keyof TraceTables)[];

/** Both tables' traces in one, those of `more` that are wanted after the others; ids are row numbers again. */
export function appendTraces(
  tables: TraceTables,
  more: TraceTables,
  isWanted: (trace: Row<"traces">) => boolean = () => true
): TraceTables {
  const wanted = more.traces.filter(isWanted);
  const idOf = new Map(wanted.map(({id}, place) => [id, tables.traces.length + place]));
  const ofTraces = <T extends {trace: number}>(rows: readonly T[]): T[] =>
    rows.flatMap((row) => (idOf.has(row.trace) ? [{...row, trace: idOf.get(row.trace)!}] : []));
  const examples = ofTraces(more.examples);
  const textOf = new Map<number, number>();
  for (const {text} of examples) if (!textOf.has(text)) textOf.set(text, tables.example_texts.length + textOf.size);
  const known = new Set(tables.clusters.map(keyOf));
  const indexes = new Set(wanted.map(({index}) => index));
  return {
    traces: [...tables.traces, ...wanted.map((row) => ({...row, id: idOf.get(row.id)!}))],
    trace_texts: [...tables.trace_texts, ...wanted.map(({id}) => ({...more.trace_texts[id]!, id: idOf.get(id)!}))],
    cruxes: [...tables.cruxes, ...ofTraces(more.cruxes)],
    hits: [...tables.hits, ...ofTraces(more.hits)],
    chunks: [...tables.chunks, ...ofTraces(more.chunks)],
    clusters: [...tables.clusters, ...more.clusters.filter((row) => indexes.has(row.index) && !known.has(keyOf(row)))],
    examples: [...tables.examples, ...examples.map((row) => ({...row, text: textOf.get(row.text)!}))],
    example_texts: [...tables.example_texts, ...[...textOf].map(([old, id]) => ({...more.example_texts[old]!, id}))]
  };
}

const keyOf = ({index, id}: Row<"clusters">): string => `${index} ${id}`;
