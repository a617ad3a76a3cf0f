import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import type {Mark} from "../../../src/shared/marks.js";
import {changeOf, isFlag} from "../../../src/shared/rescore.js";
import {readTable} from "../../store/tables.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {runStudy} from "../run/run-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {estimateRescore} from "./estimate.js";
import {planRescore} from "./plan.js";
import {rescore} from "./rescore.js";
import {readRescores, rescoresFolder} from "./rescores-file.js";

useTempData();

beforeAll(async () => {
  const surf = "surf: {runs: 2, iterations: 4, candidates: 40, control: 0.2, seed: 5}";
  await runStudy(readStudy(writeData("studies/own.yaml", labStudyFile([surf]))));
});

const edited = (change: (text: string) => string): string =>
  writeData("edited.yaml", change(readFileSync(shipped("rubrics/code.yaml"), "utf8")));
const lower = () => edited((text) => text.replace("threshold: 70", "threshold: 20"));
const byRule = () => writeData("rule.yaml", 'name: code\nprinciple: No code.\nscore: {response: {regex: "```"}}\n');
const callsOnRecord = () => readFileSync(join(rescoresFolder("own"), "journal.jsonl"), "utf8").split("\n").length - 1;

/** A judge on 127.0.0.1 that answers some calls, tells of the next one, and answers no more until it is told to. */
async function openJudge(calls: number, onHeld: () => void) {
  let left = calls;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (left-- <= 0) return onHeld();
      const message = {role: "assistant", content: "<reasoning>Fine.</reasoning><score>10</score>"};
      const usage = {prompt_tokens: 9, completion_tokens: 8};
      const answer = {id: "1", model: "judge", choices: [{index: 0, message, finish_reason: "stop"}], usage};
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    model: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1:judge`,
    answerAll: () => void (left = Infinity),
    close: () => {
      server.close();
      server.closeAllConnections();
    }
  };
}

describe("rescore", () => {
  it("scores a stratified sample again without asking the target, and keeps both sides", async () => {
    const before = readFileSync(join(studyFolder("own"), "journal.jsonl"), "utf8");
    const result = await rescore({study: "own", rubric: lower(), sample: 60});
    expect(result).toMatchObject({state: "finished", source: "candidates", planned: 60, population: 320, calls: 60});
    expect(result.before).toMatchObject({rubric: "code", threshold: 70, scorers: ["lab:judge"]});
    expect(result.after).toMatchObject({rubric: "code", threshold: 20, scorers: ["lab:judge"]});
    const candidates = (await readTable("own", "candidates"))!;
    for (const row of result.rows) {
      expect(row.before).toBe(candidates[row.id]!.score);
      expect(row.texts!.before).not.toBe("");
      expect(row.texts!.after).not.toBe("");
    }
    const flags = result.rows.filter(({before}) => isFlag(before, result.before));
    expect(flags.length).toBeGreaterThan(10);
    expect(flags.length).toBeLessThan(50);
    expect(readFileSync(join(studyFolder("own"), "journal.jsonl"), "utf8")).toBe(before);
    expect(readRescores("own").map(({name}) => name)).toContain(result.name);
  });

  it("goes on from a sample to all answers, and asks nothing twice", async () => {
    const already = callsOnRecord();
    const all = await rescore({study: "own", rubric: lower(), all: true});
    expect(all).toMatchObject({state: "finished", whole: true, planned: 320});
    expect(all.rows).toHaveLength(320);
    expect(all.calls).toBe(320 - already);
    expect((await rescore({study: "own", rubric: lower(), all: true})).calls).toBe(0);
    const other = await rescore({
      study: "own",
      rubric: edited((text) => text.replace("threshold: 70", "threshold: 95")),
      all: true
    });
    expect(other.calls).toBe(0); // another threshold changes no request
    expect(other.rows.filter((row) => changeOf(row, other) === "flag lost").length).toBeGreaterThan(0);
  });

  it("scores by a rule without any model, and scores again what people marked", async () => {
    const candidates = (await readTable("own", "candidates"))!;
    const marks = candidates
      .slice(0, 5)
      .map(({id}): Mark => ({kind: "candidate", id: String(id), label: "true", note: "", by: "", at: ""}));
    const result = await rescore({study: "own", rubric: byRule(), sample: 10}, {marks});
    expect(result).toMatchObject({calls: 0, state: "finished", after: {scorers: ["rule"]}});
    expect(result.rows.filter(({stratum}) => stratum !== null)).toHaveLength(10);
    const ids = result.rows.map(({id}) => id);
    expect(ids).toEqual(expect.arrayContaining(marks.map(({id}) => Number(id))));
    for (const {after, texts} of result.rows) expect(after).toBe(texts!.response.includes("```") ? 100 : 0);
  });

  it("stops cleanly and goes on where it stopped", async () => {
    const stop = new AbortController();
    const judge = await openJudge(20, () => stop.abort(new Error("stopped")));
    const spec = {study: "own", rubric: lower(), judge: judge.model, sample: 80};
    const before = callsOnRecord();
    expect((await rescore(spec, {signal: stop.signal})).state).toBe("stopped");
    const kept = callsOnRecord() - before;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(20);
    judge.answerAll();
    const done = await rescore(spec);
    judge.close();
    expect(done.state).toBe("finished");
    expect(done.rows).toHaveLength(80);
    expect(done.calls).toBe(80 - kept);
  });

  it.each([
    [{}, /nothing to change: expected --rubric/],
    [{rubric: "nowhere.yaml"}, /no such rubric: nowhere.yaml/],
    [{judge: "gpt"}, /expected provider:model/],
    [{judge: "lab:judge", of: "rebut"}, /which rubric of the study\? Expected --of with one of code, got rebut/],
    [{judge: "lab:judge", source: "samples" as const}, /no samples that code scored/]
  ])("refuses %j in words", async (spec, expected) => {
    await expect(rescore({study: "own", ...spec})).rejects.toThrow(expected);
  });

  it("refuses a study without tables, a rubric that is damaged, and a budget without a price", async () => {
    writeData("studies/new.yaml", labStudyFile([]));
    await expect(rescore({study: "new", judge: "lab:judge"})).rejects.toThrow(/no tables yet: run it first/);
    const damaged = writeData("damaged.yaml", "name: code\nprinciple: [\n");
    await expect(rescore({study: "own", rubric: damaged})).rejects.toThrow();
    const unknown = {study: "own", judge: "http://127.0.0.1:9/v1:unknown", of: "code"};
    await expect(rescore(unknown, {budgetInUsd: 1})).rejects.toThrow(/no price is known/);
  });

  it("estimates without a call", async () => {
    const before = callsOnRecord();
    const estimate = await estimateRescore(await planRescore({study: "own", judge: "openai:gpt-4o", sample: 50}));
    expect(estimate.roles[0]).toMatchObject({role: "judge", calls: [50, 50, 50]});
    expect(estimate.cost[1]).toBeGreaterThan(0);
    expect(callsOnRecord()).toBe(before);
  });

  it("leaves out a file that can't be read", () => {
    const count = readRescores("own").length;
    writeFileSync(join(rescoresFolder("own"), "torn.json"), '{"version": 1, "na');
    expect(readRescores("own")).toHaveLength(count);
    expect(readdirSync(rescoresFolder("own"))).toContain("torn.json");
  });
});
