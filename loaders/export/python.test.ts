import {join} from "node:path";
import {sum} from "d3";
import {beforeAll, describe, expect, it} from "vitest";
import {columnsOf, tableNames, type Column} from "../../src/shared/schema.js";
import {readTranscript} from "../../src/shared/transcript.js";
import {mean} from "../../src/shared/statistics.js";
import {countRows, readTable} from "../store/tables.js";
import {duckTypes} from "../store/testing/duck-types.js";
import {importStudy} from "../study/import/import.js";
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

const inspectScript = `
import asyncio, json, os, sys
from inspect_ai import Epochs, Task, eval as run
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, ContentReasoning, ContentText, ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import Score, accuracy, mean, scorer
from inspect_ai.solver import generate, solver, use_tools
from inspect_ai.tool import tool
from inspect_ai.log import bundle_log_dir, list_eval_logs, read_eval_log, read_eval_log_sample_summaries
from inspect_ai.analysis import samples_df
from inspect_scout import TranscriptContent, transcripts_from
folder, bundle, mock = sys.argv[1:]
@tool
def add():
    async def execute(x: int, y: int):
        """Add two numbers.

        Args:
            x: One.
            y: Another.
        """
        return x + y
    return execute
@scorer(metrics={"*": [mean()]})
def dimensions():
    async def score(state, target):
        if state.sample_id == "tools": return Score.unscored(reason="grader_failed", explanation="No grade.")
        return Score(value={"concerning": 7 if state.sample_id == "system" else 2}, explanation="Because.")
    return score
@scorer(metrics=[accuracy()])
def letter():
    async def score(state, target):
        return Score(value="C" if target.text in state.output.completion else "I", answer=state.output.completion)
    return score
@solver
def failing():
    async def solve(state, generate):
        if state.sample_id == "fails": raise ValueError("the sandbox broke")
        return state
    return solve
def answer(input, tools, tool_choice, config):
    if input[-1].text.startswith("Add"): output = ModelOutput.for_tool_call("mockllm", "add", {"x": 1, "y": 2})
    else: output = ModelOutput.from_content("mockllm", [ContentReasoning(reasoning="hm"), ContentText(text=f"So {input[-1].text}")])
    output.usage = ModelUsage(input_tokens=10, output_tokens=5, total_tokens=15)
    return output
samples = [
    Sample(id="fails", input="Fail"),
    Sample(id="plain", input="Say it", target="it"),
    Sample(id="system", input=[ChatMessageSystem(content="Be brief."), ChatMessageUser(content="Hi")], target="bye"),
    Sample(id="tools", input="Add 1 and 2", target="3")
]
task = Task(
    name="mock", dataset=MemoryDataset(samples), solver=[failing(), use_tools(add()), generate()],
    scorer=[dimensions(), letter()], epochs=Epochs(2, "mean")
)
run(task, model=get_model("mockllm/model", custom_outputs=answer), log_dir=mock, display="none", fail_on_error=False)
logs = {}
for info in list_eval_logs(folder):
    log = read_eval_log(info.name)
    logs[log.eval.task] = {
        "status": log.status,
        "model": log.eval.model,
        "samples": [
            {
                "id": s.id, "epoch": s.epoch, "error": s.error and s.error.message, "completion": s.output.completion,
                "messages": [[m.role, m.text] for m in s.messages],
                "scores": {k: [v.value, v.explanation] for k, v in (s.scores or {}).items()},
                "tokens": sum(u.total_tokens for u in s.model_usage.values())
            }
            for s in log.samples
        ],
        "summaries": len(read_eval_log_sample_summaries(info.name)),
        "metrics": {s.name: {k: m.value for k, m in s.metrics.items()} for s in log.results.scores},
        "reductions": len(log.reductions or [])
    }
async def scout():
    async with transcripts_from(folder).reader() as reader:
        found = [info async for info in reader.index()]
        whole = [await reader.read(info, TranscriptContent(messages="all", events=None)) for info in found]
        return [m.text for each in whole for m in each.messages]
bundle_log_dir(folder, bundle)
listed = len([name for name in os.listdir(f"{bundle}/logs") if name.endswith(".eval")])
print(json.dumps({"logs": logs, "scout": asyncio.run(scout()), "bundled": listed, "rows": len(samples_df(folder))}))
`;

interface ReadLog {
  status: string;
  model: string;
  samples: {
    id: string;
    epoch: number;
    error: string | null;
    completion: string;
    messages: [role: string, text: string][];
    scores: Record<string, [value: number | string, explanation: string | null]>;
    tokens: number;
  }[];
  summaries: number;
  metrics: Record<string, Record<string, number>>;
  reductions: number;
}

interface ReadLogs {
  logs: Record<string, ReadLog>;
  scout: string[]; // every message
  bundled: number;
  rows: number;
}

