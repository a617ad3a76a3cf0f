import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {fileKinds, toLines, zstdFrame} from "../testing/write-rows.js";
import {chunkOfFile} from "./pair-files.js";
import {readPairs} from "./read-pairs.js";

const {folder} = useTempData();

function corpus(files: Record<string, string | Uint8Array>): string {
  const path = mkdtempSync(join(folder(), "corpus-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), {recursive: true});
    writeFileSync(join(path, name), content);
  }
  return path;
}

const read = (path: string) => readPairs(path, {}, () => undefined);

async function problem(path: string): Promise<string> {
  try {
    await read(path);
    return "";
  } catch (error) {
    if (!isUserError(error)) throw error;
    return formatUserError(error);
  }
}

const rows = Array.from({length: 5}, (_, i) => ({prompt: `q${i}`, response: `r${i}`}));
const good = toLines(rows);
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 10\n`;

describe("shards of a split are one chunk", () => {
  const uuid = (i: number) => `0${i}0b837f-b1e0-4254-8b88-ed2976e9cee${i}`;
  it.each<[string, (i: number) => string]>([
    ["train", (i) => `data/train-0000${i}-of-00002.parquet`],
    ["train_sft", (i) => `data/train_sft-0000${i}-of-00002-0a1804bcb6ae68c${i}.parquet`],
    ["train", (i) => `default/train/000${i}.parquet`],
    ["part", (i) => `part-0000${i}-${uuid(i)}-c000.snappy.parquet`],
    ["part", (i) => `part-0000${i}-${uuid(i)}.c000.gz.parquet`],
    ["math", (i) => `math/part-0000${i}-${uuid(i)}-c000.zstd.parquet`],
    ["code", (i) => `code/shard_${i}.jsonl.zst`],
    ["code", (i) => `code/${i}.jsonl`],
    ["code", (i) => `code_part_${i}_of_2.jsonl.gz`.replace("_part", "")],
    ["chunk", (i) => `chunk${i}.JSONL`],
    ["sums", (i) => `sums-00${i}.arrow`],
    ["sums", (i) => `sums/data-0000${i}-of-00002.arrow`],
    ["data", (i) => `data-${i}-of-2.json`]
  ])("%s", (chunk, nameOf) => {
    expect([nameOf(0), nameOf(1)].map(chunkOfFile)).toEqual([chunk, chunk]);
  });

  it("but files whose names differ in words or versions are not", () => {
    expect(["math-1.jsonl", "math-2.jsonl", "a/b.jsonl", "facade.jsonl"].map(chunkOfFile)).toEqual([
      "math-1",
      "math-2",
      "b",
      "facade"
    ]);
  });
});

describe("what a folder holds beside its data", () => {
  it("is counted by reason with names, in the report and in words", async () => {
    const path = corpus({
      "a.jsonl": good,
      "b.jsonl.zst": zstdFrame(Buffer.from(toLines([{prompt: "q", response: "r"}]))),
      "dataset_info.json": JSON.stringify({splits: {train: {rows: 5}}}, null, 2),
      "state.json": '{"split": "train"}',
      "README.md": "read me",
      "c.jsonl.xz": "xz",
      "d.parquet": pointer,
      "sub.jsonl/e.jsonl": toLines([{prompt: "q2", response: "r"}])
    });
    symlinkSync("..", join(path, "sub.jsonl/up"));
    symlinkSync("nowhere", join(path, "notes.txt"));
    symlinkSync("/dev/null", join(path, "null.jsonl"));
    symlinkSync("self.jsonl", join(path, "self.jsonl"));
    const {kept, unread, notes} = await read(path);
    expect(kept).toBe(7);
    expect(Object.fromEntries(unread.map(({reason, examples}) => [reason, examples]))).toEqual({
      "not-data": ["README.md", "c.jsonl.xz"],
      "no-rows": ["dataset_info.json", "state.json"],
      "lfs-pointer": ["d.parquet"],
      "not-a-file": ["null.jsonl"],
      "dangling-link": ["notes.txt"],
      "link-loop": ["self.jsonl", "sub.jsonl/up"]
    });
    expect(notes).toContain("2 files were not read, of kinds that are not read: README.md, c.jsonl.xz");
    expect(notes).toContain("1 file was not read, Git LFS pointers, not fetched: d.parquet");
  });

  it("is an error that names the file and the cure where it is all there is, or a link leads nowhere", async () => {
    expect(await problem(corpus({"a.parquet": pointer}))).toMatch(/a\.parquet: is a Git LFS pointer.*git lfs pull/);
    expect(await problem(join(corpus({"a.jsonl": pointer}), "a.jsonl"))).toContain("is a Git LFS pointer");
    expect(await problem(corpus({"info.json": '{"a": 1}'}))).toMatch(/1 no-rows \(info\.json\); one JSON object/);
    const path = corpus({"a.jsonl": good});
    symlinkSync("nowhere", join(path, "b.jsonl"));
    expect(await problem(path)).toMatch(/b\.jsonl: is a link to a file that is not there: get that file/);
    expect(await problem("/dev/zero")).toContain("is not a file");
    expect(await problem(`${"a".repeat(5000)}.jsonl`)).toContain("no such file, or it can't be read");
    symlinkSync("loop.jsonl", join(path, "loop.jsonl"));
    expect(await problem(join(path, "loop.jsonl"))).toContain("no such file, or it can't be read");
  });
});

describe("columns that may name the chunk", () => {
  it("are proposed where rows have none", async () => {
    const tagged = rows.map((row) => ({...row, source_dataset: "a", dataset_source: "b", note: "c"}));
    for (const kind of [".jsonl", ".parquet", ".arrow"]) {
      const path = join(mkdtempSync(join(folder(), "corpus-")), `tagged${kind}`);
      writeFileSync(path, await fileKinds[kind]!(tagged, path));
      const {unnamed, notes} = await read(path);
      expect([kind, unnamed, notes]).toEqual([
        kind,
        5,
        [
          "5 rows have no chunk column: their chunk is the name of the file; to take them from a column: " +
            "--source source_dataset, or --source dataset_source"
        ]
      ]);
      expect((await readPairs(path, {source: "dataset_source"}, () => undefined)).notes).toEqual([]);
    }
  });

  it("mixed shapes and choices are said", async () => {
    const mixed = [...rows, {chosen: "r", prompt: "q", rejected: "n"}].map((row) => ({...row, source: "s"}));
    expect((await read(corpus({"a.jsonl": toLines(mixed)}))).notes).toEqual([
      "its rows mix shapes: 5 prompt-response, 1 chosen",
      "of each preference pair the chosen answer was read; rejected ones were left out"
    ]);
  });
});

describe("layouts of JSON", () => {
  const talk = [
    {role: "user", content: "q"},
    {role: "assistant", content: "r"}
  ];
  it.each<[string, string, number]>([
    [
      "a conversation a line, as a bare list",
      `${JSON.stringify(talk)}\n${JSON.stringify(talk.map((turn) => ({...turn, content: `${turn.content}2`})))}\n`,
      2
    ],
    ["one conversation over several lines", JSON.stringify({messages: talk}, null, 2), 1],
    ["one conversation", JSON.stringify({messages: talk}), 1],
    [
      "rows as a hub's API wraps them",
      JSON.stringify({features: [{name: "a"}], rows: rows.map((row, i) => ({row_idx: i, row}))}),
      5
    ],
    ["objects over several lines", rows.map((row) => JSON.stringify(row, null, 2)).join("\n"), 5],
    ["lines of which the first is torn", `{"prompt": "to\n${good}`, 5]
  ])("%s", async (_, text, count) => {
    expect((await read(join(corpus({"a.json": text}), "a.json"))).kept).toBe(count);
  });

  it("text after an array is counted", async () => {
    const {kept, skipped} = await read(join(corpus({"a.json": `${JSON.stringify(rows)}\n[]`}), "a.json"));
    expect([kept, skipped]).toEqual([5, [{reason: "not-json", count: 1, examples: [{file: "a.json", line: 6}]}]]);
  });

  it.each([
    [
      "columns",
      {prompt: {0: "q"}, response: {0: "r"}},
      /one JSON object, of prompt \(object\), response \(object\): expected a row a line/
    ],
    ["two lists of rows", {train: rows, test: rows}, /one JSON object with rows under train and test/]
  ])("%s are refused with the cure", async (_, value, line) => {
    expect(await problem(join(corpus({"a.json": JSON.stringify(value)}), "a.json"))).toMatch(line);
  });
});

