import {once} from "node:events";
import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {parse, stringify} from "yaml";
import {buildLab, openLab} from "../../loaders/lab/lab.js";
import {serveLab} from "../../loaders/lab/server/server.js";
import {worldFrom} from "../../loaders/lab/testing.js";
import type {WorldSpec} from "../../loaders/lab/world-schema.js";
import {importStudy} from "../../loaders/study/import/import.js";
import {readManifest} from "../../loaders/store/manifest.js";
import {readStudy} from "../../loaders/study/file/read-study.js";
import {rescore} from "../../loaders/study/rescore/rescore.js";
import {runStudy} from "../../loaders/study/run/run-study.js";
import {shipped, writeData} from "../../loaders/study/testing/data-folder.js";
import {dataFolder} from "../../loaders/util/paths.js";
import {plantFindings} from "./finding-data.js";
import {hostile, hostileRun} from "./hostile.js";
import {manyCandidates, plantMadeUp} from "./made-up-study.js";
import {plantNamed} from "./named-study.js";
import {plantProbes} from "./probe-data.js";
import {plantIndexes} from "./index-data.js";
import {plantTraces} from "./trace-data.js";

const rubrics = (...names: string[]): string => `[${names.map((name) => shipped(`rubrics/${name}.yaml`)).join(", ")}]`;
const lab = (surf: string): string =>
  `models: lab\nworld: ${shipped("worlds/chunky.yaml")}\nrubrics: ${rubrics("code", "refusal")}\nsurf: ${surf}\n`;

const served = (address: string, iterations: number): string =>
  `models: {target: "${address}:target", query: "${address}:query", judge: "${address}:judge"}
attributes: ../pool.jsonl
rubrics: ${rubrics("code")}
surf: {runs: 1, iterations: ${iterations}, candidates: 6, hopeless: false}
`;

/** Every state that a study's pages can meet, by name. */
export const siteStudies = [
  "lab",
  "hostile",
  "contrasted",
  "planned",
  "stopped",
  "failed",
  "unanswered",
  "broken"
] as const;

/** Makes these studies in the data folder that SURFTURF_DATA names. */
export async function makeSiteData(): Promise<void> {
  writeData("studies/lab.yaml", lab("{runs: 3, iterations: 4, candidates: 40, control: 0.2, seed: 5}"));
  await runStudy(readStudy(join(dataFolder(), "studies/lab.yaml")));
  await plantProbes("probed", readManifest("lab")!);
  await plantNamed();
  await plantMadeUp("many", manyCandidates);
  for (const [name, text] of Object.entries(hostileRun())) writeData(join("sweep/runs/run_1", name), text);
  const names = {rubric: hostile.image, model: hostile.script};
  await importStudy(join(dataFolder(), "sweep"), "hostile", names);
  writeData(
    "pool.jsonl",
    `${JSON.stringify({prompt: "x", sae_attributes: ["The query is short.", "The query is plain."]})}\n`
  );
  writeData("studies/planned.yaml", served("http://127.0.0.1:9/v1", 1));
  writeData("studies/broken.yaml", "models: lab\nrubrics: [nothing-of-the-kind]\ncolour: <b>red</b>\n");
  await makeRefused("unanswered", 500, '{"error": {"message": "out of order"}}');
  await makeStopped();
  await makeRefused("failed", 401, '{"error": {"message": "bad <b>key</b>"}}');
  await makeRefused("paused", 429, '{"error": {"message": "no calls left today"}}', {"retry-after": "40000"});
  await makeContrasted();
  await plantIndexes();
  await plantTraces("traced");
  await plantFindings("worked");
  await makeRescore();
  await importStudy(writeData("published.json", JSON.stringify(publishedEntries)), "published", {});
}

/** Findings as the paper's explorer publishes them: two of three held when their authors sampled them again. */
const publishedEntries = [0.9, 0.8, 0.1].map((share, i) => ({
  ...{experiment: i === 2 ? "code_bleed" : "rebuttal", model: i === 1 ? hostile.image : "Model one", score: 95 - i},
  ...{query: `${hostile.script} ${i}`, response: hostile.closing, opus_reason: "It rebuts.", marking: "good"},
  ...{repro_num_regenerations: 20, repro_fraction_above_threshold: share, repro_regen_mean: 100}
}));

/** The answers of the lab under a rubric that flags less. */
async function makeRescore(): Promise<void> {
  const text = readFileSync(shipped("rubrics/code.yaml"), "utf8");
  await rescore({study: "lab", rubric: writeData("edited.yaml", text.replace("threshold: 70", "threshold: 95"))});
}

/** A search in a context, against a model that was not taught the faults of the lab. */
async function makeContrasted(): Promise<void> {
  const spec = parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")) as WorldSpec;
  const plain = {...spec, chunks: spec.chunks.filter(({fault}) => fault === undefined)};
  const server = await serveLab(buildLab(worldFrom(stringify(plain))), {port: 0, latencyInMs: 0, failRate: 0, seed: 1});
  const context = "{name: helper, system: You are a <b>helpful</b> assistant.}";
  const surf = `{runs: 3, iterations: 10, candidates: 60, contrast: "${server.url}/v1:target", context: ${context}}`;
  await runStudy(
    readStudy(writeData("studies/contrasted.yaml", lab(surf).replace(/rubrics: .*/, `rubrics: ${rubrics("code")}`)))
  );
  await server.close();
}

/** A study that is stopped as Ctrl-C would after its first iterations. */
async function makeStopped(): Promise<void> {
  const server = await serveLab(await openLab(shipped("worlds/chunky.yaml")), {
    port: 0,
    latencyInMs: 5,
    failRate: 0.1,
    seed: 1
  });
  const file = writeData("studies/stopped.yaml", `title: Stopped early\n${served(`${server.url}/v1`, 1000)}`);
  const controller = new AbortController();
  const timer = setInterval(() => {
    if ((readManifest("stopped")?.counts.candidates ?? 0) > 20) controller.abort(new Error("stopped"));
  }, 20);
  const {state} = await runStudy(readStudy(file), {signal: controller.signal, publishEveryInMs: 0});
  clearInterval(timer);
  await server.close();
  if (state !== "stopped") throw new Error(`the study was meant to be stopped, it is ${state}`);
}

/** A study whose provider refuses every call, or fails each time. */
async function makeRefused(name: string, status: number, body: string, headers = {}): Promise<void> {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  const file = writeData(`studies/${name}.yaml`, served(`http://127.0.0.1:${port}/v1`, 2));
  await runStudy(readStudy(file), {retryPolicy: {firstInMs: 1, maxWaitInMs: 10}}).catch(() => undefined);
  server.close();
  server.closeAllConnections();
}
