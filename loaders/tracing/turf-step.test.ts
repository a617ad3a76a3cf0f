import {describe, expect, it} from "vitest";
import {readTable} from "../store/tables.js";
import {useTempData} from "../util/testing/temp-data.js";
import {readManifest} from "../store/manifest.js";
import {readStudy} from "../study/file/read-study.js";
import {readRubric} from "../measure/rubric-file.js";
import {runStudy} from "../study/run/run-study.js";
import type {Study} from "../step/study.js";
import {labStudyFile, shipped, writeData} from "../study/testing/data-folder.js";
import {traceInto} from "./trace-study.js";

useTempData();

const study = (turf: string, surf = "{runs: 1, iterations: 3, candidates: 20, sampler: paper, seed: 3}"): Study =>
  readStudy(writeData("studies/traced.yaml", labStudyFile([`surf: ${surf}`, `turf: ${turf}`])));

const tracesOf = async () => (await readTable("traced", "traces")) ?? [];

describe("the step turf", () => {
  it("traces what satisfies a rubric: the candidates with the lowest scores, which are no findings", async () => {
    await runStudy(study("{index: lab, findings: 2, polarity: satisfy}"));
    const traces = await tracesOf();
    const texts = (await readTable("traced", "trace_texts"))!;
    const candidates = (await readTable("traced", "candidates"))!;
    const scores = candidates.flatMap(({score}) => score ?? []).sort((a, b) => a - b);
    expect(traces).toHaveLength(2);
    for (const {id, polarity, finding, made_by} of traces) {
      expect({polarity, finding, made_by}).toEqual({polarity: "satisfy", finding: null, made_by: "step"});
      const traced = candidates.filter(({query}) => query !== null && texts[id]!.query.startsWith(query));
      expect(traced.some(({score}) => score !== null && score <= scores[1]!)).toBe(true);
    }
    const sentences = traces.filter(({status}) => status === "traced").map(({sentence}) => sentence);
    for (const sentence of sentences) expect(sentence).toMatch(/as code asks|^Not established/);
  }, 150_000);

  it("keeps what surfturf trace added to the tables when the study is run again", async () => {
    const pasted = {
      ...{finding: null, rubric: readRubric(shipped("rubrics/code.yaml")), model: null},
      query: "Kindly elucidate the nature of bread.",
      response: "```python\ndef bread():\n    return 1\n```"
    };
    const options = {
      ...{index: "lab", world: shipped("worlds/chunky.yaml"), judge: null, budgetInUsd: null},
      ...({k: 500, least: 0.5, polarity: "violate", seed: 1} as const)
    };
    await traceInto("traced", [pasted], options);
    const before = (await tracesOf()).find(({made_by}) => made_by === "command")!;
    const hits = (await readTable("traced", "hits"))!.filter(({trace}) => trace === before.id);
    await runStudy(
      study("{index: lab, findings: 4}", "{runs: 1, iterations: 4, candidates: 20, sampler: paper, seed: 5}")
    );
    const traces = await tracesOf();
    expect(traces.map(({id}) => id)).toEqual(traces.map((_, i) => i));
    expect(traces.filter(({made_by}) => made_by === "step").every(({polarity}) => polarity === "violate")).toBe(true);
    const after = traces.filter(({made_by}) => made_by === "command");
    expect(after).toEqual([{...before, id: traces.length - 1}]);
    const texts = (await readTable("traced", "trace_texts"))!;
    expect(texts.at(-1)).toMatchObject({id: after[0]!.id, query: pasted.query});
    const kept = (await readTable("traced", "hits"))!.filter(({trace}) => trace === after[0]!.id);
    expect(kept).toEqual(hits.map((row) => ({...row, trace: after[0]!.id})));
    const examples = (await readTable("traced", "examples"))!;
    const exampleTexts = (await readTable("traced", "example_texts"))!;
    expect(exampleTexts.map(({id}) => id)).toEqual(exampleTexts.map((_, i) => i));
    expect(Math.max(...examples.map(({text}) => text))).toBe(exampleTexts.length - 1);
    expect(readManifest("traced")!.state).toBe("finished");
  });
});
