import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import type {Row} from "../../../src/shared/schema.js";
import {readTranscript} from "../../../src/shared/transcript.js";
import {conversation} from "../../../src/testing/conversation-data.js";
import {endings, plantStudy} from "../../../src/testing/exported-study.js";
import {hostile} from "../../../src/testing/hostile.js";
import {blankManifest, readManifest, writeManifest} from "../../store/manifest.js";
import {readTable, writeTable} from "../../store/tables.js";
import {importStudy} from "../../study/import/import.js";
import {dataFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {exportStudy} from "../export-study.js";
import {readZip} from "./testing/read-zip.js";

useTempData();

const out = (name: string): string => join(dataFolder(), "out", name);
const logsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".eval"));

/** The log of a task as its header and its samples by id and epoch. */
async function readLog(folder: string, task: string, model = "planted/one") {
  for (const name of logsIn(folder)) {
    const entries = await readZip(join(folder, name));
    const header = JSON.parse(entries.get("header.json")!) as Header;
    if (header.eval.task !== task || header.eval.model !== model) continue;
    const samples = new Map(
      [...entries].flatMap(([path, text]) => {
        const [, id] = /^samples\/(.*)\.json$/.exec(path) ?? [];
        return id === undefined ? [] : [[id, JSON.parse(text.replaceAll(":NaN", ":null")) as Sample] as const];
      })
    );
    return {name, entries, header, samples};
  }
  throw new Error(`there is no log of ${task}`);
}

interface Header {
  status: string;
  eval: {task: string; model: string; model_generate_config: object; metadata: {surfturf: {notes: string[]}}};
  results: {
    total_samples: number;
    completed_samples: number;
    scores: {
      name: string;
      scored_samples: number;
      unscored_samples: number;
      metrics: Record<string, {value: number}>;
    }[];
  };
}

interface Sample {
  epoch: number;
  uuid: string;
  input: unknown;
  messages: {role: string; content: unknown}[];
  output: {completion: string; choices: {stop_reason: string}[]};
  scores?: Record<string, {value: number | string | null; reason?: string; answer?: string; metadata: object}>;
  error?: {message: string};
  metadata: Record<string, unknown>;
}

beforeAll(async () => {
  await plantStudy("planted");
  await exportStudy("planted", {to: "inspect", output: out("whole")});
});

