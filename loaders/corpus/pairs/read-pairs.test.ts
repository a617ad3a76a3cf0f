import {mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {parquetWriteBuffer} from "hyparquet-writer";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {readPairs, type CorpusReport, type Pair, type PairOptions, type PairProgress} from "./read-pairs.js";

const {folder} = useTempData();

function write(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(folder(), "corpus-")), name);
  writeFileSync(path, content);
  return path;
}

const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

async function read(path: string, options: PairOptions = {}): Promise<{pairs: Pair[]; report: CorpusReport}> {
  const pairs: Pair[] = [];
  const report = await readPairs(path, options, (pair) => void pairs.push(pair));
  return {pairs, report};
}

const readRows = (rows: readonly unknown[], options?: PairOptions) => read(write("rows.jsonl", lines(rows)), options);

async function problem(path: string, options?: PairOptions): Promise<string> {
  try {
    await read(path, options);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error).replaceAll(/[^ ]*corpus-\w+/g, "");
  }
}

const texts = ({pairs}: {pairs: Pair[]}) => pairs.map(({query, response}) => `${query} > ${response}`);
const numbered = (count: number, source = "s") =>
  Array.from({length: count}, (_, i) => ({prompt: `q${i}`, response: `r${i}`, source}));
const turn = (role: string, content: unknown) => ({role, content});

describe("shapes of rows", () => {
  it.each([
    ["messages", {messages: [turn("user", "q"), turn("assistant", "r")]}],
    ["messages after a system message", {messages: [turn("system", "s"), turn("user", "q"), turn("assistant", "r")]}],
    [
      "messages with more turns: the first pair",
      {messages: [turn("user", "q"), turn("assistant", "r"), turn("user", "q2"), turn("assistant", "r2")]}
    ],
    [
      "messages with parts of content",
      {messages: [turn("user", [{type: "text", text: "q"}, {type: "image"}]), turn("assistant", [{text: "r"}])]}
    ],
    ["messages as JSON text", {messages: JSON.stringify([turn("user", "q"), turn("assistant", "r")])}],
    [
      "ShareGPT conversations",
      {
        conversations: [
          {from: "human", value: "q"},
          {from: "gpt", value: "r"}
        ]
      }
    ],
    ["prompt and response", {prompt: "q", response: "r", sae_attributes: ["The query is short."]}],
    ["prompt and completion", {prompt: "q", completion: " r\n"}],
    ["a prompt and completion of messages", {prompt: [turn("user", "q")], completion: [turn("assistant", "r")]}],
    ["instruction and output", {instruction: "q", input: "", output: "r"}]
  ])("%s", async (_, row) => {
    expect(texts(await readRows([row]))).toEqual(["q > r"]);
  });

  it("an input follows its instruction", async () => {
    const {pairs, report} = await readRows([{instruction: "Sum up.", input: "A text.", output: "r"}]);
    expect(pairs[0]!.query).toBe("Sum up.\n\nA text.");
    expect(report.shapes).toEqual([{shape: "instruction-output", rows: 1}]);
  });

  it("a call of a tool without words is an answer", async () => {
    const call = {role: "assistant", content: null, tool_calls: [{function: {name: "f"}}]};
    const {pairs} = await readRows([{messages: [turn("user", "q"), call]}]);
    expect(pairs[0]!.response).toBe('[{"function":{"name":"f"}}]');
  });

  it("a corpus that mixes shapes is read and said to", async () => {
    const {pairs, report} = await readRows([
      {prompt: "a", response: "b"},
      {messages: [turn("user", "q"), turn("assistant", "r")]},
      {prompt: "c", response: "d"}
    ]);
    expect(pairs).toHaveLength(3);
    expect(report.shapes).toEqual([
      {shape: "prompt-response", rows: 2},
      {shape: "messages", rows: 1}
    ]);
  });
});

