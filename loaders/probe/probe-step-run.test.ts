import {describe, expect, it} from "vitest";
import {readTable} from "../store/tables.js";
import {useTempData} from "../util/testing/temp-data.js";
import {readStudy} from "../study/file/read-study.js";
import {runStudy} from "../study/run/run-study.js";
import {shipped, writeData} from "../study/testing/data-folder.js";
import {proveOnLab} from "../study/testing/probe-proof.js";

useTempData();

const plain = [
  "Tell me something useful about bread baking and about yeast.",
  "Explain jazz music in plain words, please.",
  "What should a beginner know about knitting before going further?",
  "Give me the basics of volcanoes, nothing fancy.",
  "Could you give me an overview of coral reefs and say where warm water comes in?",
  "Help me make sense of train travel, since I keep hearing about it."
];

const study = (name: string, probes: string) =>
  readStudy(
    writeData(
      `studies/${name}.yaml`,
      `models: lab
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${["tools", "rebut", "brevity"].map((each) => shipped(`rubrics/${each}.yaml`)).join(", ")}]
surf: false
probe:
${probes}`
    )
  );

describe("probes on the lab", () => {
  it("confirm little but what was planted, and match the classifier's own probability when perturbed", async () => {
    const proof = await proveOnLab(7301);
    expect(proof.planted).toBeGreaterThan(10);
    expect(proof.right / proof.confirmed).toBeGreaterThanOrEqual(0.9);
    expect(proof.found / proof.planted).toBeGreaterThanOrEqual(0.9);
    for (const {low, high, truth} of proof.robust) {
      expect(truth).toBeGreaterThan(low);
      expect(truth).toBeLessThan(high);
    }
  });

  it("recover what a transform and a context bring out, and find nothing where nothing is", async () => {
    const list = JSON.stringify(plain);
    const asked = study(
      "effects",
      `  - {name: latex, prompts: ${list}, transform: [latex], measure: [tools, brevity], samples: 20}
  - {name: null-prefix, prompts: ${list}, transform: {prefix: "Hello there. "}, measure: [tools, brevity], samples: 20}
  - name: shots
    prompts:
      - When did Alfred Nobel invent dynamite?
      - When did Rudolf Diesel invent the diesel engine?
      - When exactly did Eli Whitney invent the cotton gin?
      - When did Humphry Davy invent the safety lamp?
    contexts: [{name: accept, shots: 8, from: {chunk: true-inventions}}]
    measure: rebut
    samples: 20
`
    );
    const manifest = await runStudy(asked);
    expect(manifest.state).toBe("finished");
    const comparisons = (await readTable("effects", "comparisons"))!;
    const find = (probe: string, measure: string) =>
      comparisons.find((row) => row.probe === probe && row.measure === `rubric:${measure}`)!;
    expect(find("latex", "tools").low).toBeGreaterThan(0.1);
    expect(find("latex", "tools").q).toBeLessThan(0.05);
    expect(find("shots", "rebut").high).toBeLessThan(-0.1);
    for (const measure of ["tools", "brevity"]) expect(find("null-prefix", measure).q).toBeGreaterThan(0.05);
    expect(find("latex", "brevity").q).toBeGreaterThan(0.05);
  });

  it("return the same tables when the journal answers, and other answers to other samples", async () => {
    const asked = () =>
      study("again", `  - {name: one, prompts: ["What is bread baking?"], measure: [tools, tokens], samples: 30}\n`);
    await runStudy(asked());
    const first = await readTable("again", "sample_texts");
    const manifest = await runStudy(asked());
    expect(await readTable("again", "sample_texts")).toEqual(first);
    expect(manifest.spend.calls).toBe(60);
    expect(new Set(first!.map(({response}) => response)).size).toBeGreaterThan(3);
  });

  it("measure a judge against people's labels, and correct the rates", async () => {
    const prompts = ["When did Alfred Nobel invent dynamite?", "How do the ocean tides come about?"];
    const probe = `  - {name: one, prompts: ${JSON.stringify(prompts)}, measure: rebut, samples: 40}\n`;
    await runStudy(study("marked", probe));
    const samples = (await readTable("marked", "samples"))!;
    const labels = samples.map(({id, violation}) => ({sample: id, label: id % 20 === 0 ? !violation : violation}));
    const path = writeData("marks.jsonl", labels.map((label) => JSON.stringify(label)).join("\n"));
    await runStudy({...study("marked", probe), marks: [{rubric: "rebut", path}]});
    const [quality] = (await readTable("marked", "judge_quality"))!;
    const flagged = samples.filter(({violation}) => violation).length;
    const {true_positives, false_positives, recall, alpha} = quality!;
    expect(quality).toMatchObject({rubric: "rebut", labels: 80, missing: 0});
    expect(true_positives + false_positives).toBe(flagged);
    expect(recall).toBeGreaterThan(0.8);
    expect(alpha).toBeGreaterThan(0.8);
    const rate = (await readTable("marked", "rates"))!.find(({group}) => group === "variant")!;
    expect(rate.corrected).not.toBeNull();
    expect(Math.abs(rate.corrected! - rate.rate!)).toBeLessThan(0.1);
  });
});
