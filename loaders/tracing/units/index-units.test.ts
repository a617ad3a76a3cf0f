import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it, vi} from "vitest";
import {indexTableNames} from "../../../src/shared/schema.js";
import {indexBytes} from "../../engine/testing/clustered-index.js";
import {workOfIndex} from "../../engine/unit.js";
import {unitFiles} from "../../engine/unit-files.js";
import {readUnitRecord} from "../../engine/unit-record.js";
import {readTable} from "../../store/tables.js";
import {openLab} from "../../lab/lab.js";
import type {IndexManifest} from "../../../src/shared/indexManifest.js";
import type {IndexSettings} from "../../turf/index/parts.js";
import {dataFolder, indexFolder, projectFolder} from "../../util/paths.js";
import {createRandom} from "../../util/random.js";
import {shipped} from "../../study/testing/data-folder.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {indexCorpus} from "../index-corpus.js";
import {labIndexSettings} from "../lab-index.js";
import {doIndexUnit} from "./do-unit.js";
import {makeIndexPlan, openIndexPlan} from "./find-plan.js";
import type {IndexPlan, IndexRequest} from "./index-plan.js";
import {planIndex} from "./plan-index.js";
import {runUnitsHere} from "./run-units.js";

useTempData();
afterEach(() => void vi.restoreAllMocks());

const settings: IndexSettings = {
  ...labIndexSettings,
  ...{extract: "local", embed: "lab:embed", summaries: "medoid", check: null, clusters: 40}
};

/** Writes the training pairs of the lab's world as a corpus, a few of each chunk. */
async function writeCorpus(name = "pairs.jsonl", most = 1500): Promise<string> {
  const path = join(dataFolder(), name);
  if (existsSync(path)) return path;
  const lab = await openLab(shipped("worlds/chunky.yaml"));
  const pairs = lab.pairs();
  const step = Math.max(1, Math.floor(pairs.length / most));
  writeFileSync(
    path,
    pairs
      .filter((_, i) => i % step === 0)
      .map((pair) => `${JSON.stringify(pair)}\n`)
      .join("")
  );
  return path;
}

const request = async (name: string, more: Partial<IndexSettings> = {}): Promise<IndexRequest> => ({
  ...{name, corpus: await writeCorpus(), files: null},
  settings: {...settings, ...more}
});

const single = async (name: string, more: Partial<IndexSettings> = {}): Promise<IndexManifest> =>
  indexCorpus(await writeCorpus(), name, {settings: {...settings, ...more}});

const sharded = async (name: string, shards: number, more: Partial<IndexSettings> = {}): Promise<IndexManifest> =>
  runUnitsHere(await makeIndexPlan(await request(name, more), {shards}), {});

const filesOf = (name: string): Record<string, string> => indexBytes(dataFolder(), name);

const tablesOf = async (name: string): Promise<string> =>
  JSON.stringify(await Promise.all(indexTableNames.map((table) => readTable({index: name}, table))));

const factsOf = ({
  pairs,
  rows,
  duplicates,
  sources,
  attributes,
  clusters,
  embedding,
  extractor,
  unusable
}: IndexManifest) => ({
  ...{pairs, rows, duplicates, sources, attributes, clusters, embedding, extractor, unusable}
});

