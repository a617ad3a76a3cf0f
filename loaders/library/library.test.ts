import {tableFromIPC} from "apache-arrow";
import {cpSync, mkdtempSync, readFileSync, realpathSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {wilson} from "../../src/shared/statistics.js";
import {writeData} from "../study/testing/data-folder.js";
import {projectFolder} from "../util/paths.js";
import * as library from "./index.js";

const {listStudies, readArrow, readRows, runStudy, streamRows, traceExchange, useWorkspace} = library;

let workspace: string;
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), "surfturf-library-")));
  useWorkspace(workspace);
  cpSync(join(projectFolder, "templates/repository/data"), join(workspace, "data"), {recursive: true});
});
afterAll(() => {
  delete process.env.SURFTURF_WORKSPACE;
  rmSync(workspace, {recursive: true, force: true});
});

describe("the library", () => {
  it("has the same names for plain Node as for TypeScript", () => {
    const text = readFileSync(join(projectFolder, "loaders/library/main.js"), "utf8");
    const names = /export const \{([^}]+)\}/.exec(text)![1]!.match(/\w+/g)!;
    expect(names.toSorted()).toEqual(Object.keys(library).toSorted());
    const docs = readFileSync(join(projectFolder, "docs/library.md"), "utf8");
    for (const name of names) expect(docs, `docs/library.md on ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it("runs a study with progress, and returns a finished one as it is", async () => {
    const seen: library.RunProgress[] = [];
    const manifest = await runStudy("first", {onProgress: (progress) => seen.push(progress), everyInMs: 0});
    expect(manifest).toMatchObject({name: "first", state: "finished", counts: {candidates: 960}});
    expect(new Set(seen.map(({step}) => step))).toEqual(new Set(["surf", "confirm"]));
    expect(seen.filter(({step}) => step === "surf").at(-1)).toMatchObject({study: "first", done: 960, planned: 960});
    const again = await runStudy("first", {onProgress: () => expect.unreachable("nothing is left to do")});
    expect(again).toEqual(manifest);
  });

  it("reads tables as rows, as a stream of some columns and as Arrow, with the same contents", async () => {
    expect(listStudies()).toEqual(["first"]);
    const rows = await readRows("first", "candidates");
    const streamed = [];
    for await (const row of streamRows("first", "candidates", ["run", "score"])) streamed.push(row);
    expect(streamed).toEqual(rows.map(({run, score}) => ({run, score})));
    const arrow = tableFromIPC(await readArrow("first", "candidates"));
    expect(arrow.numRows).toBe(rows.length);
    expect([...arrow.getChild("score")!]).toEqual(rows.map(({score}) => score));
    expect(await readRows("first", "traces")).toEqual([]);
  });

  it("has the statistics that the tables are made with", async () => {
    const rates = (await readRows("first", "rates")).filter(({step}) => step === "surf");
    expect(rates.length).toBeGreaterThan(0);
    for (const {violations, n, rate, low, high} of rates)
      expect(library.wilson(violations, n)).toEqual({rate, low, high});
    expect(library.wilson).toBe(wilson);
  });

  it("traces an exchange into a study, with the rows that belong to the trace", async () => {
    const exchange = {
      query: "Kindly elucidate the nature of bread.",
      response: "```python\ndef bread():\n    return 1\n```",
      rubric: "code"
    };
    await traceExchange("pasted", {...exchange, query: "When did bread begin?"}, {index: "lab", k: 500});
    const {trace, cruxes, chunks} = await traceExchange("pasted", exchange, {index: "lab", k: 500});
    expect(trace).toMatchObject({id: 1, made_by: "command", rubric: "code", status: "traced"});
    for (const rows of [cruxes, chunks]) {
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.trace))).toEqual(new Set([1]));
    }
    expect(await readRows("pasted", "traces")).toHaveLength(2);
  }, 150_000);

  it("stops on a signal, with what was answered kept", async () => {
    writeData("studies/long.yaml", "models: lab\nrubrics: [code]\nsurf: {runs: 1, iterations: 50, candidates: 40}\n");
    const stop = new AbortController();
    const manifest = await runStudy("long", {signal: stop.signal, onProgress: () => stop.abort()});
    expect(manifest.state).toBe("stopped");
    expect(manifest.counts.candidates).toBeLessThan(2000);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["study", () => readRows("nobody", "rates"), /no such study: nobody; there are first, long, pasted/],
    ["table", () => readRows("first", "nothing" as "rates"), /no such table: nothing; expected one of/],
    ["column", () => streamRows("first", "rates", ["x" as "n"]).next(), /no such column in rates: x; expected step/],
    ["study to run", () => runStudy("nobody"), /no such study/],
    ["step", () => runStudy("first", {only: ["turf"]}), /no such step in this study: turf; it has surf, confirm/],
    ["index", () => traceExchange("first", {query: "q", response: "r"}), /which index\? first has no step turf/],
    ["rubric", () => traceExchange("x", {query: "q", response: "r", rubric: "no"}, {index: "i"}), /no such rubric: no/]
  ])("says in an error for its user that there is no such %s", async (_what, act, message) => {
    const error: unknown = await act().then(
      () => expect.unreachable(),
      (thrown: unknown) => thrown
    );
    expect(library.isUserError(error)).toBe(true);
    expect((error as Error).message).toMatch(message);
  });
});
