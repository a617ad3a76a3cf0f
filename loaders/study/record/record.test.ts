import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readFileSync, rmSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {parquetReadObjects} from "hyparquet";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {recordingFiles} from "../../model/recorded/manifest.js";
import {openAnswers} from "../../model/recorded/recorded-model.js";
import {readTable} from "../../store/tables.js";
import {projectFolder, recordingsFolder, runsFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {isFree} from "../manifest/provenance.js";
import {runStudy} from "../run/run-study.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {recordCorpus, type CorpusOptions} from "./record-corpus.js";
import {recordStudy} from "./record-study.js";

useTempData();

let server: Server;
let asked = 0;
let stopAt = Infinity; // calls after which the recording is stopped
let stop = new AbortController();
let onStop = (): void => stop.abort(new Error("stopped"));

/** An OpenAI-compatible server whose answers follow from prompt and seed. */
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (++asked === stopAt) onStop();
      const {messages, seed} = JSON.parse(body) as {messages: {content: string}[]; seed: number};
      const message = {
        role: "assistant",
        content: `On "${messages.at(-1)!.content.slice(0, 40)}": ${seed}. \`\`\`x = 1\`\`\``
      };
      const usage = {prompt_tokens: 9, completion_tokens: 8};
      const answer = {id: "1", model: "fake", choices: [{index: 0, message, finish_reason: "length"}], usage};
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  [asked, stopAt, stop] = [0, Infinity, new AbortController()];
  onStop = () => stop.abort(new Error("stopped"));
  for (const folder of [recordingsFolder(), runsFolder()]) rmSync(folder, {recursive: true, force: true});
});

