import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {readTable} from "../../store/tables.js";
import {estimateStudy} from "../../study/estimate/estimate.js";
import {exportArms} from "../../study/run/export-arms.js";
import {runStudy} from "../../study/run/run-study.js";
import {stopAfter} from "../../study/testing/stop-after.js";
import {politeStudy} from "../../study/testing/polite-study.js";
import {settingsOf} from "../../step/step.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {ablationStep} from "../step.js";

const {folder} = useTempData();

const secondCause = `  - {name: gracious, pairs: 90, features: {loud: 1}, behaviour: code}\n`.replace("loud", "polite");
const keys = "seeds: 2, samples: 5, rewordings: 8, ordinary: 20, controls: [everywhere]";
const study = (arms: string, name = "twice", more = keys) =>
  politeStudy(name, `{arms: ${arms}, ${more}}`, {chunks: secondCause, world: "twice"});

const table = async <T extends Parameters<typeof readTable>[1]>(name: T, of = "twice") => (await readTable(of, name))!;

describe("an arm with rounds", () => {
  it("drops the chunk that the trace names, then the one that what still fails is traced to, until it is gone", async () => {
    const {state} = await runStudy(study("[{drop: chunk, rounds: 4}]"));
    expect(state).toBe("finished");
    const rounds = await table("arm_rounds");
    expect(rounds.map(({round, chunks, back, back_round, end}) => [round, chunks, back, back_round, end])).toEqual([
      [1, [expect.any(String)], null, null, null],
      [2, expect.arrayContaining(["courteous", "gracious"]), null, null, "the rate is below the bar"],
      [2, [rounds[1]!.chunks[1]], rounds[0]!.chunks[0], 1, null]
    ]);
    expect(rounds[1]!.named).toBeGreaterThan(rounds[1]!.traced / 2);
    const [arms, verdicts] = [await table("arms"), await table("arm_verdicts")];
    const kinds = arms.map(({name, kind}) => `${name} ${kind}`);
    expect(kinds).toEqual([
      "full full",
      ...["without-chunk", "without-chunk-round-2", "without-chunk-round-2-back-1"].flatMap((name) => [
        `${name} drop`,
        `${name} control`
      ])
    ]);
    for (const {control_of: own, dropped} of arms.filter(({kind}) => kind === "control"))
      expect(dropped).toBe(arms[own!]!.dropped);
    const [alone, both, other] = verdicts as [(typeof verdicts)[0], (typeof verdicts)[0], (typeof verdicts)[0]];
    expect(both, both.sentence).toMatchObject({verdict: "causes", dropped: arms[3]!.dropped});
    expect([alone.rate_arm! > 0.3, other.rate_arm! > 0.3, both.rate_arm! < 0.1]).toEqual([true, true, true]);
    expect([alone.verdict, other.verdict]).toEqual(["not decided", "not decided"]); // each hides behind the other
    expect(other.reason).toBe(
      `without ${rounds[0]!.chunks[0]} too the failure is gone: other pairs may teach it as well`
    );
    const [a, b] = rounds[1]!.chunks;
    expect(both.sentence).toMatch(
      new RegExp(`takes the failure from \\d+% to .*\\. Removing ${a} alone leaves it at \\d+%, removing ${b} alone`)
    );
  }, 120_000);

  it("asks nothing again, and exports the arms of the rounds that are known", async () => {
    const before = (await table("calls")).length;
    const rows = await table("arm_rates");
    await runStudy(study("[{drop: chunk, rounds: 4}]"));
    expect((await table("calls")).length).toBe(before);
    expect(await table("arm_rates")).toEqual(rows);
    const settings = settingsOf(study("[{drop: chunk, rounds: 4}]"), ablationStep)!;
    const out = join(folder(), "out");
    const signal = new AbortController().signal;
    const exported = await exportArms(study("[{drop: chunk, rounds: 4}]"), settings, out, {
      signal,
      log: () => undefined
    });
    const arms = await table("arms");
    expect(exported.map(({arm, hash}) => [arm.split(".")[0], hash])).toEqual(arms.map(({name, hash}) => [name, hash]));
    const second = exported.find(({arm}) => /^without-chunk-round-2\.code-\w+$/.test(arm))!;
    const lines = readFileSync(join(out, second.folder, "data.jsonl"), "utf8");
    expect([lines.includes('"courteous"'), lines.includes('"gracious"')]).toEqual([false, false]);
  }, 60_000);

  it("makes the same tables where it was stopped in a further round", async () => {
    const before = (await table("calls")).filter(({step}) => step === "ablation").length;
    for (const calls of [0.5, 0.75].map((share) => Math.round(share * before))) {
      const {state} = await runStudy(study("[{drop: chunk, rounds: 4}]", "stopped"), {signal: stopAfter(calls + 300)});
      expect(state).toBe("stopped");
    }
    await runStudy(study("[{drop: chunk, rounds: 4}]", "stopped"));
    for (const name of ["arm_rounds", "arm_verdicts", "arm_rates"] as const)
      expect(await table(name, "stopped")).toEqual(await table(name));
  }, 120_000);

  it("ends where its rounds are used up, and says how much is left", async () => {
    await runStudy(study("[{drop: chunk, rounds: 2}]", "gone", `${keys}, bar: 0.0001`));
    const ends = (await table("arm_rounds", "gone")).map(({end}) => end);
    expect(ends.at(-1)).toMatch(
      /is left: (2 rounds did not remove it|the answers that still fail are traced to no other)/
    );
  }, 60_000);

  it("trains no further round where the first removes the failure", async () => {
    const {state} = await runStudy(politeStudy("once", `{arms: [{drop: chunk, rounds: 4}], ${keys}}`));
    expect(state).toBe("finished");
    expect((await table("arms", "once")).map(({kind}) => kind)).toEqual(["full", "drop", "control"]);
    expect((await table("arm_rounds", "once")).map(({end}) => end)).toEqual(["the rate is below the bar"]);
  }, 60_000);

  it("makes no further round where a model is missing, and loses nothing", async () => {
    const failing = study("[{drop: chunk, rounds: 3}]", "missing", `${keys}, trainer: {command: exit 3}`);
    await expect(runStudy(failing)).rejects.toThrow(/the command failed with code 3/);
    expect((await table("arm_rounds", "missing")).map(({end}) => end)).toEqual(["a model of it is missing"]);
    expect((await table("candidates", "missing")).length).toBeGreaterThan(0);
  }, 60_000);

  it("counts all rounds in the estimate", async () => {
    const {assumptions} = await estimateStudy(study("[{drop: chunk, rounds: 3}]", "planned"));
    expect(assumptions.join(" ")).toContain(`Up to ${(1 + 5 * 2) * 2} models to be trained`);
  });

  it.each([
    ["[{drop: trace, rounds: 2}]", "rounds drop the chunks that traces name: expected drop: chunk"],
    ["[{drop: {chunk: plain}, rounds: 2}]", "rounds drop the chunks that traces name"],
    ["[{drop: chunk, rounds: 2, keep: 3}]", "without keep or add"],
    ["[{drop: chunk, rounds: 0}]", "expected a whole number of at least 1"],
    [
      "[{drop: chunk, rounds: 2}, {drop: trace, name: without-chunk-round-2}]",
      "is the name of a round of without-chunk"
    ]
  ])("refuses %s at its line", (arms, message) => {
    expect(() => study(arms, "bad")).toThrow(message);
  });
});
