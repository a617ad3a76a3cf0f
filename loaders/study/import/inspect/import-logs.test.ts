import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {buffer} from "node:stream/consumers";
import {describe, expect, it} from "vitest";
import yazl from "yazl";
import {readTranscript} from "../../../../src/shared/transcript.js";
import type {Row, TableName} from "../../../../src/shared/schema.js";
import {hostile} from "../../../../src/testing/hostile.js";
import {entriesOf, headerOf, sampleOf, zipOf, type ZipEntry} from "../../../corpus/inspect/testing/make-log.js";
import {readTable} from "../../../store/tables.js";
import {dataFolder} from "../../../util/paths.js";
import {useTempData} from "../../../util/testing/temp-data.js";
import {importStudy} from "../import.js";
import type {ImportOptions} from "../import-options.js";

useTempData();

function write(path: string, bytes: Buffer | string): string {
  const file = join(dataFolder(), path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, bytes);
  return file;
}

const log = (path: string, samples: readonly object[], header = headerOf()): string =>
  write(path, zipOf(entriesOf(header, samples)));

const rows = async <T extends TableName>(study: string, table: T): Promise<Row<T>[]> =>
  (await readTable(study, table))!;

const sample = entriesOf(headerOf(), [sampleOf("a", {m: {value: 1}})]);
const header = sample.at(-1)!;
const whole = zipOf(sample);

const score = (value: unknown, more: object = {}): object => ({value, explanation: `why ${String(value)}`, ...more});

let studies = 0;
async function imported(path: string, options: ImportOptions = {}) {
  const name = `study-${studies++}`;
  return {name, manifest: await importStudy(path, name, options)};
}

/** The values of each measure, by the item of its sample. */
async function valuesOf(study: string): Promise<Record<string, Record<string, [number | null, string | null]>>> {
  const prompts = await rows(study, "probe_prompts");
  const samples = await rows(study, "samples");
  const values: Record<string, Record<string, [number | null, string | null]>> = {};
  for (const {sample, measure, value, label} of await rows(study, "measurements"))
    (values[prompts[samples[sample]!.prompt]!.item] ??= {})[measure] = [value, label];
  return values;
}

describe("scores of a log", () => {
  it("are measures: numbers, letters, words, booleans, and dictionaries by their keys", async () => {
    const path = log("kinds.eval", [
      sampleOf("a", {grade: score("C", {answer: "A"}), dims: score({bad: 7, good: true, none: null}), ok: score(true)}),
      sampleOf("b", {grade: score("P"), dims: score({bad: 1.5, good: false, none: 2}), ok: score("no")}),
      sampleOf("c", {grade: score("I"), dims: score({bad: NaN, good: "yes", none: null}), ok: score("0.25")}),
      sampleOf("d", {grade: score("N"), list: score([1, 0]), ok: score("who knows")})
    ]);
    const {name} = await imported(path);
    expect(await valuesOf(name)).toEqual({
      a: {grade: [1, "C"], bad: [7, null], good: [1, null], none: [null, null], ok: [1, null]},
      b: {grade: [0.5, "P"], bad: [1.5, null], good: [0, null], none: [2, null], ok: [0, null]},
      c: {grade: [0, "I"], bad: [null, null], good: [1, null], none: [null, null], ok: [0.25, null]},
      d: {grade: [0, "N"], "list/0": [1, null], "list/1": [0, null], ok: [null, "who knows"]}
    });
    const shares = (await rows(name, "rates")).filter(({group}) => group === "variant");
    const means = (await rows(name, "means")).filter(({group}) => group === "variant");
    expect(shares.map(({measure, rate}) => [measure, rate])).toEqual(
      expect.arrayContaining([
        ["good", 2 / 3],
        ["list/0", 1]
      ])
    );
    expect(means.map(({measure, mean, n, unscored}) => [measure, mean, n, unscored])).toEqual(
      expect.arrayContaining([
        ["grade", 0.375, 4, 0],
        ["bad", 4.25, 2, 1]
      ])
    );
  });

  it("that a scorer of several values could not give are missing in each of them", async () => {
    const failed = score(NaN, {reason: "grader_failed", answer: "?"});
    const path = log("failed.eval", [
      sampleOf("a", {judge: score({bad: 1, good: 3}), ok: score(1)}),
      sampleOf("b", {judge: failed, ok: score(0)})
    ]);
    const {name} = await imported(path);
    expect((await valuesOf(name)).b).toEqual({bad: [null, null], good: [null, null], ok: [0, null]});
    expect((await rows(name, "samples")).map(({status}) => status)).toEqual(["scored", "scored"]);
  });

  it("of one name from two scorers keep the scorer's name", async () => {
    const {name} = await imported(log("same.eval", [sampleOf("a", {x: score({bad: 1}), y: score({bad: 0})})]));
    expect((await valuesOf(name)).a).toEqual({bad: [1, null], "y/bad": [0, null]});
  });

  it("judge by the score that --rubric names, above --threshold", async () => {
    const path = log("petri.eval", [
      sampleOf("a", {judge: score({concerning: 8, polite: 2})}),
      sampleOf("b", {judge: score({concerning: 5, polite: 9})}),
      sampleOf("c", null, {error: {message: "boom"}})
    ]);
    const {name, manifest} = await imported(path, {rubric: "concerning", threshold: 5});
    const samples = await rows(name, "samples");
    expect(samples.map(({rubric, score, violation, reason}) => [rubric, score, violation, reason])).toEqual([
      ["concerning", 8, true, null],
      ["concerning", 5, false, null],
      [null, null, null, "response-failed"]
    ]);
    expect(manifest.rubrics).toMatchObject([{name: "concerning", threshold: 5}]);
    const [rate] = (await rows(name, "rates")).filter((row) => row.measure === "rubric:concerning");
    expect(rate).toMatchObject({n: 2, violations: 1, rate: 0.5});
    await expect(imported(path, {rubric: "concerning"})).rejects.toThrow("add --threshold");
    await expect(imported(path, {rubric: "nice", threshold: 1})).rejects.toThrow(
      "no log has a score nice: there are concerning, polite"
    );
  });
});

