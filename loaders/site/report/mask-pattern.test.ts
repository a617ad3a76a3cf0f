import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import type {StudyManifest} from "../../../src/shared/manifest.js";
import {tableNames} from "../../../src/shared/schema.js";
import {plantProbes} from "../../../src/testing/probe-data.js";
import {blankManifest, readManifest, writeManifest} from "../../store/manifest.js";
import {readTable, writeTable} from "../../store/tables.js";
import {copyStudy} from "./copy.js";
import {masked} from "./mask.js";
import {Patterns} from "./patterns.js";
import {readSelection} from "./selection.js";
import {withDataFolder} from "./workspace.js";

const data = mkdtempSync(join(tmpdir(), "surfturf-mask-pattern-"));
const copy = join(data, "copy");
const secret = "Zauberwort";
const said = (what: string): string => `${what} of ${secret} GmbH`;

const manifest: StudyManifest = {
  ...blankManifest("planted"),
  title: said("Title"),
  source: said("Source"),
  error: said("Error"),
  tables: "1",
  models: {target: [`http://gpu.${secret}.example:8000/v1:m`, "openai:plain"], judge: [`openai:${secret}-judge`]},
  rubrics: [
    {name: "rebut", threshold: 70, principle: said("Principle"), hash: "h"},
    {name: `is-${secret.toLowerCase()}`, threshold: 70, principle: "p", hash: "h"}
  ],
  settings: {
    targets: [{model: "openai:plain", system: said("System prompt"), body: {metadata: {owner: secret}}}],
    probes: {[said("key")]: 1, [`other ${secret}`]: 2},
    deep: [[[{list: [said("Deep")]}]]]
  },
  attributes: {source: `hf:${secret}/pool`, rows: 1, distinct: 1},
  notes: [said("Note"), "plain"]
};

const studyFile = `title: ${said("Title")} # said by ${secret}
models:
  target: "http://gpu.\\u005aauberwort.example:8000/v1:m"
  ${secret}: x
text: >
  a folded Zauber
  wort
rubrics: [rebut]
`;

beforeAll(async () => {
  process.env.SURFTURF_DATA = data;
  await plantProbes("planted", manifest);
  writeManifest(manifest);
  const rates = (await readTable("planted", "rates"))!;
  const models = ["openai:plain", ...Object.values(manifest.models).flat()];
  await writeTable(
    "planted",
    "rates",
    rates.map((row, i) => ({...row, model: models[i % models.length]!, context: i % 2 ? secret : "none"}))
  );
  mkdirSync(join(data, "studies"), {recursive: true});
  writeFileSync(join(data, "studies", "planted.yaml"), studyFile);
});
beforeEach(() => rmSync(copy, {recursive: true, force: true}));
afterAll(() => {
  delete process.env.SURFTURF_DATA;
  rmSync(data, {recursive: true, force: true});
});

async function copied(pattern: string, limitInMs?: number): Promise<void> {
  const selection = await readSelection("planted", {masks: [`pattern:${pattern}`]});
  await copyStudy("planted", selection, {folder: copy, largest: 25e6, limitInMs});
}

/** Everything that the pages of a report are made from, as text. */
async function everything(): Promise<string> {
  const tables = await withDataFolder(copy, () => Promise.all(tableNames.map((name) => readTable("planted", name))));
  const files = readdirSync(copy, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("latin1"));
  return [JSON.stringify(tables), ...bytes, ...files.map(({name}) => name)].join("\n");
}

describe("a mask by pattern", () => {
  it("leaves what it matches nowhere: titles, prompts, rubrics, settings, notes, errors, addresses, names", async () => {
    await copied(secret);
    expect(await everything()).not.toMatch(new RegExp(secret, "i"));
    const written = withDataFolder(copy, () => readManifest("planted")!);
    expect(await written).toMatchObject({
      name: "planted",
      title: masked,
      source: masked,
      error: masked,
      notes: [masked, "plain"],
      attributes: {source: masked, rows: 1},
      settings: {deep: [[[{list: [masked]}]]], probes: {[masked]: 1, [`${masked} 2`]: 2}}
    });
    expect((await written).rubrics[0]).toEqual({name: "rebut", threshold: 70, principle: masked, hash: "h"});
  });

  it("masks names alike in manifest and tables, and keeps different ones apart", async () => {
    await copied(secret);
    const [after, rates] = await withDataFolder(
      copy,
      async () => [readManifest("planted")!, (await readTable("planted", "rates"))!] as const
    );
    const models = Object.values(after.models).flat();
    expect(new Set(models).size).toBe(3);
    expect(models).toContain("openai:plain");
    expect(new Set(rates.map(({model}) => model))).toEqual(new Set(models));
    const before = (await readTable("planted", "rates"))!;
    expect(rates.map(({rate, step, group}) => [rate, step, group])).toEqual(
      before.map(({rate, step, group}) => [rate, step, group])
    );
  });

  it("leaves the words of the tables themselves, whatever it is", async () => {
    await copied("scored|confirm|prompt|none");
    const [before, after] = [
      await readTable("planted", "samples"),
      await withDataFolder(copy, () => readTable("planted", "samples"))
    ];
    expect(after!.map(({status, step, context}) => [status, step, context])).toEqual(
      before!.map(({status, step, context}) => [status, step, context])
    );
  });

  it("masks the study file in its values, keys and comments, escaped and folded ones too", async () => {
    await copied("Zauber ?wort");
    const {file} = JSON.parse(readFileSync(join(copy, "runs/planted/report.json"), "utf8")) as {file: string};
    expect(file).not.toMatch(/wort|u005a|gpu/i);
    expect(file).toMatch(/rubrics: \[ ?rebut ?\]/);
  });

  it("is refused where it matches the study's name, which is in every address", async () => {
    await expect(copied("plan")).rejects.toThrow(/matches the name of the study/);
  });

  it("that backtracks for ever is stopped, and does not block this thread meanwhile", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 20);
    const patterns = new Patterns(["^(a+)+$"], {limitInMs: 1000});
    await expect(patterns.matching([`${"a".repeat(60)}!`])).rejects.toThrow(/took longer than 1 s.*simplify it/s);
    clearInterval(timer);
    await patterns.close();
    expect(turns).toBeGreaterThan(10);
  });

  it("that backtracks for ever ends when it is stopped", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stopped")), 500);
    const patterns = new Patterns(["^(a+)+$"], {signal: stop.signal});
    await expect(patterns.matching([`${"a".repeat(60)}!`])).rejects.toThrow("stopped");
    await patterns.close();
  });
});