describe("a study that goes to .eval and comes back", () => {
  const byText = (rows: unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();

  it("keeps counts, scores, reasons and texts", async () => {
    await importStudy(out("whole"), "back");
    const samples = (await readTable("planted", "samples"))!;
    const sampleTexts = (await readTable("planted", "sample_texts"))!;
    const candidates = (await readTable("planted", "candidates"))!;
    const texts = (await readTable("planted", "texts"))!;
    const back = (await readTable("back", "samples"))!;
    const backTexts = (await readTable("back", "sample_texts"))!;
    const facts = (
      row: Pick<Row<"samples">, "model" | "reason" | "rubric" | "score" | "scored_by">,
      {response, thinking, reasoning}: Pick<Row<"sample_texts">, "response" | "thinking" | "reasoning">
    ) => [row.model, row.reason, row.rubric, row.score, row.scored_by, response, thinking, row.rubric && reasoning];
    expect(byText(back.map((row, i) => facts(row, backTexts[i]!)))).toEqual(
      byText([
        ...samples.map((row, i) => facts(row, sampleTexts[i]!)),
        ...candidates.map((row, i) => facts(row, texts[i]!))
      ])
    );
    const talks = (all: readonly Row<"sample_texts">[]) => all.flatMap(({transcript}) => transcript ?? []);
    expect(talks(sampleTexts)).toHaveLength(1);
    const talk = readTranscript(talks(backTexts).find((text) => text.includes("turn 44")));
    expect(talk).toHaveLength(conversation.length);
    expect(talk.map(({text, thinking}) => [text, thinking])).toEqual(
      conversation.map(({text, thinking}) => [text, thinking])
    );
    expect(talk[2]!.calls).toEqual(conversation[2]!.calls);
    const rates = async (study: string) =>
      (await readTable(study, "rates"))!
        .filter(({group, step, probe}) => group === "variant" && step === "probe" && probe !== "search rebut")
        .map(({probe, measure, model, context, variant, n, violations, unscored}) => [
          ...[probe, measure, model, context, variant],
          ...[n, violations, unscored]
        ]);
    const probes = new Set(samples.filter(({step}) => step === "probe").map(({probe}) => probe));
    const own = (await rates("back")).filter(([probe]) => probes.has(probe as string));
    expect(byText(own)).toEqual(byText(await rates("planted")));
    const items = async (study: string) => new Set((await readTable(study, "probe_prompts"))!.map(({item}) => item));
    expect([...(await items("back"))]).toEqual(expect.arrayContaining(["rebut-0", "1, 1", "maths 0", "fact 0"]));
  });
});

describe("exportStudy(study, {to: 'inspect'})", () => {
  it("writes a log for each model in each search and probe, with every candidate and sample in one", async () => {
    const samples = (await readTable("planted", "samples"))!;
    const groups = new Set(samples.map(({step, probe, model}) => `${step} ${probe} ${model}`));
    expect(logsIn(out("whole"))).toHaveLength(groups.size + 1);
    let total = 0;
    for (const name of logsIn(out("whole"))) {
      const entries = await readZip(join(out("whole"), name));
      const header = JSON.parse(entries.get("header.json")!) as Header;
      const own = [...entries.keys()].filter((path) => path.startsWith("samples/"));
      const summaries = JSON.parse(entries.get("summaries.json")!.replaceAll(":NaN", ":null")) as unknown[];
      expect([own.length, summaries.length]).toEqual([header.results.total_samples, header.results.total_samples]);
      total += own.length;
    }
    expect(total).toBe(samples.length + endings.length);
  });

  it("has scores, missing scores with their reason, and errors as errors", async () => {
    const {header, samples} = await readLog(out("whole"), "planted-search-rebut");
    const list = endings.map((ending, slot) => {
      const sample = samples.get(`r01-i01-s${String(slot).padStart(3, "0")}_epoch_1`)!;
      const score = sample.scores?.rebut;
      return [ending, score?.value ?? score?.reason ?? sample.error?.message.split(":")[0]];
    });
    expect(list).toEqual([
      [91, 91],
      [70, 70],
      [0, 0],
      ["query-refused", "query-refused"],
      ["response-failed", "response-failed"],
      ["response-empty", "no_response"],
      ["response-truncated", "response-truncated"],
      ["judge-failed", "grader_failed"],
      ["judge-refused", "grader_failed"],
      ["not-recorded", "not-recorded"]
    ]);
    const [results] = header.results.scores;
    expect(header.results).toMatchObject({total_samples: 10, completed_samples: 7});
    expect(results).toMatchObject({
      ...{name: "rebut", scored_samples: 3, unscored_samples: 4},
      metrics: {mean: {value: 161 / 3}, flag_rate: {value: 1 / 3}}
    });
  });

  it("has what was sent and what came back, whatever the texts hold", async () => {
    const {header, samples} = await readLog(out("whole"), "planted-search-rebut");
    const [first, second] = ["r01-i01-s000_epoch_1", "r01-i01-s001_epoch_1"].map((id) => samples.get(id)!);
    expect(header.eval.model_generate_config).toEqual({temperature: 0.5, max_tokens: 100});
    expect(first!.messages.map(({role, content}) => [role, content])).toEqual([
      ["system", "You are one."],
      ["user", hostile.script],
      [
        "assistant",
        [
          {type: "reasoning", reasoning: hostile.template},
          {type: "text", text: hostile.image}
        ]
      ]
    ]);
    expect(first!.scores!.rebut!.metadata).toMatchObject({flagged: true, judge_thinking: hostile.link});
    expect(second!.messages[0]).toMatchObject({role: "system", content: "You are one.\n\nBe brief."});
    expect(second!.output.choices[0]!.stop_reason).toBe("max_tokens");
  });

  it("has the samples of a prompt as epochs, measures as scores, and says where a context is not on record", async () => {
    const sums = await readLog(out("whole"), "planted-probe-sums");
    const epochs = [...sums.samples.values()].map(({epoch}) => epoch);
    expect([Math.max(...epochs), sums.entries.has("reductions.json")]).toEqual([4, true]);
    const scores = [...sums.samples.values()].map((sample) => sample.scores!["says no"]!);
    expect(new Set(scores.map(({value, reason}) => reason ?? value))).toEqual(new Set([0, 1, "response-truncated"]));
    const shots = await readLog(out("whole"), "planted-probe-shots");
    const marked = [...shots.samples.values()].filter(({metadata}) => metadata.context_is_whole === false);
    expect(new Set(marked.map(({metadata}) => metadata.context))).toEqual(new Set(["rebut 3", "accept 3"]));
  });

  it("writes the same files again, and other ids into other logs", async () => {
    const {folder} = await exportStudy("planted", {to: "inspect", output: out("again")});
    const uuids = new Set<string>();
    let samples = 0;
    for (const name of logsIn(folder)) {
      expect(readFileSync(join(folder, name)).equals(readFileSync(join(out("whole"), name)))).toBe(true);
      const entries = await readZip(join(folder, name));
      for (const [path, text] of entries)
        if (path.startsWith("samples/")) {
          uuids.add((JSON.parse(text.replaceAll(":NaN", ":null")) as Sample).uuid);
          samples++;
        }
    }
    expect(uuids.size).toBe(samples);
  });

  it("masks what a report masks, in every log, and says so", async () => {
    const {folder} = await exportStudy("planted", {to: "inspect", output: out("masked"), masks: ["pattern:pwned"]});
    let all = "";
    for (const name of logsIn(folder)) all += [...(await readZip(join(folder, name))).values()].join("\n");
    expect(all).not.toMatch(/pwned/);
    expect(all).toMatch(/masked in this report/);
    const {header} = await readLog(folder, "planted-search-rebut");
    expect(header.eval.metadata.surfturf.notes[0]).toMatch(/^Some texts are masked/);
  });

  it("masks what was said in any turn, also where a pattern holds quotes", async () => {
    const all = async (folder: string): Promise<string> => {
      let text = "";
      for (const name of logsIn(folder))
        if (name.includes("probe")) text += [...(await readZip(join(folder, name))).values()].join("\n");
      return text;
    };
    expect(await all(out("whole"))).toMatch(/You are a clerk/);
    const masks = ['pattern:onerror="window'];
    const {folder} = await exportStudy("planted", {to: "inspect", output: out("quoted"), masks});
    expect(await all(folder)).not.toMatch(/onerror=|You are a clerk/);
  });

  it("says how a study ended that did not finish, and refuses one without answers", async () => {
    const manifest = readManifest("planted")!;
    writeManifest({...manifest, state: "failed", error: "out of money"});
    const {folder} = await exportStudy("planted", {to: "inspect", output: out("failed")});
    expect((await readLog(folder, "planted-search-rebut")).header).toMatchObject({
      status: "error",
      error: {message: "out of money"}
    });
    writeManifest(manifest);
    await writeTable("hollow", "candidates", []);
    writeManifest({...blankManifest("hollow"), state: "finished", tables: "1"});
    const hollow = exportStudy("hollow", {to: "inspect", output: out("hollow")});
    await expect(hollow).rejects.toThrow("study hollow has no candidates and no samples to export");
  });
});