describe("kinds of files", () => {
  const rows = numbered(30);

  it("compressed lines, a JSON array, pretty-printed or not, and lines in a .json file", async () => {
    const expected = texts(await readRows(rows));
    expect(texts(await read(write("a.jsonl.gz", gzipSync(lines(rows)))))).toEqual(expected);
    expect(texts(await read(write("a.json", JSON.stringify(rows))))).toEqual(expected);
    expect(texts(await read(write("a.json", JSON.stringify(rows, null, 2))))).toEqual(expected);
    expect(texts(await read(write("a.json", lines(rows))))).toEqual(expected);
    expect(texts(await read(write("a.jsonl", `\uFEFF${lines(rows)}`)))).toEqual(expected);
  });

  it("a JSON array with brackets and quotes in its texts", async () => {
    const hostile = [
      {prompt: 'a]}"[{\\', response: ',"}]'},
      {prompt: "[", response: "]"}
    ];
    expect(texts(await read(write("a.json", JSON.stringify(hostile))))).toEqual(['a]}"[{\\ > ,"}]', "[ > ]"]);
  });

  it("Parquet with columns of strings", async () => {
    const column = (name: string, data: string[]) => ({name, data, type: "STRING" as const});
    const bytes = parquetWriteBuffer({
      columnData: [
        column(
          "prompt",
          rows.map(({prompt}) => prompt)
        ),
        column(
          "response",
          rows.map(({response}) => response)
        ),
        column(
          "source",
          rows.map((_, i) => `s${i % 2}`)
        ),
        {name: "score", data: rows.map((_, i) => i), type: "INT32" as const}
      ],
      rowGroupSize: [10]
    });
    const {pairs, report} = await read(write("a.parquet", new Uint8Array(bytes)));
    expect(texts({pairs})).toEqual(texts(await readRows(rows)));
    expect(pairs[11]).toMatchObject({source: "s1", line: 12, file: "a.parquet"});
    expect(report.sources).toEqual([
      {source: "s0", rows: 15, kept: 15},
      {source: "s1", rows: 15, kept: 15}
    ]);
  });

  it("Parquet with messages as JSON text", async () => {
    const data = rows.map(({prompt, response}) => JSON.stringify([turn("user", prompt), turn("assistant", response)]));
    const bytes = parquetWriteBuffer({columnData: [{name: "messages", data, type: "STRING"}]});
    expect(texts(await read(write("a.parquet", new Uint8Array(bytes))))).toEqual(texts(await readRows(rows)));
  });

  it("a folder of files, whose names are the chunks when no column is", async () => {
    const path = mkdtempSync(join(folder(), "corpus-"));
    mkdirSync(join(path, "code"));
    writeFileSync(join(path, "math.jsonl"), lines([{prompt: "a", response: "b"}]));
    writeFileSync(join(path, "code", "train-00000-of-00002.jsonl"), lines([{prompt: "c", response: "d"}]));
    writeFileSync(join(path, "empty.jsonl"), "");
    writeFileSync(join(path, "notes.txt"), "not data");
    const {pairs, report} = await read(path);
    expect(pairs.map(({source, file}) => [source, file])).toEqual([
      ["code", "code/train-00000-of-00002.jsonl"],
      ["math", "math.jsonl"]
    ]);
    expect(report).toMatchObject({unnamed: 2, rows: 2, kept: 2});
    expect(report.skipped).toEqual([{reason: "empty-file", count: 1, examples: [{file: "empty.jsonl", line: 0}]}]);
    expect((await read(path, {files: ["code/*"]})).pairs).toHaveLength(1);
    expect(await problem(path, {files: ["none/*"]})).toContain("no file matches none/*");
  });
});

describe("the chunk of a row", () => {
  it("is in `source`, else in `dataset`, else in the column that is told", async () => {
    const row = {prompt: "q", response: "r", source: "a", dataset: "b", origin: 7};
    expect((await readRows([row])).pairs[0]!.source).toBe("a");
    expect((await readRows([{...row, source: undefined}])).pairs[0]!.source).toBe("b");
    expect((await readRows([row], {source: "origin"})).pairs[0]!.source).toBe("7");
    expect((await readRows([row], {source: ""})).pairs[0]!.source).toBe("rows");
  });

  it("is the file's name where a row lacks the column, and such rows are counted", async () => {
    const {pairs, report} = await readRows(
      [
        {prompt: "a", response: "b", kind: "k"},
        {prompt: "c", response: "d"}
      ],
      {
        source: "kind"
      }
    );
    expect(pairs.map(({source}) => source)).toEqual(["k", "rows"]);
    expect(report.unnamed).toBe(1);
  });

  it("is an error where no row has the column", async () => {
    const path = write("rows.jsonl", lines(numbered(2)));
    expect(await problem(path, {source: "kind"})).toBe(
      "kind: no row has it: expected the column that names the chunk, the columns are prompt, response, source"
    );
  });
});

