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

/** Traces of a real mixture, with what costs no key: rules and the built-in embeddings. A sample, so that it is quick. */
describe.skipIf(!existsSync(mixture))("tracing through a real post-training mixture", () => {
  beforeAll(async () => {
    const sampling = {source: null, sample: null, perSource: 250, seed: 1};
    const settings = {...labIndexSettings, sampling, extract: "local", embed: "use-lite", clusters: null, summaries: "medoid", check: null}; // prettier-ignore
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
      "def merge(a, b):\n    result = []\n    while a and b:\n        result.append(a.pop(0) if a[0] < b[0] else b.pop(0))\n    return result + a + b\n",
      /./,
      "gpteacher-codegen"
    ],
    [
      "arithmetic step by step",
      "Lena has 24 marbles. She gives a third of them to Tom and loses 4. How many marbles does she have left?",
      "Lena gives 24/3 = <<24/3=8>>8 marbles to Tom.\nShe has 24 - 8 = <<24-8=16>>16 marbles left.\nAfter losing 4 she has 16 - 4 = <<16-4=12>>12 marbles.\n#### 12",
      /./,
      "gsm8k"
    ]
  ])("traces %s to its chunk", async (_, query, response, trigger, chunk) => {
    const exchange = {finding: null, rubric: null, model: null, query, response};
    const options = {index: "mix", judge: null, budgetInUsd: null, k: 250, least: 0.5, polarity: "violate", seed: 1} as const; // prettier-ignore
    const {row} = (await traceInto("pasted", [exchange], options))[0]!;
    expect(row.source).toBe(chunk);
    expect(row.trigger).toMatch(trigger);
    expect(row.strength).not.toBe("not established");
  });
});
