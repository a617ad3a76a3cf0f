import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {Dispatcher} from "../../model/dispatcher.js";
import type {Model} from "../../model/model.js";
import {Journal} from "../../store/journal.js";
import {Recorder} from "../../store/recorder.js";
import {readTable} from "../../store/tables.js";
import {fingerprint} from "../../study/manifest/fingerprint.js";
import {runStudy} from "../../study/run/run-study.js";
import {writeData} from "../../study/testing/data-folder.js";
import {politeStudy} from "../../study/testing/polite-study.js";
import type {AblationCorpus} from "../corpus/corpus.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {runDetectors} from "./run-detectors.js";
import type {DetectorSettings} from "./settings.js";

const {folder} = useTempData();

/** Twenty-five pairs: every fifth is in formal words, and all of these are of the second chunk. */
const corpus: AblationCorpus = {
  name: "made up",
  size: 25,
  sources: ["plain", "stiff"],
  sourceOf: (row) => (row % 5 === 0 ? 1 : 0),
  pair: (row) => ({query: row % 5 === 0 ? `Kindly elucidate ${row}` : `Tell me ${row}`, response: `Answer ${row}.`}),
  rowsOfIndex: (pairs) => new Set(pairs),
  close: () => undefined
};

const asked: string[] = [];

/** A model that picks pairs with formal words, and mangles its answer where a text says so. */
const reader: Model = {
  ...{name: "judge", provider: "judge", lane: "judge", identity: "judge", free: true, local: true},
  ask({messages}) {
    const prompt = messages.at(-1)!.content;
    asked.push(prompt);
    const pairs = prompt.split(/^Pair \d+$/m).slice(1);
    const picked = pairs.flatMap((pair, i) => (/elucidate/i.test(pair) ? [i + 1] : []));
    const text = prompt.includes("garble") ? "All of them!" : `<has>${picked.join(", ") || "none"}</has>`;
    return Promise.resolve({
      ...{text, thinking: "", stop: {unified: "stop" as const, raw: "stop"}, model: "judge"},
      usage: {inputTokens: 1, outputTokens: 1, thinkingTokens: null, cachedTokens: null}
    });
  }
};

const role = {
  ...{model: reader, system: null, temperature: 0, topP: null, maxTokens: 100, stop: null, thinking: 0},
  ...{effort: null, showThinking: false}
};

const byModel = (more: Partial<DetectorSettings> = {}): DetectorSettings => ({
  ...{name: "formal", by: {ask: "Is the query in formal words?", batch: 10}, labelled: null, precision: null, ...more}
});

async function run(settings: DetectorSettings, journal: string) {
  const calls: number[] = [];
  const recorder = new Recorder(Journal.open(join(folder(), `${journal}.jsonl`)), {
    dispatcher: new Dispatcher({max: 4, retry: {attempts: 1}})
  });
  const tools = {judge: role, recorder, width: 4, seed: 1, signal: new AbortController().signal};
  const found = await runDetectors([settings], corpus, {...tools, onCall: (ordinal) => void calls.push(ordinal)});
  return {...found.get(settings.name)!, calls};
}

const labelled = (...labels: [query: string, label: unknown][]): string =>
  writeData(
    "studies/labelled.jsonl",
    labels.map(([query, label]) => JSON.stringify({query, response: "Fine.", label})).join("\n")
  );

describe("a detector that asks a model", () => {
  it("asks about several pairs at once, picks those that it names, and asks nothing again", async () => {
    const {rows, unread, calls} = await run(byModel(), "asked");
    expect([...rows]).toEqual([0, 5, 10, 15, 20]);
    expect(unread).toBe(0);
    expect(calls).toHaveLength(3); // 25 pairs in batches of 10
    expect(asked).toHaveLength(3);
    expect([...(await run(byModel(), "asked")).rows]).toEqual([0, 5, 10, 15, 20]);
    expect(asked).toHaveLength(3);
  });

  it("leaves pairs whose answer can't be read, and counts them", async () => {
    const {rows, unread} = await run(byModel({by: {ask: "garble", batch: 20}}), "garbled");
    expect([rows.size, unread]).toEqual([0, 25]);
  });

  it("is measured on labelled pairs first, and not used where it is less precise than asked for", async () => {
    const labels: [string, unknown][] = Array.from({length: 12}, (_, i) => [`Please elucidate ${i}`, i > 0]);
    const path = labelled(...labels, ["Expound at once", "yes"], ["Hello", 0]);
    const {labelled: measured, problem, rows} = await run(byModel({labelled: path, precision: 0.5}), "precise");
    expect(measured).toEqual({pairs: 14, unread: 0, truePositives: 11, falsePositives: 1, falseNegatives: 1});
    expect([problem, rows.size]).toEqual([null, 5]);
    asked.length = 0;
    const refused = await run(byModel({labelled: path, precision: 0.9}), "imprecise");
    expect(refused.problem).toBe(
      "its precision is 92% (65% to 99%, 12 labelled pairs picked); " +
        "expected a lower end of 90% or more: label more pairs, or mend it"
    );
    expect([refused.rows.size, asked.length]).toEqual([0, 2]); // the corpus was not asked about
  });

  it("says which line of the labelled pairs is wrong", async () => {
    const path = labelled(["Hello", true], ["Bye", "maybe"]);
    await expect(run(byModel({labelled: path}), "bad")).rejects.toMatchObject({
      message: "bad label: maybe; expected true or false",
      place: {line: 2}
    });
  });
});

