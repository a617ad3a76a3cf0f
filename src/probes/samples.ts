import {columnOf, type ColumnTable} from "../ui/columnTable.js";
import {ascending, inOrder} from "../ui/order.js";
import type {Row} from "../shared/schema.js";
import {isShown, promptFits, type SampleView} from "./sampleView.js";

type Sample = Row<"samples">;
type Prompt = Row<"probe_prompts">;
type Measurement = Row<"measurements">;

/** A line of a list of samples. */
export interface ListedSample extends Pick<
  Sample,
  "id" | "sample" | "status" | "reason" | "score" | "violation" | "model" | "context"
> {
  item: string;
  variant: string;
  query: string;
}

/** A sample with its prompt, as the reader shows it. */
export interface OpenSample extends Sample {
  item: string;
  variant: string;
  expected: string | null;
  asked: string; // its query, cut
  measured: Pick<Measurement, "measure" | "value" | "label" | "judge">[];
}

export interface SampleTables {
  samples: ColumnTable;
  prompts: readonly Prompt[];
  measurements: ColumnTable;
}

/** All samples of a study in memory: a hundred thousand take a few megabytes and no query engine. */
export interface Samples extends SampleTables {
  /** The samples that a view shows: violations first, the highest score first, then in their own order. */
  list(view: SampleView, first: number, limit: number): {total: number; rows: ListedSample[]};
  /** The place of a sample in the list of a view, from 0; null: it is not in it. */
  placeOf(view: SampleView, id: number): number | null;
  /** One sample by its id; undefined when there is none. */
  read(id: number): OpenSample | undefined;
}

export function openSamples(tables: SampleTables): Samples {
  const {samples, prompts} = tables;
  const promptOf = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const columns = columnsOf(samples);
  let ranked: Int32Array | null = null;
  const shownIn = (view: SampleView): Int32Array => {
    ranked ??= rank(samples);
    const asked = new Set(prompts.filter((prompt) => promptFits(view, prompt)).map(({id}) => id));
    return ranked.filter((row) => asked.has(columns.prompt(row)) && isShown(view, columns, row));
  };
  return {
    ...tables,
    placeOf(view, id) {
      const place = shownIn(view).indexOf(id); // ids are row numbers
      return place < 0 ? null : place;
    },
    list(view, first, limit) {
      const shown = shownIn(view);
      const rows = Array.from(shown.subarray(first, first + limit), (row) => {
        const sample = samples.get(row)!.toJSON() as Sample;
        const {item, variant, query} = promptOf.get(sample.prompt)!;
        return {...sample, item, variant, query};
      });
      return {total: shown.length, rows};
    },
    read(id) {
      const prompt = id < samples.numRows ? promptOf.get(columns.prompt(id)) : undefined; // ids are row numbers
      if (prompt === undefined) return undefined;
      const {item, variant, expected, query: asked} = prompt;
      const sample = samples.get(id)!.toJSON() as Sample;
      return {...sample, item, variant, expected, asked, measured: measuredOf(tables.measurements, id)};
    }
  };
}

const columnsOf = (samples: ColumnTable) => ({
  prompt: columnOf<Sample, "prompt">(samples, "prompt"),
  step: columnOf<Sample, "step">(samples, "step"),
  probe: columnOf<Sample, "probe">(samples, "probe"),
  model: columnOf<Sample, "model">(samples, "model"),
  context: columnOf<Sample, "context">(samples, "context"),
  status: columnOf<Sample, "status">(samples, "status"),
  violation: columnOf<Sample, "violation">(samples, "violation")
});

/** Row numbers, what a reader looks for first. */
function rank(samples: ColumnTable): Int32Array {
  const violation = columnOf<Sample, "violation">(samples, "violation");
  const score = columnOf<Sample, "score">(samples, "score");
  const rows = Int32Array.from({length: samples.numRows}, (_, row) => row);
  const verdicts = Int8Array.from(rows, (row) => ({true: 2, false: 1, null: 0})[String(violation(row)) as "null"]);
  const scores = Float64Array.from(rows, (row) => score(row) ?? -1);
  return rows.sort((a, b) => verdicts[b]! - verdicts[a]! || scores[b]! - scores[a]! || a - b);
}

function measuredOf(measurements: ColumnTable, id: number): Measurement[] {
  const sample = columnOf<Measurement, "sample">(measurements, "sample");
  const found: Measurement[] = [];
  for (let row = 0; row < measurements.numRows; row++)
    if (sample(row) === id) found.push(measurements.get(row)!.toJSON() as Measurement);
  return found.sort(inOrder(ascending("measure"), ascending("judge")));
}