describe("rows that are no pair", () => {
  it("are counted by reason with their lines", async () => {
    const good = lines(numbered(1));
    const content = Buffer.concat([
      Buffer.from(good),
      Buffer.from([0x22, 0xff, 0xfe, 0x0a]),
      Buffer.from("nonsense\n"),
      Buffer.from(lines([{text: "a"}, {prompt: "a"}, {prompt: "", response: "b"}, {messages: [turn("user", "q")]}])),
      Buffer.from('{"prompt": "torn')
    ]);
    const {report} = await read(write("a.jsonl", content));
    expect(report).toMatchObject({rows: 8, kept: 1});
    const found = Object.fromEntries(
      report.skipped.map(({reason, examples}) => [reason, examples.map(({line}) => line)])
    );
    expect(found).toEqual({
      "not-utf8": [2],
      "not-json": [3],
      "unknown-shape": [4],
      "no-response": [5, 7],
      "no-query": [6],
      torn: [8]
    });
  });

  it("keep a few examples of each reason, and the whole count", async () => {
    const {report} = await readRows([...numbered(1), ...Array.from({length: 40}, () => ({prompt: "a"}))]);
    expect(report.skipped[0]).toMatchObject({reason: "no-response", count: 40});
    expect(report.skipped[0]!.examples).toHaveLength(5);
  });

  it("a row of 10 MB is read, one of 70 MB is counted and not held", async () => {
    const rows = [
      {prompt: "a", response: "b".repeat(10_000_000)},
      {prompt: "a", response: "c".repeat(70_000_000)}
    ];
    const {pairs, report} = await readRows([...rows, {prompt: "a", response: "d"}]);
    expect(pairs.map(({response}) => response.length)).toEqual([10_000_000, 1]);
    expect(report.skipped).toEqual([{reason: "too-long", count: 1, examples: [{file: "rows.jsonl", line: 2}]}]);
  });
});

describe("a corpus without a pair is an error", () => {
  it("names the reasons, the first row and its columns", async () => {
    expect(await problem(write("a.jsonl", lines([{text: "a"}, {text: "b"}])))).toBe(
      "a.jsonl:1: none of its 2 rows is a training pair (2 unknown-shape): expected messages, conversations, chosen, " +
        "instruction and output, prompt and response or completion, or a list of messages in one other column, its " +
        "columns are text (text)"
    );
    expect(await problem(write("a.jsonl", lines([{prompt: "a"}])))).toContain("(1 no-response)");
  });

  it("also for files that are empty, blank, not text, or of another kind", async () => {
    expect(await problem(write("a.jsonl", ""))).toContain("a.jsonl: is empty");
    expect(await problem(write("a.jsonl", "\n\n  \n"))).toContain("has no row");
    expect(await problem(write("a.jsonl", Buffer.from([0xff, 0xff, 0x00, 0x0a, 0x00])))).toContain("not-utf8");
    expect(await problem(write("a.jsonl", Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x00])))).toContain("is UTF-16 text");
    expect(await problem(write("a.csv", "a,b"))).toContain("unsupported kind of file: expected .jsonl");
    expect(await problem("/nowhere/a.jsonl")).toContain("no such file, or it can't be read");
    expect(await problem(mkdtempSync(join(folder(), "corpus-")))).toContain("no data file in this folder");
  });

  it("and for damaged files", async () => {
    const whole = gzipSync(lines(numbered(1000)));
    expect(await problem(write("a.jsonl.gz", whole.subarray(0, whole.length - 100)))).toContain(
      "can't be read to its end: unexpected end of file"
    );
    expect(await problem(write("a.parquet", "PAR1 no PAR1"))).toContain("not a Parquet file");
    const data = ["a", "b"];
    const bytes = parquetWriteBuffer({columnData: [{name: "text", data, type: "STRING"}]});
    expect(await problem(write("a.parquet", new Uint8Array(bytes)))).toContain("its columns are text");
  });
});

