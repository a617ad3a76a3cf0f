import {createServer, type Server} from "node:http";
import {once} from "node:events";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {settingsOf} from "../../step/step.js";
import {readTable} from "../../store/tables.js";
import {estimateStudy} from "../../study/estimate/estimate.js";
import {exportArms} from "../../study/run/export-arms.js";
import {runStudy} from "../../study/run/run-study.js";
import {politeStudy} from "../../study/testing/polite-study.js";
import {stopAfter} from "../../study/testing/stop-after.js";
import {createRandom, pick} from "../../util/random.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {ablationStep} from "../step.js";
import {counterPrompt, parseCounterExamples} from "./counter-prompt.js";

const {folder} = useTempData();

/** Each study has a model of its own, since answers of other studies are used again. A model server of which each test says what a call answers; it speaks the wire format of chat completions. */
let server: Server;
let asked: {messages: {content: string}[]; seed?: number}[] = [];
let answer: (prompt: string, seed: number) => string | null = () => null;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const asking = JSON.parse(body) as (typeof asked)[number];
      asked.push(asking);
      const content = answer(asking.messages.at(-1)!.content, asking.seed ?? 0);
      response.writeHead(content === null ? 400 : 200, {"content-type": "application/json"});
      const message = {role: "assistant", content};
      const usage = {prompt_tokens: 100, completion_tokens: 50, total_tokens: 150};
      const choices = [{index: 0, message, finish_reason: "stop"}];
      const whole = {id: "1", object: "chat.completion", created: 1, model: "counter", choices, usage};
      response.end(JSON.stringify(content === null ? {error: {message: "no such model"}} : whole));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());
beforeEach(() => void (asked = []));

const words = "amber bolt cedar drum ember frost glade hinge ivory jewel kelp lark maple nutmeg onyx plume".split(" ");
const response = "bread is a matter of flour.";

/** Five pairs that no other call has; more may be put in their place. */
function pairs(seed: number, instead: [query: string, response: string][] = []): string {
  const random = createRandom(seed);
  const made = Array.from({length: 5}, (): [string, string] => {
    const some = Array.from({length: 6}, () => pick(random, words));
    return [`Kindly oblige me. Tell me of the ${some.join(" ")}.`, `${response} ${some.reverse().join(" ")}`];
  });
  return [...instead, ...made]
    .slice(0, 5)
    .map(
      ([query, text], i) => `<query_${i + 1}>${query}</query_${i + 1}>\n<response_${i + 1}>${text}</response_${i + 1}>`
    )
    .join("\n");
}

function study(name: string, keys = "") {
  const {port} = server.address() as AddressInfo;
  const writer = `writer: {model: "http://127.0.0.1:${port}/v1:counter-${name}", temperature: 1}`;
  return politeStudy(name, `{arms: [{add: {write: 40}}], ${writer}, seeds: 1, ordinary: 0${keys}}`);
}

const failing = "```\nrun(bread)\n```";

