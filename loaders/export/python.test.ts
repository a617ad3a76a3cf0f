import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {columnsOf, tableNames, type Column} from "../../src/shared/schema.js";
import {countRows} from "../store/tables.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {labStudyFile, writeData} from "../study/testing/data-folder.js";
import {dataFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {exportStudy} from "./export-study.js";
import {preparePython, runPython} from "./testing/python.js";

/** What the real tools of others make of our files, and our program of theirs. Skipped where they can't be installed. */
const ready = await preparePython();
if ("missing" in ready) process.stdout.write(`Tests with Python are skipped: ${ready.missing}.\n`);
const python = "python" in ready ? ready.python : "";

useTempData();

const surf = "surf: {runs: 1, iterations: 2, candidates: 12, seed: 1}";
const probe =
  "probe: [{name: plain, prompts: [How do tides come about?, Why is bread brown?], samples: 3, " +
  "contexts: [{name: terse, system: Be brief.}], measure: [{rubric: code}, repetition]}]";

beforeAll(async () => {
  if (python !== "") await runStudy(readStudy(writeData("studies/small.yaml", labStudyFile([surf, probe]))));
});

const hubScript = `
import json, sys, glob
import datasets, duckdb, pandas, polars, pyarrow.parquet, pyarrow as pa
datasets.disable_progress_bars()
folder, cache = sys.argv[1:]
def kind(type):
    if pa.types.is_dictionary(type): return "category"
    if pa.types.is_list(type): return kind(type.value_type) + "[]"
    return {"string": "string", "int32": "int32", "double": "float64", "bool": "boolean"}[str(type)]
tables = {}
for name in datasets.get_dataset_config_names(folder):
    [path] = glob.glob(f"{folder}/data/{name}/*.parquet")
    table = pyarrow.parquet.read_table(path)
    hub = datasets.load_dataset(folder, name, split="train", cache_dir=cache)
    frame, lazy = pandas.read_parquet(path), polars.read_parquet(path)
    tables[name] = {
        "rows": [len(hub), table.num_rows, len(frame), lazy.height, duckdb.sql(f"select count(*) from '{path}'").fetchone()[0]],
        "arrow": {field.name: kind(field.type) for field in table.schema},
        "hub": {name: kind(field.type) for name, field in zip(hub.features, hub.features.arrow_schema)},
        "pandas": [name for name, type in frame.dtypes.items() if str(type) == "category"],
        "polars": [name for name, type in lazy.schema.items() if type == polars.Categorical],
        "duckdb": dict(duckdb.sql(f"describe select * from '{path}'").df()[["column_name", "column_type"]].values.tolist()),
        "same": hub.with_format("arrow")[:].to_pylist() == table.to_pylist() == lazy.to_dicts(),
        "facts": {k.decode(): v.decode() for k, v in table.schema.metadata.items() if k.startswith(b"surfturf.")}
    }
print(json.dumps(tables))
`;

interface ReadTable {
  rows: number[];
  arrow: Record<string, string>;
  hub: Record<string, string>;
  pandas: string[];
  polars: string[];
  duckdb: Record<string, string>;
  same: boolean;
  facts: Record<string, string>;
}

const duckTypes: Record<Column["type"], string> = {
  string: "VARCHAR",
  int32: "INTEGER",
  float64: "DOUBLE",
  boolean: "BOOLEAN",
  "string[]": "VARCHAR[]",
  "int32[]": "INTEGER[]"
};

describe.skipIf(python === "")("a dataset folder", () => {
  it("is read by datasets, pyarrow, pandas, polars and DuckDB: every table, its types and categories", async () => {
    const {folder} = await exportStudy("small", {to: "hub-folder", output: join(dataFolder(), "hub")});
    const cache = join(dataFolder(), "hf-cache");
    const read = (await runPython(python, hubScript, [folder, cache])) as Record<string, ReadTable>;
    for (const name of tableNames) {
      const rows = await countRows("small", name);
      const table = read[name];
      expect([name, table === undefined]).toEqual([name, rows === 0]);
      if (table === undefined) continue;
      const columns = columnsOf(name);
      const categories = columns.flatMap(([column, {category}]) => (category ? column : []));
      const by = (typeOf: (column: Column) => string) =>
        Object.fromEntries(columns.map(([column, definition]) => [column, typeOf(definition)]));
      expect([name, table]).toEqual([
        name,
        {
          rows: [rows, rows, rows, rows, rows],
          arrow: by(({type, category}) => (category ? "category" : type)),
          hub: by(({type}) => type),
          pandas: categories,
          polars: categories,
          duckdb: by(({type}) => duckTypes[type]),
          same: true,
          facts: {
            "surfturf.study": "small",
            "surfturf.table": name,
            "surfturf.schema": "1",
            "surfturf.version": expect.any(String) as string
          }
        }
      ]);
    }
    expect(Object.keys(read)).toEqual(expect.arrayContaining(["candidates", "texts", "samples", "measurements"]));
  }, 180_000);
});
