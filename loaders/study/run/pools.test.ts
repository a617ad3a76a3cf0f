import {describe, expect, it} from "vitest";
import {Neighbourhood} from "../../corpus/pools/neighbourhood.js";
import {openLab} from "../../lab/lab.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {indexCorpus} from "../../tracing/index-corpus.js";
import {labIndexSettings} from "../../tracing/lab-index.js";
import {surfStep} from "../../surf/step.js";
import {openPools} from "./pools.js";
import {settingsOf} from "../../step/step.js";
import {searchPool} from "../../surf/surf-run.js";
import {readStudy} from "../file/read-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";

useTempData();
const lab = await openLab(shipped("worlds/chunky.yaml"));
const studyOf = (surf: string, attributes = "lab") =>
  readStudy(writeData("studies/near.yaml", labStudyFile([`attributes: ${attributes}`, `surf: {${surf}}`])));

/** A study's pool and its vectors; these are undefined if it has none. */
async function vectorsOf(surf: string, attributes?: string) {
  const study = studyOf(surf, attributes);
  const pools = openPools(study, () => lab);
  const pool = await searchPool(settingsOf(study, surfStep)!, pools);
  return {pool, vectors: pool.vectors};
}

describe("the pool of a search", () => {
  it("is embedded with the lab's model, in which wordings of one meaning are near", async () => {
    const {pool, vectors} = await vectorsOf("neighbours: lab:embed");
    const formal = pool.attributes.indexOf("The query uses highly formal and elaborate vocabulary.");
    const near = new Neighbourhood(vectors!).of(formal).map((id) => pool.attributes[id]);
    expect(near).toContain("The query is phrased in an ornate, ceremonious register.");
    expect(near).not.toContain("The query contains LaTeX.");
  });

  it("has no embedding if no model is named, or if the sampler does not use neighbours", async () => {
    for (const surf of ["seed: 1", "neighbours: false", "neighbours: lab:embed, sampler: reference"])
      expect((await vectorsOf(surf)).vectors, surf).toBeUndefined();
  });

  it("has the embedding of its index, unless the study says otherwise", async () => {
    const rows = lab.pairs().filter((_, i) => i % 40 === 0);
    const corpus = writeData("corpus.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const local = {extract: "local", embed: "lab:embed", summaries: "medoid", check: null};
    await indexCorpus(corpus, "near", {settings: {...labIndexSettings, ...local, clusters: 20}});
    const {pool, vectors} = await vectorsOf("seed: 1", "index:near");
    expect(vectors).toMatchObject({source: "index near"});
    expect(vectors!.rows).toHaveLength(pool.attributes.length * vectors!.dimension);
    const means = Array.from({length: vectors!.dimension}, (_, i) =>
      vectors!.rows.reduce((sum, value, at) => sum + (at % vectors!.dimension === i ? value : 0), 0)
    );
    expect(Math.hypot(...means) / pool.attributes.length).toBeLessThan(0.2); // centred, wherever the index came from
    expect((await vectorsOf("neighbours: false", "index:near")).vectors).toBeUndefined();
  });
});