describe("compressed and Arrow files", () => {
  // what the zstd command makes of '{"prompt":"why?","response":"because"}' and a line feed
  const small = "KLUv/QRYOQEAeyJwcm9tcHQiOiJ3aHk/IiwicmVzcG9uc2UiOiJiZWNhdXNlIn0K2fRTMw==";
  const at = (name: string, bytes: Uint8Array) => join(corpus({[name]: bytes}), name);

  it("frames that follow each other, and skippable ones, are read", async () => {
    const skippable = Buffer.from("502a4d1804000000" + "00000000", "hex");
    const frame = zstdFrame(Buffer.from(good));
    const {kept, duplicates} = await read(at("a.jsonl.zst", Buffer.concat([skippable, frame, frame, skippable])));
    expect([kept, duplicates]).toEqual([5, 5]);
    expect((await read(at("a.jsonl.zst", Buffer.from(small, "base64")))).kept).toBe(1);
  });

  it("cut short or of another kind, they are an error", async () => {
    const frame = zstdFrame(Buffer.from(good));
    expect(await problem(at("a.jsonl.zst", frame.subarray(0, 60)))).toMatch(/can't be read to its end: unexpected EOF/);
    expect(await problem(at("a.jsonl.zst", Buffer.from(good)))).toMatch(
      /can't be read to its end: .*get the file again/
    );
    for (const kind of [".arrow", ".feather"]) {
      const bytes = await fileKinds[kind]!(rows, "");
      for (const cut of [0.3, 0.6, 0.9])
        expect(await problem(at(`a${kind}`, bytes.slice(0, bytes.length * cut)))).toMatch(
          /damaged Arrow file: .*get the file again|^$/
        );
      expect(await problem(at(`a${kind}`, Buffer.from("not Arrow at all, by no means")))).toContain(
        "damaged Arrow file"
      );
    }
  });
});
