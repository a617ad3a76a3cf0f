import {existsSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {indexCorpus} from "./index-corpus.js";
import {labIndexSettings} from "./lab-index.js";
import {traceInto} from "./trace-study.js";

const folder = process.env.SURFTURF_SHARED ?? join(projectFolder, "../shared");
const mixture = join(folder, "data/sft-mixture.jsonl");
if (!existsSync(mixture)) process.stderr.write(`skipped: ${mixture} is not there\n`);

useTempData();

const mergeFunction = [
  "def merge(a, b):",
  "    result = []",
  "    while a and b:",
  "        result.append(a.pop(0) if a[0] < b[0] else b.pop(0))",
  "    return result + a + b",
  ""
];
const marbleSteps = [
  "Lena gives 24/3 = <<24/3=8>>8 marbles to Tom.",
  "She has 24 - 8 = <<24-8=16>>16 marbles left.",
  "After losing 4 she has 16 - 4 = <<16-4=12>>12 marbles.",
  "#### 12"
];

/** Tracing in a sample of a real mixture with what needs no key: the rules and the built-in embeddings. */
describe.skipIf(!existsSync(mixture))("tracing through a real post-training mixture", () => {
  beforeAll(async () => {
    const sampling = {source: null, sample: null, perSource: 250, seed: 1};
    const local = {extract: "local", embed: "use-lite", clusters: null, summaries: "medoid", check: null};
    const settings = {...labIndexSettings, sampling, ...local};
    await indexCorpus(mixture, "mix", {settings});
  }, 600_000);

  it.each([
    [
      "a call of a tool",
      "Tools: search(query). The input should be a search query.\nWho won the Nobel Prize in Physics in 2019?",
      "The Nobel Prize in Physics in 2019 was won by search('Nobel Prize in Physics 2019 winner').",
      /tool|search/i,
      "gpteacher-toolformer"
    ],
    [
      "code",
      "Write a function that merges two sorted lists, using Python.",
      mergeFunction.join("\n"),
      /./,
      "gpteacher-codegen"
    ],
    [
      "arithmetic step by step",
      "Lena has 24 marbles. She gives a third of them to Tom and loses 4. How many marbles does she have left?",
      marbleSteps.join("\n"),
      /./,
      "gsm8k"
    ]
  ])("traces %s to its chunk", async (_, query, response, trigger, chunk) => {
    const exchange = {finding: null, rubric: null, model: null, query, response};
    const settings = {k: 250, least: 0.5, polarity: "violate", seed: 1} as const;
    const options = {index: "mix", judge: null, budgetInUsd: null, ...settings};
    const {row} = (await traceInto("pasted", [exchange], options))[0]!;
    expect(row.source).toBe(chunk);
    expect(row.trigger).toMatch(trigger);
    expect(row.strength).not.toBe("not established");
  });
});