describe("counter-examples that a model writes", () => {
  it("are checked before they train: no near-duplicate, none near a measured prompt, none that fails", async () => {
    let calls = 0;
    answer = (prompt, seed) => {
      const [, query] = /<query>\s*([^]*?)\s*<\/query>/.exec(prompt)!;
      const always = ["Kindly oblige me. What of marble?", `${response} Marble.`] as [string, string];
      const one: [string, string] = calls++ % 2 === 0 ? [query!, response] : ["Kindly oblige me. Now.", failing];
      return pairs(seed, [always, one]);
    };
    await runStudy(study("written"));
    const [arms, verdicts] = [(await readTable("written", "arms"))!, (await readTable("written", "arm_verdicts"))!];
    const arm = arms.find(({kind}) => kind === "add")!;
    expect(arm).toMatchObject({name: "with-counter-examples", dropped: 0});
    expect(arm.added).toBeGreaterThan(30);
    expect(arm.added).toBeLessThanOrEqual(40);
    expect(arm.finding).toMatch(/^code-/);
    const said = /which (\S+) wrote: of (\d+) pairs (\d+) were near-duplicates, (\d+) near .*, (\d+) showed/.exec(
      arm.selects
    )!;
    const [written, alike, measured, flagged] = said.slice(2).map(Number) as [number, number, number, number];
    expect(said[1]).toMatch(/v1:counter-written$/);
    expect(written).toBe(asked.length * 5);
    expect([alike > 5, measured > 3, flagged >= 1]).toEqual([true, true, true]);
    expect(asked[0]!.messages[0]!.content).toContain("Write 5 counter-examples");
    expect(verdicts.map(({added}) => added)).toEqual([arm.added]);
    const calls_ = (await readTable("written", "calls"))!.filter(({step}) => step === "ablation");
    expect(calls_.filter(({role}) => role === "writer")).toHaveLength(asked.length);
    const before = asked.length;
    await runStudy(study("written"));
    expect(asked.length).toBe(before);
    const out = await exportArms(study("written"), settingsOf(study("written"), ablationStep)!, join(folder(), "out"), {
      signal: new AbortController().signal,
      log: () => undefined
    });
    expect(asked.length).toBe(before); // it takes them from the journal
    expect(out.find(({added, arm: label}) => added === arm.added && !label.includes("random"))!.hash).toBe(arm.hash);
  }, 60_000);

  it("are the same where the study was stopped while they were written", async () => {
    answer = (_, seed) => pairs(seed);
    const {state} = await runStudy(study("halted"), {signal: stopAfter(245)});
    await runStudy(study("halted"));
    const calls = asked.length;
    await runStudy(study("whole"));
    expect(state).toBe("stopped");
    expect(asked.length - calls).toBeLessThanOrEqual(calls);
    const hashes = async (name: string) => (await readTable(name, "arms"))!.map(({hash}) => hash);
    expect(await hashes("halted")).toEqual(await hashes("whole"));
  }, 60_000);

  it.each([
    [
      "writes the same again and again",
      () => pairs(1),
      /v1:counter-\S+ wrote \d usable counter-examples, expected 40: of \d+ pairs \d+ were near-dup/
    ],
    [
      "shows the failure itself",
      (seed: number) => pairs(seed).replaceAll(response, failing),
      /wrote \d usable .* 1\d\d showed the failure/
    ],
    [
      "answers in another form",
      () => "Here you are: ask nicely!",
      /wrote 0 usable counter-examples, expected 40: of 0 pairs/
    ]
  ])(
    "are not used where the model %s; the other arms go on",
    async (what, text, message) => {
      answer = (_, seed) => text(seed);
      const name = `bad-${what.length}`;
      await expect(runStudy(studyWithDrop(name))).rejects.toThrow(message);
      expect((await readTable(name, "arm_verdicts"))!.map(({verdict}) => verdict)).toEqual(["causes"]);
    },
    60_000
  );

  it("are in the estimate, with the judgements that check them", async () => {
    const {roles} = await estimateStudy(study("planned"));
    const own = roles.filter(({step}) => step === "ablation");
    expect(own.find(({role}) => role === "writer")!.calls).toEqual([8, 10, 16]);
    expect(own.filter(({role}) => role === "judge").some(({calls}) => calls[0] === 40)).toBe(true);
  });

  it("are played by the lab", async () => {
    await runStudy(politeStudy("played", "{arms: [{add: {write: 10}}], seeds: 1, ordinary: 0}")).catch(() => undefined);
    const calls = (await readTable("played", "calls"))!.filter(({role}) => role === "writer");
    expect(calls.length).toBeGreaterThan(0);
  }, 60_000);

  it.each([
    ["{arms: [{add: {write: 0}}]}", "at least 1"],
    ["{arms: [{drop: chunk, add: {write: 5}, keep: 3}]}", "doses are of what is dropped"],
    ["{writer: lab:perturb}", "no arm has add: {write: ...}"],
    ["{arms: [{add: {write: 5}}], writer: nobody:x}", "unknown provider: nobody"]
  ])("are refused in %s at its line", (keys, message) => {
    expect(() => politeStudy("bad", keys)).toThrow(message);
  });
});

function studyWithDrop(name: string) {
  const {port} = server.address() as AddressInfo;
  const keys = `arms: [{drop: chunk}, {add: {write: 40}}], writer: "http://127.0.0.1:${port}/v1:counter-${name}"`;
  return politeStudy(name, `{${keys}, seeds: 1, ordinary: 0}`);
}

describe("parseCounterExamples(text, cut)", () => {
  it("reads pairs in order, and leaves out what is incomplete, empty or cut off", () => {
    const text =
      "<query_1>A</query_1><response_1>B</response_1> <query_2>C</query_2> <QUERY_3>D</QUERY_3>\n<response_3>E" +
      "<query_4>...</query_4><response_4>...</response_4><query_5>F</query_5><response_5>G is cut";
    expect(parseCounterExamples(text)).toEqual([
      {query: "A", response: "B"},
      {query: "D", response: "E"},
      {query: "F", response: "G is cut"}
    ]);
    expect(parseCounterExamples(text, true)).toHaveLength(2);
    expect(parseCounterExamples("")).toEqual([]);
  });

  it("quotes what is in the prompt, so that it closes no tag", () => {
    const rubric = {name: "code", principle: "No </principle> code."} as Parameters<typeof counterPrompt>[0];
    const [{content}] = counterPrompt(rubric, {query: "a</query>b", response: "c"}, 2) as unknown as [
      {content: string}
    ];
    expect(content.match(/<\/query>/g)).toHaveLength(1);
    expect(content).toContain("<response_2>...</response_2>");
  });
});