describe("duplicates", () => {
  it("come once in a chunk, however often and wherever", async () => {
    const rows = numbered(50);
    const {pairs, report} = await readRows([...rows, ...rows.slice(10), rows[0], {...rows[0], source: "t"}]);
    expect(pairs).toHaveLength(51);
    expect(report).toMatchObject({rows: 92, kept: 51, duplicates: 41, sampledOut: 0});
    expect(report.sources).toEqual([
      {source: "s", rows: 91, kept: 50},
      {source: "t", rows: 1, kept: 1}
    ]);
  });

  it("are not made by moving a letter from the query to the response", async () => {
    const rows = [
      {prompt: "ab", response: "c"},
      {prompt: "a", response: "bc"}
    ];
    expect((await readRows(rows)).pairs).toHaveLength(2);
  });
});

describe("a sample", () => {
  const ids = ({pairs}: {pairs: Pair[]}) => pairs.map(({line}) => line);

  it("has the size asked for, the order of the file, and depends on the seed", async () => {
    const rows = numbered(500);
    const one = await readRows(rows, {sample: 50, seed: 1});
    expect(ids(one)).toHaveLength(50);
    expect(ids(one)).toEqual(ids(one).toSorted((a, b) => a - b));
    expect(ids(await readRows(rows, {sample: 50, seed: 1}))).toEqual(ids(one));
    expect(ids(await readRows(rows, {sample: 50, seed: 2}))).not.toEqual(ids(one));
    expect(one.report).toMatchObject({rows: 500, kept: 50, sampledOut: 450, duplicates: 0});
  });

  it("is uniform over the file: never its head", async () => {
    const rows = numbered(400);
    const counts = new Array<number>(4).fill(0);
    for (let seed = 1; seed <= 100; seed++)
      for (const line of ids(await readRows(rows, {sample: 40, seed}))) counts[Math.floor((line - 1) / 100)]!++;
    // 1000 expected in each quarter, standard deviation 26
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it("draws the same pairs whatever the order of the rows, and a duplicate has no better chance", async () => {
    const rows = numbered(200);
    const one = texts(await readRows(rows, {sample: 20}));
    const other = await readRows([...rows.toReversed(), ...rows.slice(0, 100)], {sample: 20});
    expect(texts(other).sort()).toEqual(one.sort());
    expect(other.report).toMatchObject({rows: 300, kept: 20, duplicates: 100, sampledOut: 180});
  });

  it("is drawn of each chunk", async () => {
    const {report} = await readRows([...numbered(100, "a"), ...numbered(7, "b")], {perSource: 10});
    expect(report.sources).toEqual([
      {source: "a", rows: 100, kept: 10},
      {source: "b", rows: 7, kept: 7}
    ]);
  });

  it("larger than the corpus is the corpus", async () => {
    expect((await readRows(numbered(5), {sample: 50})).pairs).toHaveLength(5);
  });

  it("of a size that is none is an error", async () => {
    const path = write("rows.jsonl", lines(numbered(2)));
    expect(await problem(path, {sample: 0})).toContain("expected a whole number of pairs above 0");
    expect(await problem(path, {sample: 1, perSource: 1})).toContain("give one of the two sizes");
  });
});

describe("a long reading", () => {
  it("tells how far it is, waits for a visitor that is busy, and stops when asked to", async () => {
    const path = write("rows.jsonl", lines(numbered(5000)));
    const seen: PairProgress[] = [];
    await readPairs(path, {sample: 10, onProgress: (progress) => seen.push(progress)}, () => undefined);
    expect([...new Set(seen.map(({stage}) => stage))]).toEqual(["choose", "read"]);
    expect(seen.at(-1)).toMatchObject({rows: 5000, kept: 10, bytes: seen.at(-1)!.totalBytes});
    const stop = new AbortController();
    let visited = 0;
    const reading = readPairs(path, {signal: stop.signal}, async () => {
      await Promise.resolve();
      if (++visited === 1500) stop.abort(new Error("stopped"));
    });
    await expect(reading).rejects.toThrow("stopped");
    expect(visited).toBeLessThan(3000);
  });
});
