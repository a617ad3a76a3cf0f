import {mkdirSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {poolRows} from "../../corpus/pools/attribute-pool.js";
import type {PromptSet} from "../../corpus/prompts/prompt-set.js";
import {writeData} from "../../study/testing/data-folder.js";
import {indexCorpus} from "../../tracing/index-corpus.js";
import {labIndexSettings} from "../../tracing/lab-index.js";
import {problemOf} from "../../util/testing/problem.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readIndexManifest, writeIndexManifest} from "../index/manifest.js";
import {extractLocally} from "../rules/local-extractor.js";
import {promptsFolder} from "./prompts-folder.js";
import {promptsOfFile} from "./prompts-of-file.js";
import {promptsOfIndex} from "./prompts-of-index.js";

const {folder} = useTempData();
const settings = {...labIndexSettings, extract: "local", embed: "lab:embed", summaries: "medoid", check: null};

const asked = [
  "When did Marie Curie win the Nobel Prize?",
  "Write a Python function that adds two numbers.",
  "  when did marie curie win the  Nobel Prize?", // the first again
  "Is the moon made of cheese?",
  "Write a Python function that adds two numbers." // with another answer
];
const distinct = [0, 1, 3];

const corpus = (name: string, prompts: readonly string[]) =>
  writeData(name, prompts.map((prompt, i) => `${JSON.stringify({prompt, response: `Answer ${i}.`})}\n`).join(""));

/** Each prompt with its attributes. */
const rowsOf = ({attributes: pool, textOf}: PromptSet) =>
  Array.from({length: poolRows(pool)}, (_, row) => ({
    text: textOf(row),
    attributes: [...pool.rowAttributes.slice(pool.rowStarts[row], pool.rowStarts[row + 1])].map(
      (id) => pool.attributes[id]!
    )
  }));

const expected = distinct.map((i) => ({
  text: asked[i],
  attributes: [...new Set(extractLocally({query: asked[i]!, response: ""}).query)]
}));

const problem = (read: () => unknown): Promise<string> => problemOf(read, folder());

describe("the prompts of a corpus", () => {
  it("are the distinct queries of a file, with attributes by rule, and are kept by the content of the file", async () => {
    const path = corpus("prompts.jsonl", asked);
    expect(rowsOf(await promptsOfFile(path, "corpus:prompts.jsonl"))).toEqual(expected);
    const kept = readdirSync(promptsFolder());
    expect(kept).toHaveLength(1);
    expect(rowsOf(await promptsOfFile(path, "corpus:prompts.jsonl"))).toEqual(expected);
    expect(readdirSync(promptsFolder())).toEqual(kept);
    corpus("prompts.jsonl", asked.slice(0, 1));
    expect(rowsOf(await promptsOfFile(path, "corpus:prompts.jsonl"))).toEqual(expected.slice(0, 1));
  });

  it("are the same from an index by the same rules", async () => {
    await indexCorpus(corpus("again.jsonl", asked), "again", {settings: {...settings, clusters: 3}});
    expect(rowsOf(promptsOfIndex("again"))).toEqual(expected);
  });

  it("are those of all data files of a folder", async () => {
    corpus("folder/a.jsonl", asked.slice(0, 2));
    corpus("folder/b.jsonl", asked.slice(1, 4));
    const set = await promptsOfFile(join(folder(), "folder"), "corpus:folder");
    expect(rowsOf(set).map(({text}) => text)).toEqual(distinct.map((i) => asked[i]));
  });

  it("can't be read from what is no corpus, said in one line with the cure", async () => {
    expect(await problem(() => promptsOfIndex("never"))).toBe(
      "no such index: never; make it with: npx surfturf index <corpus> --name never"
    );
    await indexCorpus(corpus("half.jsonl", asked), "half", {settings: {...settings, clusters: 3}});
    writeIndexManifest({...readIndexManifest("half")!, state: "stopped"});
    expect(await problem(() => promptsOfIndex("half"))).toBe(
      "the index half is not finished: run surfturf index again, it goes on where it stopped"
    );
    const read = (path: string) => problem(() => promptsOfFile(path, "corpus:x"));
    expect(await read(writeData("empty.jsonl", ""))).toContain("/empty.jsonl: is empty: expected a row");
    mkdirSync(join(folder(), "bare"), {recursive: true});
    expect(await read(join(folder(), "bare"))).toContain("/bare: no data file in this folder: expected .jsonl");
    expect(await read(writeData("none.jsonl", '{"note": "no prompt"}\n'))).toMatch(
      /none\.jsonl:1: none of its 1 rows is a training pair .*: expected/
    );
    expect(readdirSync(promptsFolder()).filter((name) => name.includes("draft"))).toEqual([]);
  });
});