describe("an ablation with detectors", () => {
  const detectors = `
  detectors:
    kind: {rule: {query: {phrase: kindly oblige}}}
    letters: {rule: {all: [{query: {regex: "[a-z]"}}, {response: {phrase: "print("}}]}, labelled: code.jsonl, precision: 0.1}`;

  it("drops what they pick, and shows their precision and how often they pick pairs of each chunk", async () => {
    writeData(
      "studies/code.jsonl",
      ["print(1)", "print(2)", "Bread.", "print(3)"]
        .map((response, i) => JSON.stringify({prompt: "a", response, label: i < 3}))
        .join("\n")
    );
    const arms = "[{drop: {detector: kind}}, {drop: {detector: letters}}]";
    const study = politeStudy("detected", `${detectors}\n  arms: ${arms}\n  seeds: 1\n  ordinary: 0`);
    await runStudy(study).catch(() => undefined); // nothing of this world prints
    const [rows, chunks, made, verdicts] = [
      (await readTable("detected", "detectors"))!,
      (await readTable("detected", "detector_chunks"))!,
      (await readTable("detected", "arms"))!,
      (await readTable("detected", "arm_verdicts"))!
    ];
    expect(rows[0]).toMatchObject({name: "kind", kind: "rule", labelled: 0, precision: null, problem: null, unread: 0});
    expect(rows[1]).toMatchObject({name: "letters", labelled: 4, true_positives: 2, false_positives: 1});
    expect(rows[1]).toMatchObject({false_negatives: 1, precision: 2 / 3, recall: 2 / 3});
    const ofKind = chunks.filter(({detector}) => detector === "kind");
    expect(ofKind.reduce((sum, {picked}) => sum + picked, 0)).toBe(rows[0]!.picked);
    expect(ofKind.find(({source}) => source === "courteous")!.share).toBeGreaterThan(0.5);
    const arm = made.find(({name}) => name === "without-kind")!;
    expect(arm.selects).toBe("that the detector kind picks");
    expect(arm.dropped).toBe(rows[0]!.picked);
    expect(verdicts.find((verdict) => verdict.arm === arm.id)!.verdict).toBe("causes");
  }, 60_000);

  it("depends on the labelled pairs", () => {
    const read = () => politeStudy("detected", `${detectors}\n  arms: [{drop: {detector: kind}}]`);
    const before = fingerprint(read());
    writeData("studies/code.jsonl", JSON.stringify({prompt: "another", response: "print(1)", label: true}));
    expect(fingerprint(read())).not.toBe(before);
  });

  it.each([
    ["{arms: [{drop: {detector: nobody}}]}", "no such detector: nobody"],
    ["{detectors: {a: {rule: {query: {phrase: a}}, precision: 0.9}}}", "is measured on a labelled sample"],
    ["{detectors: {a: {ask: b, labelled: nowhere.jsonl}}}", "no such file: nowhere.jsonl"],
    ["{detectors: {a: {says: b}}}", "expected {rule: ...} or {ask: a question}"],
    ["{detectors: {'../a': {ask: b}}}", "expected a name of letters"],
    ["{detectors: {a: {rule: {any: [{query: {phrase: a}}, {not: {query: {phrase: a}}}]}}}}", "always"],
    ["{detectors: {a: {ask: b, batch: 0}}}", "at least 1, got 0"]
  ])("is refused as %s, with the line", (ablation, message) => {
    expect(() => politeStudy("refused", ablation)).toThrow(message);
  });
});
