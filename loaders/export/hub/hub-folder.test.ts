import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {asyncBufferFromFile} from "hyparquet/src/node.js";
import {compressors} from "hyparquet-compressors";
import {beforeAll, describe, expect, it} from "vitest";
import {parse} from "yaml";
import {plantProbes} from "../../../src/testing/probe-data.js";
import {tableNames} from "../../../src/shared/schema.js";
import {blankManifest, readManifest, writeManifest} from "../../store/manifest.js";
import {readTable} from "../../store/tables.js";
import {dataFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {exportStudy} from "../export-study.js";
import {writeShards} from "./shards.js";

useTempData();

const rubrics = [{name: "rebut", threshold: 70, principle: "p", hash: "h"}];

beforeAll(async () => {
  await plantProbes("probed", {...blankManifest("probed"), rubrics, tables: "1"});
  writeManifest({...readManifest("probed")!, title: "Mills <script> & |water|"});
});

const out = (name: string): string => join(dataFolder(), "out", name);
const cardOf = (folder: string) => {
  const [, yaml, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(folder, "README.md"), "utf8"))!;
  return {front: parse(yaml!) as Record<string, unknown>, body: body!};
};
const readShard = async (path: string) => parquetReadObjects({file: await asyncBufferFromFile(path), compressors});

describe("exportStudy(study, {to: 'hub-folder'})", () => {
  it("writes every table that has rows, as it is", async () => {
    const {folder} = await exportStudy("probed", {to: "hub-folder", output: out("whole"), license: "cc-by-4.0"});
    const written = readdirSync(join(folder, "data")).sort();
    const filled: string[] = [];
    for (const table of tableNames) {
      const rows = (await readTable("probed", table)) ?? [];
      if (rows.length === 0) continue;
      filled.push(table);
      expect(await readShard(join(folder, "data", table, "train-00000-of-00001.parquet"))).toEqual(rows);
    }
    expect(written).toEqual(filled.sort());
  });

  it("has a card with the licence, a config for each table, and the study's words as text", () => {
    const {front, body} = cardOf(out("whole"));
    const configs = front.configs as {config_name: string; default?: boolean}[];
    expect(front.license).toBe("cc-by-4.0");
    expect(configs.map(({config_name: name}) => name).sort()).toEqual(readdirSync(join(out("whole"), "data")).sort());
    expect(configs.filter((config) => config.default).map(({config_name: name}) => name)).toEqual(["samples"]);
    expect(body).toContain("Mills \\<script\\> & \\|water\\|");
    expect(body).toContain("| query | string | cut to 300 characters");
  });

  it("replaces what it wrote before, and nothing else", async () => {
    await exportStudy("probed", {to: "hub-folder", output: out("whole")});
    expect(cardOf(out("whole")).front.license).toBe("unknown");
    mkdirSync(out("other"), {recursive: true});
    writeFileSync(join(out("other"), "mine.txt"), "mine");
    await expect(exportStudy("probed", {to: "hub-folder", output: out("other")})).rejects.toThrow("holds other files");
    expect(readdirSync(out("other"))).toEqual(["mine.txt"]);
  });

  it("masks what a report masks, in every file", async () => {
    const {folder} = await exportStudy("probed", {
      to: "hub-folder",
      output: out("masked"),
      masks: ["pattern:\\bmill\\b"]
    });
    const rows = [];
    for (const table of readdirSync(join(folder, "data")))
      rows.push(await readShard(join(folder, "data", table, "train-00000-of-00001.parquet")));
    expect(JSON.stringify(rows)).toMatch(/masked in this report/);
    expect(JSON.stringify(rows)).not.toMatch(/\bmill\b/i);
    expect(existsSync(join(folder, "data", "calls"))).toBe(false);
    expect(cardOf(folder).body).toContain("Some texts are masked");
  });

  it("leaves out the texts of findings that were not chosen", async () => {
    const {folder} = await exportStudy("probed", {to: "hub-folder", output: out("one"), findings: ["rebut-1"]});
    const findings = await readShard(join(folder, "data", "findings", "train-00000-of-00001.parquet"));
    expect(findings.map(({id}) => id as string)).toEqual(["rebut-1"]);
  });

  it("says what is wrong in one line", async () => {
    const fails = (study: string, to: string, masks?: string[]) => exportStudy(study, {to, masks, output: out("no")});
    await expect(fails("nobody", "hub-folder")).rejects.toThrow("no such study: there are probed");
    await expect(fails("probed", "csv")).rejects.toThrow(/expected .*hub-folder.*, got csv/);
    await expect(fails("probed", "hub-folder", ["x"])).rejects.toThrow("expected rubric:<name>");
    writeManifest({...blankManifest("empty"), state: "running"});
    await expect(fails("empty", "hub-folder")).rejects.toThrow("has no tables yet");
    expect(existsSync(out("no"))).toBe(false);
  });
});

describe("writeShards(study, table, folder, largest)", () => {
  it("begins another file when one is large enough, and loses no row", async () => {
    const {rows, shards} = await writeShards("probed", "sample_texts", out("shards"), 5);
    const all = (await readTable("probed", "sample_texts"))!;
    const names = readdirSync(join(out("shards"), "data", "sample_texts")).sort();
    const read = [];
    for (const name of names) read.push(...(await readShard(join(out("shards"), "data", "sample_texts", name))));
    expect([rows, shards, read]).toEqual([all.length, names.length, all]);
    expect(names[0]).toBe(`train-00000-of-${String(shards).padStart(5, "0")}.parquet`);
  });

  it("says in each file what it is of", async () => {
    await writeShards("probed", "samples", out("told"));
    const file = await asyncBufferFromFile(join(out("told"), "data", "samples", "train-00000-of-00001.parquet"));
    const {key_value_metadata: pairs} = await parquetMetadataAsync(file);
    expect(pairs).toContainEqual({key: "surfturf.study", value: "probed"});
  });
});
