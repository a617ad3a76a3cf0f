import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import type {ModelRequest} from "../../model/model.js";
import {hashOfFile} from "../../model/recorded/answers-file.js";
import {drawSeed} from "../../model/recorded/draw.js";
import {recordingFiles} from "../../model/recorded/manifest.js";
import {createRecordedModel} from "../../model/recorded/recorded-model.js";
import {answersTo, recordingFacts} from "./testing.js";
import {writeRecording} from "./write-recording.js";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "surfturf-recording-"))));
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const prompts = Array.from({length: 500}, (_, i) => `Name river ${i}.`);
const asked = (prompt: string, request: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{role: "user", content: prompt}],
  ...{temperature: 0.7, maxTokens: 48, seed: 1},
  ...request
});
const write = (rows = answersTo(prompts, 3), facts = recordingFacts()) => writeRecording(folder, facts, rows);
const open = () => createRecordedModel("recorded:small", folder);

describe("a recorded model", () => {
  it("plays each answer of a prompt once before it repeats one", async () => {
    await write();
    for (const prompt of prompts.slice(0, 40)) {
      const seeds = [0, 1, 2].map((draw) => drawSeed(9, prompt, draw, {forward: true}));
      const replies = await Promise.all(seeds.map((seed) => open().ask(asked(prompt, {seed}))));
      expect(replies.map(({text}) => text).sort()).toEqual([0, 1, 2].map((k) => `${prompt} ${k}`));
    }
  });

  it("answers with stop reason and tokens, and the same whatever order it is asked in", async () => {
    await write();
    const model = open();
    const first = await model.ask(asked(prompts[7]!));
    for (const prompt of prompts.slice(0, 100)) await model.ask(asked(prompt));
    expect(await model.ask(asked(prompts[7]!))).toEqual(first);
    expect(first).toMatchObject({stop: {unified: "stop"}, usage: {inputTokens: 5, outputTokens: 7}});
    expect(model).toMatchObject({free: true, local: true, recording: {quantization: "Q4_1", date: "2026-11-28"}});
  });

  it("says that a prompt was never recorded", async () => {
    await write();
    await expect(open().ask(asked("Name a lake."))).rejects.toMatchObject({notRecorded: true, fatal: false});
    const system = open().ask(asked(prompts[0]!, {system: "Be brief."}));
    await expect(system).rejects.toMatchObject({notRecorded: true});
  });

  it.each([
    [{temperature: 1}, "temperature 1, but it was recorded with temperature 0.7"],
    [{maxTokens: 64}, "max_tokens 64, but it was recorded with max_tokens 48"],
    [{topP: 0.5}, "top_p 0.5, but it was recorded with top_p not sent"],
    [{stop: ["."]}, 'stop ["."], but it was recorded with stop none']
  ])("refuses %j by name", async (request, words) => {
    await write();
    await expect(open().ask(asked(prompts[0]!, request))).rejects.toThrow(words);
  });

  it("answers the very request of a study again, and others from the answers drawn for the prompt", async () => {
    const free = answersTo(["Name a river."], 2);
    const own = {...free[0]!, k: 2, seed: 77, pinned: true, text: "the study's own"};
    await write([...free, own]);
    const model = open();
    expect((await model.ask(asked("Name a river.", {seed: 77}))).text).toBe("the study's own");
    for (let seed = 0; seed < 3000; seed += 100)
      expect((await model.ask(asked("Name a river.", {seed}))).text).not.toBe("the study's own");
  });

  it("fails as its call failed where no other answer is there", async () => {
    await write(answersTo(prompts, 1, {text: null, stop: null, error: "some model: 500: broken"}));
    await expect(open().ask(asked(prompts[0]!))).rejects.toThrow(
      "failed when it was recorded: some model: 500: broken"
    );
  });
});

describe("a damaged recording", () => {
  const problem = () => open().open!();
  const rehash = () => {
    const {manifest, answers} = recordingFiles(folder);
    const read = JSON.parse(readFileSync(manifest, "utf8")) as object;
    writeFileSync(manifest, JSON.stringify({...read, hash: hashOfFile(answers)}));
  };

  it("is refused when its answers are not those of its manifest", async () => {
    await write();
    const {answers} = recordingFiles(folder);
    writeFileSync(answers, readFileSync(answers).subarray(0, 5000));
    await expect(problem()).rejects.toThrow(/another hash/);
    rehash();
    await expect(problem()).rejects.toThrow(/damaged or cut off/);
  });

  it("is refused with a prompt twice, or rows out of order", async () => {
    const rows = answersTo(["One.", "Two."], 2);
    await write([...rows, ...rows.slice(0, 2)]);
    await expect(problem()).rejects.toThrow(/prompt [0-9a-f]{16} is there twice/);
    await write(rows.map((row) => ({...row, k: 0})));
    await expect(problem()).rejects.toThrow(/has answer 0 to prompt [0-9a-f]{16} twice/);
  });

  it("is refused without an answer, and with fewer than its manifest says", async () => {
    await write([]);
    await expect(problem()).rejects.toThrow("holds no answers yet: record some with surfturf record");
    await write();
    const {manifest} = recordingFiles(folder);
    const read = JSON.parse(readFileSync(manifest, "utf8")) as object;
    writeFileSync(manifest, JSON.stringify({...read, rows: 1600}));
    await expect(problem()).rejects.toThrow("has 1500 answers to 500 prompts, its manifest says 1600 to 500");
  });

  it("is refused with a manifest that is none", async () => {
    await write();
    writeFileSync(recordingFiles(folder).manifest, "{");
    expect(open).toThrow("damaged: not JSON");
    writeFileSync(recordingFiles(folder).manifest, "{}");
    expect(open).toThrow("not the manifest of a recording: version");
  });

  it("is whole again after a kill between its two files", async () => {
    await write();
    const {manifest, next} = recordingFiles(folder);
    const old = readFileSync(manifest);
    await write(answersTo(prompts, 2));
    writeFileSync(next, readFileSync(manifest));
    writeFileSync(manifest, old);
    await problem();
    expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({rows: 1000});
  });
});