describe("an index in units", () => {
  it("has the very files and tables of one made in one process, in 8 shards and in 3", async () => {
    const whole = await single("whole");
    const files = filesOf("whole");
    const tables = await tablesOf("whole");
    expect(Object.keys(files)).toContain("response-vectors.codes");
    for (const shards of [8, 3]) {
      const name = `in-${shards}`;
      const made = await sharded(name, shards);
      expect(made.state).toBe("finished");
      expect(factsOf(made)).toEqual(factsOf(whole));
      expect(made.clustering).toEqual(whole.clustering);
      expect(filesOf(name)).toEqual(files);
      expect(await tablesOf(name)).toBe(tables);
    }
  });

  it("clusters a corpus beyond its sample over the shards, as well as one process does", async () => {
    const whole = await single("few", {clusters: 2});
    const plan = await makeIndexPlan(await request("few-in-4", {clusters: 2}), {shards: 4});
    expect(whole.attributes.queries).toBeGreaterThan(2 * 256);
    const asked: string[] = [];
    const made = await runUnitsHere(plan, {onUnit: ({id}) => asked.push(id)});
    expect(asked).toContain("move-1");
    expect(made.clustering!.inertia).toBeLessThan(1.01 * whole.clustering!.inertia);
    expect(readUnitRecord(plan.work, "move-10")).toMatchObject({state: "done", isSpared: true});
    expect(asked).not.toContain("move-10");
    const {assignment, centroids} = readClusters("few-in-4");
    expect(assignment.length).toBe(whole.attributes.queries);
    expect(inertiaOf("few-in-4", assignment, centroids)).toBeCloseTo(made.clustering!.inertia, 2);
  });

  it("works where there are more shards than pairs", async () => {
    const corpus = join(dataFolder(), "tiny.jsonl");
    writeFileSync(
      corpus,
      '{"prompt":"What is bread?","response":"Baked dough."}\n{"prompt":"Sing.","response":"La."}\n'
    );
    const tiny = {...settings, clusters: 3};
    const whole = await indexCorpus(corpus, "tiny", {settings: tiny});
    const plan = await makeIndexPlan({name: "tiny-in-5", corpus, files: null, settings: tiny}, {shards: 5});
    const made = await runUnitsHere(plan, {});
    expect(factsOf(made)).toEqual(factsOf(whole));
    expect(filesOf("tiny-in-5")).toEqual(filesOf("tiny"));
  });

  it("leaves nothing behind but journals, and is kept by later commands", async () => {
    const plan = openIndexPlan("in-3");
    for (const {id} of plan.units) expect(existsSync(join(unitFiles(plan.work, id).folder, "out"))).toBe(false);
    const stages: string[] = [];
    const onStage = (stage: string, state: string): void => void stages.push(`${stage} ${state}`);
    await indexCorpus(await writeCorpus(), "in-3", {settings, onStage});
    expect(stages.every((line) => line.endsWith("kept"))).toBe(true);
  });

  it("does again only what a changed setting asks for", async () => {
    const plan = await makeIndexPlan(await request("in-3", {clusters: 20}), {shards: 3});
    const manifest = await runUnitsHere(plan, {});
    expect(manifest.clusters).toBe(20);
    for (const id of ["extract-1of3", "embed-2of3"])
      expect(existsSync(join(unitFiles(plan.work, id).folder, "out"))).toBe(false);
    await single("whole", {clusters: 20});
    expect(filesOf("in-3")).toEqual(filesOf("whole"));
  });

  it("does again what one process has made otherwise since", async () => {
    const files = filesOf("in-3");
    await single("in-3", {clusters: 7});
    expect((await sharded("in-3", 3, {clusters: 20})).clusters).toBe(20);
    expect(filesOf("in-3")).toEqual(files);
    await sharded("in-3", 3, {clusters: 7});
    await single("whole", {clusters: 7});
    expect(filesOf("in-3")).toEqual(filesOf("whole"));
  });
});

it("files in parts are made again where one process replaced them before the index was whole", async () => {
  await single("whole");
  const index = await request("replaced");
  for (const last of ["slots-2of2", "vectors", "typical-1of2"]) {
    const plan = await makeIndexPlan(index, {shards: 2});
    const end = plan.units.findIndex(({id}) => id === last);
    for (const unit of plan.units.slice(0, end + 1))
      if (!readUnitRecord(plan.work, unit.id)?.isSpared) await doIndexUnit(plan, unit);
    await single("replaced", {dimensions: 16, clusters: 5});
    const manifest = await runUnitsHere(await makeIndexPlan(index, {shards: 2}), {});
    expect(manifest.state, last).toBe("finished");
    expect(filesOf("replaced"), last).toEqual(filesOf("whole"));
    await single("replaced", {sampling: {...settings.sampling, sample: 200}});
  }
});