const options = (more: Partial<CorpusOptions> = {}): CorpusOptions => ({
  name: "fake",
  model: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1:fake`,
  ...{temperature: 0.7, max_tokens: 48, answers: 3, seed: 17, quantization: "Q4_1"},
  ...{baseUrl: null, key: null, budgetInUsd: null, concurrency: 4, signal: stop.signal},
  draw: {prompts: null, maxChars: null},
  ...more
});

/** The same on the command line. */
const flags = (): string[] => {
  const {name, model, temperature, max_tokens, answers, seed, quantization, concurrency} = options();
  const given = {name, model, temperature, "max-tokens": max_tokens, answers, seed, quantization, concurrency};
  return ["record", corpus(), ...Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, String(value)])];
};

/** The answers of a file but for the time they took. */
const answersIn = async (file: Buffer) =>
  (await parquetReadObjects({file: new Uint8Array(file).buffer})).map(({at: _at, latency: _latency, ...rest}) => rest);

const prompts = Array.from({length: 30}, (_, i) => ({source: i < 20 ? "rivers" : "lakes", prompt: `Name water ${i}.`}));
const corpus = () => writeData("prompts.jsonl", prompts.map((row) => JSON.stringify(row)).join("\n"));
const files = (name = "fake") => recordingFiles(join(recordingsFolder(), name));
const bytes = () => readFileSync(files().answers);

describe("recordCorpus(source, options)", () => {
  it("asks each prompt N answers, once", async () => {
    const {manifest, stopped} = await recordCorpus(corpus(), options());
    expect(stopped).toBeNull();
    expect(manifest).toMatchObject({prompts: 30, rows: 90, unanswered: 0, short: 0, seed: 17, quantization: "Q4_1"});
    expect(asked).toBe(90);
    const first = bytes();
    await recordCorpus(corpus(), options());
    expect(asked).toBe(90);
    expect(bytes()).toEqual(first);
  });

  it("goes on from its journal after it was stopped, or lost what it had written", async () => {
    const count = async () => (await openAnswers(join(recordingsFolder(), "fake"))).rows;
    stopAt = 40;
    const stopped = await recordCorpus(corpus(), options());
    expect(stopped.stopped).toBe("stopped");
    expect(stopped.manifest.rows).toBeGreaterThan(30);
    rmSync(files().answers); // as after kill -9 before the first write
    rmSync(files().manifest);
    await recordCorpus(corpus(), options({signal: undefined}));
    expect(await count()).toBe(90);
    expect(asked).toBeLessThanOrEqual(90 + 4);
  });

  it("loses nothing to kill -9 but the calls in flight", async () => {
    await recordCorpus(corpus(), options());
    const whole = bytes();
    rmSync(recordingsFolder(), {recursive: true});
    asked = 0;
    const kills = [7, 50];
    for (stopAt of [...kills, Infinity]) {
      const child = spawn(process.execPath, [join(projectFolder, "loaders/surfturf.js"), ...flags()], {
        stdio: "ignore"
      });
      onStop = () => void child.kill("SIGKILL");
      await once(child, "close");
    }
    expect(await answersIn(bytes())).toEqual(await answersIn(whole));
    expect(asked).toBeLessThanOrEqual(90 + kills.length * 4);
  }, 120_000);

  it("adds prompts and answers, and needs no journal for it", async () => {
    await recordCorpus(corpus(), options({answers: 2, draw: {prompts: 10, maxChars: null}}));
    expect(asked).toBe(20);
    rmSync(files().journal);
    const {manifest} = await recordCorpus(corpus(), options({draw: {prompts: 20, maxChars: null}}));
    expect(manifest).toMatchObject({prompts: 20, rows: 60, answers: 3});
    expect(asked).toBe(60);
  });

  it("draws as many prompts of each chunk", async () => {
    await recordCorpus(corpus(), options({answers: 1, draw: {prompts: 16, maxChars: null}}));
    const file = await openAnswers(join(recordingsFolder(), "fake"));
    const sources: (string | null)[] = [];
    for await (const {source} of file.all()) sources.push(source);
    expect(sources.filter((source) => source === "lakes")).toHaveLength(8);
  });

  it.each([
    [{temperature: 1}, "asked with temperature 1, but it was recorded with temperature 0.7"],
    [{system: "Be brief."}, "recorded with another system prompt"],
    [{seed: 2}, "recorded with seed 17"]
  ])("refuses to add with %j", async (other, words) => {
    await recordCorpus(corpus(), options({answers: 1}));
    await expect(recordCorpus(corpus(), options(other))).rejects.toThrow(words);
  });
});

const study = (target: string, more = "") =>
  writeData(
    "studies/audit.yaml",
    `models: {target: ${target}, query: lab:query, judge: lab:judge}
attributes: lab
rubrics: [${shipped("rubrics/code.yaml")}]
world: ${shipped("worlds/chunky.yaml")}
surf: {runs: 1, iterations: 2, candidates: 10}
confirm: {top: 2, samples: 5}
${more}`
  );

describe("recordStudy(file, options)", () => {
  it("records what the study asks, which then runs from the recording alone with the same results", async () => {
    const file = study("{model: recorded:fake, truncated: judge}");
    const {manifest} = await recordStudy(file, options());
    expect(manifest.rows).toBe(asked);
    const found = await readTable("audit", "candidates");
    const samples = await readTable("audit", "samples");
    expect(found!.every(({truncated, status}) => truncated && status === "scored")).toBe(true);
    const calls = asked;
    expect(isFree(readStudy(file))).toBe(true);
    const played = await runStudy(readStudy(file));
    expect(asked).toBe(calls);
    expect(played).toMatchObject({state: "finished", unscored: {}, counts: {truncated: found!.length}});
    expect(played.recordings).toMatchObject({"recorded:fake": {quantization: "Q4_1"}});
    expect(await readTable("audit", "candidates")).toEqual(found);
    expect(await readTable("audit", "samples")).toEqual(samples);
  });

  it("is what `record: true` does at the end of a study", async () => {
    const target = `{model: "${options().model}", truncated: judge, max_tokens: 48}`;
    await runStudy(readStudy(study(target, "record: own")));
    expect(JSON.parse(readFileSync(files("own").manifest, "utf8"))).toMatchObject({
      rows: asked,
      parameters: {max_tokens: 48}
    });
  });
});

describe("a study that plays a recording", () => {
  it("is refused with other parameters or without the recording, before anything is written", async () => {
    await recordCorpus(corpus(), options({answers: 1}));
    const words = "recorded:fake is asked with temperature 1, but it was recorded with temperature 0.7";
    expect(() => readStudy(study("{model: recorded:fake, temperature: 1}"))).toThrow(words);
    expect(() => readStudy(study("{model: recorded:fake, system: Hi}"))).toThrow("another system prompt");
    expect(() => readStudy(study("recorded:nobody"))).toThrow("no such recording: nobody");
    expect(readStudy(study("recorded:fake")).targets[0]).toMatchObject({temperature: 0.7, maxTokens: 48});
    expect(existsSync(runsFolder())).toBe(false);
  });

  it("counts prompts that were never recorded as not-recorded", async () => {
    await recordCorpus(corpus(), options({answers: 1}));
    const {unscored, state} = await runStudy(readStudy(study("recorded:fake")));
    expect(state).toBe("finished");
    expect(unscored).toEqual({"not-recorded": 20});
  });
});