const mock = (): string => join(dataFolder(), "mock");

describe.skipIf(python === "")("logs", () => {
  it("are read by inspect_ai, inspect view, samples_df and inspect_scout: every sample with its texts and scores", async () => {
    const {folder, rows} = await exportStudy("small", {to: "inspect", output: join(dataFolder(), "logs")});
    const read = (await runPython(python, inspectScript, [folder, join(dataFolder(), "bundle"), mock()])) as ReadLogs;
    expect(Object.keys(read.logs).sort()).toEqual(["small-probe-plain", "small-search-code"]);
    expect([read.rows, read.bundled]).toEqual([rows, 2]);
    const search = read.logs["small-search-code"]!;
    const candidates = (await readTable("small", "candidates"))!;
    const texts = (await readTable("small", "texts"))!;
    const byId = new Map(search.samples.map((sample) => [sample.id, sample]));
    expect([byId.size, search.summaries]).toEqual([candidates.length, candidates.length]);
    for (const {id, run, iteration, slot, score, ...row} of candidates) {
      const pad = (value: number, length: number): string => String(value).padStart(length, "0");
      const {query, response, reasoning} = texts[id]!;
      expect(byId.get(`r${pad(run, 2)}-i${pad(iteration, 2)}-s${pad(slot, 3)}`)).toEqual({
        ...{id: expect.any(String) as string, epoch: 1, error: null, completion: response},
        messages: [
          ["user", query],
          ["assistant", response]
        ],
        scores: {code: [score, reasoning]},
        tokens: row.input_tokens! + row.output_tokens!
      });
    }
    const written = Object.values(read.logs).flatMap((log) => log.samples.flatMap(({messages}) => messages));
    expect(read.scout.sort()).toEqual(written.map(([, text]) => text).sort());
    const probe = read.logs["small-probe-plain"]!;
    const samples = (await readTable("small", "samples"))!;
    const tokens = samples.map((sample) => sample.input_tokens! + sample.output_tokens!);
    expect(sum(probe.samples.map((sample) => sample.tokens))).toBe(sum(tokens));
    const flagged = samples.filter(({violation}) => violation).length;
    const repetitions = (await readTable("small", "measurements"))!.map(({value}) => value!);
    expect(probe).toMatchObject({status: "success", model: "lab/target", summaries: samples.length, reductions: 2});
    expect(probe.metrics.code!.flag_rate).toBe(flagged / samples.length);
    expect(probe.metrics.repetition!.mean).toBeCloseTo(mean(repetitions)!, 9);
    const roles = new Set(probe.samples.map(({messages}) => messages.map(([role]) => role).join()));
    expect([...roles].sort()).toEqual(["system,user,assistant", "user,assistant"]);
  }, 180_000);

  it("of a real task with the mock model are read back: scores, errors, tools, thinking, epochs", async () => {
    const {models, steps, notes} = await importStudy(mock(), "mock");
    const prompts = (await readTable("mock", "probe_prompts"))!;
    const samples = (await readTable("mock", "samples"))!;
    const texts = (await readTable("mock", "sample_texts"))!;
    expect([models, steps[0]!.done, steps[0]!.unscored]).toEqual([{target: ["mockllm/model"]}, 8, 2]);
    expect(notes).toEqual(["Unscored samples by reason: 2 response-failed."]);
    const said = samples.map((sample, i) => {
      const roles = readTranscript(texts[i]!.transcript).map(({role}) => role);
      const {response, thinking} = texts[i]!;
      return [
        prompts[sample.prompt]!.item,
        sample.sample,
        sample.reason,
        response,
        thinking,
        sample.output_tokens,
        roles.join()
      ];
    });
    expect(said.filter(([, epoch]) => epoch === 1)).toEqual([
      ["fails", 1, "response-failed", null, null, null, ""],
      ["plain", 1, null, "So Say it", "hm", 5, ""],
      ["system", 1, null, "So Hi", "hm", 5, "system,user,assistant"],
      ["tools", 1, null, "So 3", "hm", 10, "user,assistant,tool,assistant"]
    ]);
    expect(texts[0]!.reasoning).toBe("ValueError('the sandbox broke')");
    const means = (await readTable("mock", "means"))!.filter(
      ({group, context}) => group === "variant" && context === "none"
    );
    expect(means).toMatchObject([{measure: "concerning", n: 2, unscored: 4, mean: 2}]);
    const letters = (await readTable("mock", "measurements"))!.filter(({measure}) => measure === "letter");
    expect(letters.map(({value, label}) => [value, label])).toEqual(
      [
        [null, null],
        [1, "C"],
        [0, "I"],
        [1, "C"]
      ].flatMap((each) => [each, each])
    );
  });
});
