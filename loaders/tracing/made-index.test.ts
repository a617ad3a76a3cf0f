import {describe, expect, it} from "vitest";
import {readStudy} from "../study/file/read-study.js";
import {labStudyFile, writeData} from "../study/testing/data-folder.js";
import {blankIndexManifest, writeIndexManifest} from "../turf/index/manifest.js";
import {useTempData} from "../util/testing/temp-data.js";
import {makeIndex} from "./make-index.js";
import {turfStep} from "./turf-step.js";

useTempData();

const read = (turf: string) => readStudy(writeData("studies/made.yaml", labStudyFile([`turf: ${turf}`])));

describe("an index that a study makes", () => {
  it("is of a corpus beside the study file", () => {
    const corpus = writeData("studies/pairs.jsonl", '{"prompt": "Hello?", "response": "Hi."}\n');
    const {steps} = read("{index: mine, corpus: pairs.jsonl, clusters: 5}");
    expect(steps[turfStep.name]).toMatchObject({index: "mine", made: {corpus, clusters: 5}});
  });

  it.each([
    ["{index: mine, corpus: nowhere.jsonl}", /no such file or folder: nowhere\.jsonl/],
    ["{index: mine, clusters: 5}", /expected corpus beside it/],
    ["{index: lab, corpus: pairs.jsonl}", /the index lab is made of the lab's pairs/],
    ["{index: mine, corpus: pairs.jsonl, clusters: 1}", /at least 2, got 1/]
  ])("is refused as %s, with the line", (turf, message) => {
    writeData("studies/pairs.jsonl", '{"prompt": "Hello?", "response": "Hi."}\n');
    expect(() => read(turf)).toThrow(message);
  });

  it("does not take the place of one that was made otherwise", async () => {
    const settings = {extract: "openai:gpt", embed: "use-lite"};
    const other = {...blankIndexManifest("mine"), corpus: "other.jsonl", extractor: "openai:gpt"};
    writeIndexManifest({...other, settings});
    const made = makeIndex("mine", {corpus: writeData("studies/pairs.jsonl", "{}\n"), clusters: null});
    await expect(made).rejects.toThrow(/the index mine was made of other\.jsonl by openai:gpt: name another index/);
  });
});