describe("samples without a score", () => {
  it("say why: errors, refusals, graders that failed, nothing that scored", async () => {
    const nothing = {output: {choices: []}, messages: []};
    const filtered = {output: {choices: [{message: {role: "assistant", content: ""}, stop_reason: "content_filter"}]}};
    const path = log("unscored.eval", [
      sampleOf(
        "cut",
        {m: score(1)},
        {output: {choices: [{message: {role: "assistant", content: "A"}, stop_reason: "max_tokens"}]}}
      ),
      sampleOf("error", null, {...nothing, error: {message: "ValueError('no')", traceback: "File secret.py"}}),
      sampleOf("filtered", {m: score("C")}, filtered),
      sampleOf("grader", {m: score(NaN, {reason: "grader_failed"})}),
      sampleOf("odd", {m: score(NaN, {reason: "constructor"})}),
      sampleOf("legacy", {m: score(NaN, {metadata: {unscored_reason: "grader_failed"}})}),
      sampleOf("none", null),
      sampleOf("nothing", null, nothing),
      sampleOf("petri", {m: score(NaN, {metadata: {refusal: true}})}),
      sampleOf("refusal", {m: score(NaN, {reason: "refusal"})})
    ]);
    const {name, manifest} = await imported(path);
    const samples = await rows(name, "samples");
    const prompts = await rows(name, "probe_prompts");
    const texts = await rows(name, "sample_texts");
    const ended = samples.map(({prompt, reason, truncated}) => [
      prompts[prompt]!.item,
      reason ?? (truncated ? "cut" : "")
    ]);
    expect(ended).toEqual([
      ["cut", "cut"],
      ["error", "response-failed"],
      ["filtered", "response-refused"],
      ["grader", "judge-failed"],
      ["legacy", "judge-failed"],
      ["none", "not-scored"],
      ["nothing", "response-empty"],
      ["odd", "not-scored"],
      ["petri", "judge-refused"],
      ["refusal", "response-refused"]
    ]);
    expect(texts[1]!.reasoning).toBe("ValueError('no')");
    expect(manifest.steps).toMatchObject([{name: "probe", done: 10, unscored: 9}]);
    const [rate] = (await rows(name, "rates")).filter(({group}) => group === "variant");
    expect(rate).toMatchObject({measure: "m", n: 1, unscored: 9});
  });
});

