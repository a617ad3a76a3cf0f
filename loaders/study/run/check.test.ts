import {afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import {openLab} from "../../lab/lab.js";
import {useWireServer} from "../../model/testing/wire-server.js";
import {readTable} from "../../store/tables.js";
import {indexCorpus} from "../../tracing/index-corpus.js";
import {labIndexSettings} from "../../tracing/lab-index.js";
import {readIndexManifest, writeIndexManifest} from "../../turf/index/manifest.js";
import {allOfQuery} from "../../turf/rules/local-extractor.js";
import {formatUserError, isUserError} from "../../util/user-error.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {estimateStudy} from "../estimate/estimate.js";
import {readStudy} from "../file/read-study.js";
import {labStudyFile, shipped, writeData} from "../testing/data-folder.js";
import {stopAfter} from "../testing/stop-after.js";
import {runStudy} from "./run-study.js";

useTempData();
const server = useWireServer();
const lab = await openLab(shipped("worlds/chunky.yaml"));
const size = "runs: 2, iterations: 3, candidates: 20";

beforeAll(async () => {
  const rows = lab.pairs().filter((_, i) => i % 40 === 0);
  const corpus = writeData("corpus.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const local = {extract: "local", embed: "lab:embed", summaries: "medoid", check: null};
  await indexCorpus(corpus, "ruled", {settings: {...labIndexSettings, ...local, clusters: 20}});
});
afterEach(() => void vi.restoreAllMocks());

const study = (name: string, surf: string, more: string[] = []) =>
  readStudy(writeData(`studies/${name}.yaml`, labStudyFile([`surf: {${surf}}`, ...more])));

const ruled = "attributes: index:ruled";

/** Says that a query has the first of the attributes, or what a test says. */
function answerChecks(text = "<has>1</has>"): void {
  const answer = {choices: [{message: {role: "assistant", content: text}, finish_reason: "stop"}]};
  server.always(() => ({body: {...answer, model: "small", usage: {prompt_tokens: 9, completion_tokens: 3}}}));
}

const small = () => `"${server.url()}/v1:small"`;

describe("surf: {check: rules}", () => {
  it("takes a written query to have what rules see in it, drawn or not", async () => {
    const {counts} = await runStudy(study("ruled", `${size}, check: rules, neighbours: false`, [ruled]));
    const candidates = (await readTable("ruled", "candidates"))!;
    const texts = (await readTable("ruled", "texts"))!;
    const written = candidates.filter(({query}) => query !== null);
    expect(written.length).toBeGreaterThan(60);
    for (const {id, met, attributes, coverage, prompt} of written) {
      const seen = allOfQuery(texts[id]!.query!);
      for (const attribute of met) expect(seen).toContain(attribute);
      expect(coverage).toBeCloseTo(attributes.filter((each) => seen.includes(each)).length / attributes.length);
      expect(prompt).toBeNull();
    }
    expect(written.some(({met, attributes}) => met.some((each) => !attributes.includes(each)))).toBe(true);
    const mean = written.reduce((sum, {coverage}) => sum + coverage!, 0) / written.length;
    expect(counts.coverage).toBeCloseTo(mean);
    expect(counts.check).toEqual({by: "rules", checked: written.length, unread: {}});
    expect(counts.prompts).toBeUndefined();
  });

  it.each([
    [
      "attributes: lab",
      /bad\.yaml:4: surf\.check: rules can't see the attributes of the pool .*: expected an index made/
    ],
    [ruled, /surf\.check: the attributes of the index ruled are by local v1, not by local v2/]
  ])("refuses %s in one line", async (pool, expected) => {
    const manifest = readIndexManifest("ruled")!;
    writeIndexManifest({...manifest, extractor: "local v1"});
    expect(await messageOf(() => runStudy(study("bad", `${size}, check: rules`, [pool])))).toMatch(expected);
    writeIndexManifest(manifest);
  });

  it("refuses queries that nobody writes", async () => {
    const file = `models: {target: lab:target, query: "corpus:ruled", judge: lab:judge}
world: ${shipped("worlds/chunky.yaml")}
rubrics: [${shipped("rubrics/code.yaml")}]
surf: {check: rules}
`;
    const run = () => runStudy(readStudy(writeData("studies/bad.yaml", file)));
    expect(await messageOf(run)).toMatch(
      /bad\.yaml:4: surf\.check: the queries are prompts of corpus:ruled.*take the key/
    );
  });
});

describe("surf: {check: <model>}", () => {
  it("asks the model about a share of the queries, and says how often a wish comes true", async () => {
    answerChecks();
    const surf = `${size}, check: {model: ${small()}, share: 0.5}`;
    const {roles} = await estimateStudy(study("asked", surf));
    const planned = roles.find(({role}) => role === "check")!;
    expect(planned.calls).toEqual([30, 60, 60]);
    const {counts, models} = await runStudy(study("asked", surf));
    const candidates = (await readTable("asked", "candidates"))!;
    const calls = (await readTable("asked", "calls"))!.filter(({role}) => role === "check");
    const checked = candidates.filter(({coverage}) => coverage !== null);
    expect(checked.length).toBeGreaterThan(40);
    expect(checked.length).toBeLessThan(80);
    for (const {met, attributes, coverage} of checked) {
      expect(met).toEqual(attributes.slice(0, 1));
      expect(coverage).toBeCloseTo(1 / attributes.length);
    }
    expect(calls.map(({candidate}) => candidate)).toEqual(checked.map(({id}) => id));
    expect(counts.check).toEqual({by: models.check![0], checked: checked.length, unread: {}});
  });

  it("keeps why an answer could not be read", async () => {
    answerChecks("It has all of them, I think.");
    const {counts} = await runStudy(study("vague", `${size}, check: ${small()}`), {cache: false});
    const candidates = (await readTable("vague", "candidates"))!.filter(({status}) => status === "scored");
    for (const {check_reason: reason, coverage} of candidates) expect([reason, coverage]).toEqual(["unparsable", null]);
    expect(counts.check).toMatchObject({checked: 0, unread: {unparsable: candidates.length}});
    expect(counts.coverage).toBeUndefined();
  });

  it("asks nothing again after it was stopped, and makes the same candidates", async () => {
    answerChecks();
    const surf = `${size}, check: ${small()}`;
    const whole = await runStudy(study("whole", surf), {cache: false});
    const signal = stopAfter(Math.round(whole.spend.calls / 2));
    expect((await runStudy(study("stopped", surf), {signal, cache: false})).state).toBe("stopped");
    vi.restoreAllMocks();
    expect((await runStudy(study("stopped", surf), {cache: false})).spend.calls).toBe(whole.spend.calls);
    const essence = async (name: string) =>
      (await readTable(name, "candidates"))!.map(({query, met, score}) => ({query, met, score}));
    expect(await essence("stopped")).toEqual(await essence("whole"));
  });

  it.each([
    ["sometimes", /surf\.check: expected rules, provider:model, or a map/],
    ["{model: 'lab:check', share: 0}", /surf\.check.*: expected a share above 0/],
    ["{share: 0.2}", /surf\.check/],
    ["acme:one", /surf\.check: unknown provider: acme/]
  ])("refuses %s in one line", async (check, expected) =>
    expect(await messageOf(async () => runStudy(study("bad", `${size}, check: ${check}`)))).toMatch(expected)
  );
});

/** The one line of the UserError that it throws. */
async function messageOf(run: () => Promise<unknown>): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(run)
    .then(
      () => null,
      (thrown: unknown) => thrown
    );
  return isUserError(error) ? formatUserError(error) : `no UserError: ${String(error)}`;
}