describe("the units of an index", () => {
  it("have stable ids, and wait for those that they need", async () => {
    const plan: IndexPlan = await makeIndexPlan(await request("early"), {shards: 2});
    expect(new Set(plan.units.map(({id}) => id)).size).toBe(plan.units.length);
    for (const [i, {after}] of plan.units.entries())
      for (const id of after) expect(plan.units.findIndex((unit) => unit.id === id)).toBeLessThan(i);
    const late = plan.units.find(({id}) => id === "distinct-1of2")!;
    expect(await doIndexUnit(plan, late)).toMatchObject({state: "waiting", error: "2 units are not complete yet"});
  });

  it("resume where a signal stopped them, and write what they would have written", async () => {
    const plan = await makeIndexPlan(await request("stopped"), {shards: 2});
    const [corpus, extract] = plan.units;
    await doIndexUnit(plan, corpus!);
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error("enough"));
    await expect(doIndexUnit(plan, extract!, {signal: stop.signal, onProgress})).rejects.toThrow();
    expect(readUnitRecord(plan.work, extract!.id)).toMatchObject({state: "stopped"});
    expect((await runUnitsHere(plan, {})).state).toBe("finished");
    await single("whole");
    expect(filesOf("stopped")).toEqual(filesOf("whole"));
  });

  it("end with the same index after kill -9 at any moment, started by a number alone", async () => {
    const plan = await makeIndexPlan(await request("killed", {clusters: 2}), {shards: 2});
    const random = createRandom(11);
    const killed = ["extract-2of2", "number-2of2", "attributes", "embed-1of2", "code-2of2", "vectors"];
    killed.push("assign-1-2of2", "sum-1of2", "members-1of2", "gather");
    for (const [i, unit] of plan.units.entries()) {
      if (killed.includes(unit.id)) {
        await startUnit("killed", i, 200 + 1300 * random());
        await startUnit("killed", i, null);
      } else await doIndexUnit(plan, unit);
      expect(readUnitRecord(plan.work, unit.id), unit.id).toMatchObject({state: "done"});
    }
    await sharded("unhurt", 2, {clusters: 2});
    expect(filesOf("killed")).toEqual(filesOf("unhurt"));
  }, 240_000); // many processes

  it("of a corpus that changed since it was planned are refused", async () => {
    const corpus = join(dataFolder(), "moving.jsonl");
    writeFileSync(corpus, '{"prompt":"a?","response":"b"}\n');
    await makeIndexPlan({name: "moving", corpus, files: null, settings}, {shards: 2});
    writeFileSync(corpus, '{"prompt":"a?","response":"b"}\n{"prompt":"c?","response":"d"}\n');
    expect(() => openIndexPlan("moving")).toThrow(
      "the corpus, or this program, has changed since it was divided into units"
    );
    rmSync(corpus);
    expect(() => openIndexPlan("moving")).toThrow("no such corpus");
  });

  it("are of a number that a file system can hold", async () => {
    const index = await request("many");
    expect(() => planIndex(index, {shards: 501})).toThrow("bad number of shards: 501; expected 1 to 500");
    expect(() => openIndexPlan("never")).toThrow("no units are planned for the index never");
    expect(workOfIndex("many")).toBe("index:many");
  });
});

/** Runs a unit in a process of its own, as a scheduler does; ends it at once after some time. */
async function startUnit(index: string, number: number, killInMs: number | null): Promise<void> {
  const child = spawn(process.execPath, [join(projectFolder, "loaders", "surfturf.js"), "unit", workOfIndex(index)], {
    env: {...process.env, JOB_COMPLETION_INDEX: String(number)},
    stdio: "ignore"
  });
  const timer = killInMs === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killInMs);
  await once(child, "close");
  clearTimeout(timer);
}

function readClusters(name: string) {
  const bytes = (file: string): ArrayBuffer => new Uint8Array(readFileSync(join(indexFolder(name), file))).buffer;
  return {assignment: new Uint32Array(bytes("assignment.u32")), centroids: new Float32Array(bytes("centroids.f32"))};
}

/** The inertia by its definition: squared distances of the rows, weighed by the root of their uses. */
function inertiaOf(name: string, assignment: Uint32Array, centroids: Float32Array): number {
  const rows = new Float32Array(new Uint8Array(readFileSync(join(indexFolder(name), "query-vectors"))).buffer);
  const slots = new Uint32Array(new Uint8Array(readFileSync(join(indexFolder(name), "slots.u32"))).buffer);
  const dimension = rows.length / assignment.length;
  const uses = new Float64Array(assignment.length);
  slots.forEach((id, slot) => {
    if (slot % 20 < 10 && id !== 0xffffffff) uses[id]!++;
  });
  let inertia = 0;
  assignment.forEach((cluster, row) => {
    let square = 0;
    for (let i = 0; i < dimension; i++)
      square += (rows[row * dimension + i]! - centroids[cluster * dimension + i]!) ** 2;
    inertia += Math.sqrt(uses[row]!) * square;
  });
  return inertia;
}