describe("conversations", () => {
  const spoken = [
    {role: "system", content: "You are a clerk.", source: "input"},
    {
      role: "user",
      content: [
        {type: "text", text: `Look: ${hostile.script}`},
        {type: "image", image: "data:x"}
      ]
    },
    {
      role: "assistant",
      content: [
        {type: "reasoning", reasoning: "hm"},
        {type: "text", text: "I look."}
      ],
      tool_calls: [{id: "1", function: "open", arguments: {path: "/etc"}}]
    },
    {role: "tool", content: "no", function: "open", error: {type: "permission", message: "denied"}},
    {role: "assistant", content: "attachment://00ff"}
  ];

  it("of several turns are whole: system, tools, thinking, attachments", async () => {
    const sample = sampleOf(
      "a",
      {m: score(1)},
      {
        input: spoken.slice(0, 2),
        messages: spoken,
        output: {choices: [{message: spoken[4], stop_reason: "stop"}]},
        attachments: {"00ff": "It is\u2028denied."}
      }
    );
    const {name} = await imported(log("turns.eval", [sample]));
    const [texts] = await rows(name, "sample_texts");
    expect(texts!.response).toBe("It is\u2028denied.");
    expect(readTranscript(texts!.transcript)).toEqual([
      {role: "system", text: "You are a clerk.", given: true},
      {role: "user", text: `Look: ${hostile.script}\n[image]`, given: true},
      {role: "assistant", text: "I look.", thinking: "hm", calls: [{name: "open", arguments: '{"path":"/etc"}'}]},
      {role: "tool", text: "no", tool: "open", error: "denied"},
      {role: "assistant", text: "It is\u2028denied."}
    ]);
    const [context] = await rows(name, "probe_contexts");
    expect(context).toMatchObject({context: "context 1", kind: "system", text: "You are a clerk."});
  });

  it("of one question and one answer are these", async () => {
    const {name} = await imported(log("plain.eval", [sampleOf("a", {m: score(1)})]));
    expect(await rows(name, "sample_texts")).toEqual([
      {id: 0, response: "Answer a.", thinking: null, reasoning: "why 1", transcript: null}
    ]);
    expect((await rows(name, "probe_texts"))[0]!.query).toBe("Question a?");
  });
});

