import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {buildLab, type Lab} from "../../lab/lab.js";
import type {BadAnswer} from "../../lab/server/bad-answers.js";
import type {Faults} from "../../lab/server/faults.js";
import {serveLab, type LabServer} from "../../lab/server/server.js";
import {tinyWorld, worldFrom} from "../../lab/testing.js";
import {readManifest} from "../../store/manifest.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {readStudy} from "../file/read-study.js";
import {withJournalSpend} from "../manifest/live.js";
import {shipped, writeData} from "../testing/data-folder.js";
import {cureOf, Learning} from "./learning.js";
import {runStudy} from "./run-study.js";

useTempData();
const lab: Lab = buildLab(worldFrom(tinyWorld));
const servers: LabServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const sentences = ["The query asks for code.", "The query is about soup.", "The query is about bread."];

async function study(name: string, faults: Partial<Faults>, steps = "surf: {runs: 1, iterations: 4, candidates: 60}") {
  const server = await serveLab(lab, {port: 0, latencyInMs: 0, failRate: 0, seed: 1, ...faults});
  servers.push(server);
  const rows = sentences.map((sentence, i) => JSON.stringify({prompt: `p${i}`, sae_attributes: [sentence]}));
  writeData("pool.jsonl", rows.join("\n"));
  const roles = ["target", "query", "judge"].map((role) => `${role}: "${server.url}/v1:${role}"`);
  const text = `models: {${roles.join(", ")}}
attributes: ../pool.jsonl
rubrics: [${shipped("rubrics/code.yaml")}]
concurrency: 8
${steps}
`;
  return readStudy(writeData(`studies/${name}.yaml`, text));
}

const run = (of: Awaited<ReturnType<typeof study>>) => runStudy(of, {publishEveryInMs: 1e6, cache: false});
const journalOf = (name: string) =>
  readFileSync(join(studyFolder(name), "journal.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as {role: string; usage: {inputTokens: number} | null});

const always = (kind: BadAnswer, role: string) => ({rates: {[kind]: 1}, badRoles: [role]});

describe("a paid step that learns nothing", () => {
  it.each<[BadAnswer, string, RegExp]>([
    [
      "restated",
      "query",
      /only 0 of 5\d candidates have a score: 100% are query-restates-attributes \(.*\), such as ".*use another query model/
    ],
    ["truncated", "target", /100% are response-truncated .*raise max_tokens of the target/],
    ["no-score", "judge", /100% are judge-unparsable .*use another judge/]
  ])(
    "pauses when all are %s: %s",
    async (kind, role, words) => {
      const name = `pause-${role}`;
      const made = await study(name, always(kind, role));
      const {state, error, counts, spend, steps} = await run(made);
      expect(state).toBe("stopped");
      expect(error).toMatch(words);
      expect([steps[0]!.state, counts.scored]).toEqual(["stopped", 0]);
      const calls = journalOf(name);
      const [queries, width] = [calls.filter((call) => call.role === "query").length, 8];
      expect(queries).toBeGreaterThanOrEqual(50);
      expect(queries).toBeLessThanOrEqual(60 + width);
      expect(spend.calls).toBe(calls.length);
      expect(readManifest(name)!.spend).toEqual(withJournalSpend(readManifest(name)!).spend);
      const again = await run(made); // resumes: more are tried, and it pauses again
      expect(again.state).toBe("stopped");
      expect(journalOf(name).length).toBeGreaterThan(calls.length);
    },
    60_000
  );

  it("and ends before that says in its manifest that it found out nothing", async () => {
    const made = await study("few", always("truncated", "target"), "surf: {runs: 1, iterations: 1, candidates: 6}");
    const {state, notes} = await run(made);
    expect([state, notes.at(-1)]).toEqual(["finished", expect.stringMatching(/^Nothing was found out/)]);
  });

  it("goes on where a good share has a score, also when those without one end first", async () => {
    const made = await study("mixed", {rates: {restated: 0.7}, badRoles: ["query"]});
    const {state, counts} = await run(made);
    expect([state, counts.candidates]).toEqual(["finished", 240]);
    expect(counts.unscored).toBeGreaterThan(100);
  }, 60_000);

  it("pauses in a probe as in a search", async () => {
    const probe = `surf: false
probe:
  - {name: mine, prompts: [how do I bake bread], measure: code, samples: 300}
`;
    const made = await study("probes", always("truncated", "target"), probe);
    const {state, error} = await run(made);
    expect([state, error]).toEqual(["stopped", expect.stringMatching(/only 0 of \d+ .*response-truncated/)]);
    expect(journalOf("probes").length).toBeLessThan(80);
  }, 60_000);
});

describe("Learning", () => {
  const unscored = (further = 0) => ({reason: "query-unparsable", further});
  const after = (scored: number, parts: number): Learning => {
    const learning = new Learning();
    for (let i = 0; i < scored; i++) learning.scored();
    for (let i = scored; i < parts - 1; i++) learning.unscored(unscored(1000));
    return learning;
  };

  it("pauses from the fiftieth part on, where at most a twentieth has a score", () => {
    expect(after(0, 49).unscored(unscored())).toBe(false);
    expect(after(0, 50).unscored(unscored())).toBe(true);
    expect(after(2, 50).unscored(unscored())).toBe(true);
    expect(after(3, 50).unscored(unscored())).toBe(false);
    expect(after(0, 50).unscored(unscored(30))).toBe(false); // 30 others got further, and may be scored
  });

  it("pauses when what worked stops to", () => {
    expect(after(1000, 1199).unscored(unscored())).toBe(false);
    expect(after(1000, 1200).unscored(unscored())).toBe(true);
  });
});

describe("cureOf(reason)", () => {
  it.each([
    ["query-unparsable", "use another query model (models: query)"],
    ["response-thinking-only", "raise max_tokens of the target (models: target), or use another"],
    ["judge-failed", "see to what the error says"],
    ["response-something-new", "use another target (models: target)"]
  ])("of %s: %s", (reason, cure) => expect(cureOf(reason)).toBe(cure));
});