describe("several logs", () => {
  it("of one task are one probe, by model; epochs and repeated runs are samples", async () => {
    const samples = (value: number) => [1, 2].map((epoch) => sampleOf("a", {m: score(value)}, {epoch}));
    log("runs/deep/one.eval", samples(1));
    log("runs/again.eval", samples(0), headerOf({created: "2026-02-01T00:00:00+00:00"}));
    log("runs/two.eval", samples(1), headerOf({model: "mock/two"}));
    log(
      "runs/audit.eval",
      samples(3),
      headerOf({
        ...{task: "audit", model: "none/none"},
        model_roles: {target: {model: "mock/target"}, auditor: {model: "mock/auditor"}, judge: [{model: "mock/judge"}]}
      })
    );
    write("runs/notes.json", '{"version": 1}');
    write("runs/whole.json", JSON.stringify({...headerOf({task: "json"}), samples: [sampleOf("b", {m: score("C")})]}));
    const {name, manifest} = await imported(join(dataFolder(), "runs"));
    const list = (await rows(name, "samples")).map(({probe, model, prompt, sample}) => [probe, model, prompt, sample]);
    expect(list).toEqual([
      ["audit", "mock/target", 0, 1],
      ["audit", "mock/target", 0, 2],
      ["ethics", "mock/one", 1, 1],
      ["ethics", "mock/one", 1, 2],
      ["ethics", "mock/one", 1, 3],
      ["ethics", "mock/one", 1, 4],
      ["ethics", "mock/two", 1, 1],
      ["ethics", "mock/two", 1, 2],
      ["json", "mock/one", 2, 1]
    ]);
    expect(manifest.models).toEqual({
      target: ["mock/target", "mock/one", "mock/two"],
      auditor: ["mock/auditor"],
      judge: ["mock/judge"]
    });
    const compared = (await rows(name, "comparisons")).filter(({compares}) => compares === "model");
    expect(compared).toMatchObject([
      {baseline: "mock/one", compared: "mock/two", value_baseline: 0.5, value_compared: 1}
    ]);
  });

  it("are read but for one that is damaged, which a note names", async () => {
    log("some/good.eval", [sampleOf("a", {m: score(1)})]);
    write("some/half.eval", whole.subarray(0, 100));
    const {name, manifest} = await imported(join(dataFolder(), "some"));
    expect(await rows(name, "samples")).toHaveLength(1);
    expect(manifest.notes).toEqual([expect.stringMatching(/^half\.eval: left out: can't be read as a zip file/)]);
    write("none/half.eval", whole.subarray(0, 100));
    await expect(imported(join(dataFolder(), "none"))).rejects.toThrow("can't be read as a zip file");
  });

  it("that were cut off or lack samples say so", async () => {
    const entries = entriesOf(headerOf({}, {status: "started"}), [sampleOf("a", {m: score(1)})]);
    const cut = entries.map((entry) => ({...entry, name: entry.name.replace("header", "_journal/start")}));
    expect((await imported(write("cut.eval", zipOf(cut)))).manifest.notes[0]).toMatch(/cut\.eval: the run was cut off/);
    const header = headerOf({}, {status: "error", error: {message: "no money"}, results: {total_samples: 5}});
    const {manifest} = await imported(log("short.eval", [sampleOf("a", {m: score(1)})], header));
    expect(manifest.notes.slice(0, 2)).toEqual([
      "short.eval: the run ended with an error: no money",
      "short.eval: 1 of 5 samples are in the log"
    ]);
  });
});

describe("odd samples", () => {
  it("are skipped with a note, and cost no other sample", async () => {
    const good = entriesOf(headerOf(), [sampleOf("good", {m: score(1)})]);
    const bad: ZipEntry[] = [
      {name: "samples/broken_epoch_1.json", data: '{"id": 1, "epoch'},
      {name: "samples/crc_epoch_1.json", data: "{}", crc: 1},
      {name: "samples/empty_epoch_1.json", data: ""},
      {name: "samples/epoch_epoch_1.json", data: JSON.stringify(sampleOf("x", null, {epoch: -1}))},
      {name: "samples/large_epoch_1.json", data: "{}", method: 8, size: 200 * 2 ** 20},
      {name: "samples/list_epoch_1.json", data: "[]"},
      {name: "samples/locked_epoch_1.json", data: "{}", method: 8, flags: 1},
      {name: "samples/method_epoch_1.json", data: "{}", method: 97},
      {
        name: "samples/role_epoch_1.json",
        data: JSON.stringify(sampleOf("x", null, {messages: [{role: "imp", content: ""}]}))
      },
      {name: "samples/short_epoch_1.json", data: "{}", method: 8, size: 9},
      {name: "samples/zstd_epoch_1.json", data: "{}", method: 93, packed: Buffer.from("not Zstandard")}
    ];
    const {name, manifest} = await imported(write("odd.eval", zipOf([...bad, ...good])));
    expect(await rows(name, "samples")).toHaveLength(1);
    expect(manifest.notes).toHaveLength(bad.length);
    for (const [i, {name: entry}] of bad.entries())
      expect(manifest.notes[i]).toMatch(new RegExp(`^odd\\.eval, ${entry}: skipped, [^\\n]+$`));
    expect(manifest.notes.join("\n")).toMatch(/it has 200 MB; at most 128 MB are read/);
  });

  it("are read however an entry is compressed", async () => {
    const entries = [0, 8, 93].flatMap((method) =>
      entriesOf(headerOf(), [sampleOf(`m${method}`, {m: score(1)}, {metadata: {long: "x".repeat(300_000)}})]).map(
        (entry) => ({
          ...entry,
          method
        })
      )
    );
    const {name, manifest} = await imported(write("methods.eval", zipOf(entries)));
    expect([(await rows(name, "samples")).length, manifest.notes]).toEqual([3, []]);
  });

  it("are read from a zip file with 64-bit sizes", async () => {
    const zip = new yazl.ZipFile();
    for (const {name, data} of sample) zip.addBuffer(Buffer.from(data as string), name, {forceZip64Format: true});
    zip.end({forceZip64Format: true, comment: ""});
    const {name} = await imported(write("zip64.eval", await buffer(zip.outputStream)));
    expect(await rows(name, "samples")).toHaveLength(1);
  });
});

const damaged: [what: string, bytes: Buffer | string, message: RegExp][] = [
  ["nothing at all", "", /can't be read as a zip file/],
  ["text", "This is a log.", /can't be read as a zip file/],
  ["JSON", JSON.stringify(headerOf()), /can't be read as a zip file/],
  ["half a log", whole.subarray(0, whole.length / 2), /can't be read as a zip file/],
  ["a log without its first bytes", whole.subarray(40), /can't be read/],
  ["a directory that points past the end", flip(whole, whole.length - 3), /can't be read/],
  ["zeros", Buffer.alloc(4096), /can't be read as a zip file/],
  [
    "a zip file of something else",
    zipOf([{name: "word/document.xml", data: "<a/>"}]),
    /no Inspect log: a zip file without header\.json/
  ],
  ["an empty zip file", zipOf([]), /no Inspect log/],
  [
    "a path that leads out of the file",
    zipOf([{name: "../../etc/passwd", data: "x"}, ...sample]),
    /can't be read as a zip file: invalid relative path/
  ],
  [
    "an absolute path",
    zipOf([{name: "/etc/passwd", data: "x"}, ...sample]),
    /can't be read as a zip file: absolute path/
  ],
  ["a header that is damaged", zipOf([{...header, crc: 7}]), /header\.json can't be read: it is damaged/],
  ["a header that is encrypted", zipOf([{...header, flags: 1}]), /header\.json can't be read: it is encrypted/],
  ["a header of an unknown compression", zipOf([{...header, method: 99}]), /compression method 99: expected 0/],
  ["a header that claims to be huge", zipOf([{...header, size: 2 ** 31}]), /it has 2048 MB; at most 128 MB are read/],
  ["a header that is longer than it says", zipOf([{...header, size: 10}]), /header\.json can't be read/],
  ["a header that is no JSON", zipOf([{...header, data: "{"}]), /the header of the log is not JSON/],
  ["a header that is a list", zipOf([{...header, data: "[1]"}]), /the header of the log is not JSON/],
  [
    "a header of another program",
    zipOf([{...header, data: '{"version": 2}'}]),
    /not the header of an Inspect log: eval/
  ],
  ["a header without a model", zipOf(entriesOf({version: 2, eval: {task: "x"}}, [])), /eval\.model/],
  ["a header that is nested too deep", zipOf([{...header, data: `{"a":${"[".repeat(200_000)}`}]), /not JSON/],
  ["no sample", zipOf([header]), /holds no sample/],
  [
    "no sample that can be read",
    zipOf([{name: "samples/a_epoch_1.json", data: "?"}, header]),
    /no sample of these logs can be read/
  ],
  [
    "entries that unpack to terabytes",
    zipOf(many(40, {name: "samples/b", data: "x", method: 8, size: 2 ** 32 - 2})),
    /unpacks to more than 65536 MB/
  ],
  ["a bomb of Zstandard", zipOf([{...header, method: 93, packed: bomb(), size: 1000}]), /header\.json can't be read/]
];

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 0xff;
  return copy;
}

function many(count: number, entry: ZipEntry): ZipEntry[] {
  return Array.from({length: count}, (_, i) => ({...entry, name: `${entry.name}${i}.json`}));
}

/** A frame that asks for 2 GB of memory, and then repeats one byte. */
function bomb(): Buffer {
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8]),
    ...Array.from({length: 1000}, () => Buffer.from([0x02, 0x00, 0x10, 0x41]))
  ]);
}

describe("a damaged log", () => {
  it.each(damaged)("that is %s ends in one line", async (what, bytes, message) => {
    const path = write(`damaged/${damaged.findIndex(([each]) => each === what)}.eval`, bytes);
    const error = await imported(path).then(
      () => null,
      (each: Error) => each
    );
    expect([what, error?.name]).toEqual([what, "UserError"]);
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toMatch(/\n/);
  });

  it("leaves the study that it should replace as it was", async () => {
    const good = log("good.eval", [sampleOf("a", {m: score(1)})]);
    await importStudy(good, "kept");
    const path = write("late.eval", zipOf([{name: "samples/a_epoch_1.json", data: "?"}, header]));
    await expect(importStudy(path, "kept", {overwrite: true})).rejects.toThrow("no sample of these logs can be read");
    expect(await rows("kept", "samples")).toHaveLength(1);
    expect(readFileSync(good).length).toBeGreaterThan(0);
  });
});
