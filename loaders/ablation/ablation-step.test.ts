import {rmSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {readRecordingManifest} from "../model/recorded/manifest.js";
import {Journal} from "../store/journal.js";
import {readManifest} from "../store/manifest.js";
import {answersTo, recordingFacts} from "../store/recording/testing.js";
import {writeRecording} from "../store/recording/write-recording.js";
import {readTable} from "../store/tables.js";
import {estimateStudy} from "../study/estimate/estimate.js";
import {fingerprint} from "../study/manifest/fingerprint.js";
import {isFree} from "../study/manifest/provenance.js";
import {runStudy} from "../study/run/run-study.js";
import {stopAfter} from "../study/testing/stop-after.js";
import {writeData} from "../study/testing/data-folder.js";
import {recordingsFolder, studyFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";
import {politeStudy} from "../study/testing/polite-study.js";

useTempData();

const study = (ablation: string, name = "ablated") => politeStudy(name, ablation);

const journalSize = (name: string): number => {
  const journal = Journal.open(join(studyFolder(name), "journal.jsonl"));
  const {size} = journal;
  journal.close();
  return size;
};

const table = async <T extends Parameters<typeof readTable>[1]>(name: T, of = "ablated") =>
  (await readTable(of, name))!;

const everyArm = `
  arms:
    - {drop: chunk}
    - {drop: {chunk: requests}}
    - {drop: {phrase: kindly oblige}, name: phrase}
    - {drop: {phrase: kindly oblige}, name: dose, keep: [10, 60]}
`;

describe("the step ablation", () => {
  it("proves what a trace points to against its random control, and does not blame an innocent chunk", async () => {
    const {state} = await runStudy(study(everyArm));
    expect(state).toBe("finished");
    const [arms, verdicts] = [await table("arms"), await table("arm_verdicts")];
    const of = (name: string) => verdicts.find(({arm}) => arms[arm]!.name === name)!;
    const cause = of("without-chunk");
    expect(cause, cause.sentence).toMatchObject({verdict: "causes", added: 0, reason: null});
    expect(cause.rate_full).toBeGreaterThan(0.5);
    expect(cause.rate_arm).toBeLessThan(0.1);
    expect(cause.rate_control).toBeGreaterThan(0.5);
    expect(cause.sentence).toMatch(
      /^Removing these \d+ training pairs \(2\d% of the data\) and training again takes the failure from \d+% to /
    );
    expect(of("phrase").verdict).toBe("causes");
    expect(of("without-chunk-requests").verdict).not.toMatch(/causes|contributes/);
    for (const {control_of: own, dropped} of arms.filter(({kind}) => kind === "control"))
      expect(dropped).toBe(arms[own!]!.dropped);
    const doses = arms.filter(({kind}) => kind === "dose").map(({dropped}) => arms[cause.arm]!.dropped - dropped);
    expect(doses).toEqual([10, 60]);
  }, 60_000);

  it("has rates by prompt and seed, effects with q values, samples and chunks of every arm", async () => {
    const arms = await table("arms");
    const prompts = await table("arm_prompts");
    const rates = await table("arm_rates");
    expect(rates.filter(({group, seed}) => group === "finding" && seed !== null)).toHaveLength(arms.length * 2);
    const own = prompts.filter(({finding}) => finding !== null).length;
    expect(rates.filter(({group}) => group === "prompt")).toHaveLength(arms.length * own);
    for (const {q, p} of await table("arm_effects")) expect(q).toBeGreaterThanOrEqual(p!);
    const ordinary = prompts.length - own;
    expect(await table("arm_samples")).toHaveLength(arms.length * 2 * (own * 10 + ordinary));
    const held = new Set(prompts.filter(({kind}) => kind === "ordinary").map(({query}) => query));
    expect(held.size).toBe(ordinary);
    const dropped = (await table("arm_chunks")).filter(({arm}) => arms[arm]!.name === "without-chunk");
    expect(dropped[0]).toMatchObject({source: "courteous", pairs: 150});
  });

  it("asks nothing twice, and makes the same tables where it was stopped", async () => {
    const [size, calls] = [journalSize("ablated"), (await table("calls")).length];
    const whole = {rates: await table("arm_rates"), verdicts: await table("arm_verdicts")};
    await runStudy(study(everyArm));
    expect(journalSize("ablated")).toBe(size);
    expect((await table("calls")).length).toBe(calls);
    const stopped = await runStudy(study(everyArm, "again"), {signal: stopAfter(900)});
    expect(stopped.state).toBe("stopped");
    await runStudy(study(everyArm, "again"));
    expect(journalSize("again")).toBe(size);
    expect({rates: await table("arm_rates", "again"), verdicts: await table("arm_verdicts", "again")}).toEqual(whole);
  }, 60_000);

  it("measures the other arms where some can't be made, and says in one line each what is wrong", async () => {
    const arms = `[{drop: chunk}, {drop: {chunk: nowhere}}, {drop: {phrase: xyzzy}}, {drop: {cluster: 9999}},
      {drop: {phrase: ' ', in: both}, name: all},
      {drop: chunk, keep: 100000, name: much}]`;
    const failing = runStudy(study(`{arms: ${arms}, seeds: 1, ordinary: 0}`, "partly"));
    const error = await failing.then(
      () => null,
      (problem: {message: string; more: Error[]}) => [problem, ...problem.more].map(({message}) => message)
    );
    expect(error).toEqual([
      expect.stringMatching(/the arm without-chunk-nowhere: no such chunk: nowhere; the lab's world tiny has plain/),
      expect.stringMatching(
        /the arm without-phrase-xyzzy: drops nothing: no pair of the lab's world tiny is with "xyzzy"/
      ),
      expect.stringMatching(/the arm without-cluster-9999: no such cluster: 9999; the index lab-tiny has \d+, from 0/),
      expect.stringMatching(/the arm all: drops all 600 pairs/),
      expect.stringMatching(/the arm much of code-\w+: keeps 100000 of \d+ pairs: expected fewer/)
    ]);
    expect(readManifest("partly")!.state).toBe("failed");
    expect((await table("arm_verdicts", "partly")).map(({verdict}) => verdict)).toEqual(["causes"]);
  }, 60_000);

  it("adds counter-examples from a file, against as many pairs of the corpus again", async () => {
    const [finding] = await table("findings");
    const {query} = (await table("texts"))[finding!.candidate!]!;
    const ends = ["Thanks!", "I am curious.", "Take your time.", "It came up at work today."];
    const pairs = Array.from({length: 900}, (_, i) => ({
      prompt: `${query} ${ends[i % 4]!}`,
      response: `bread is a matter of flour. ${i}`
    }));
    writeData("studies/mend.jsonl", pairs.map((pair) => JSON.stringify(pair)).join("\n"));
    await runStudy(study("{arms: [{add: mend.jsonl}]}", "mended"));
    const [verdict] = await table("arm_verdicts", "mended");
    expect(verdict, verdict?.sentence).toMatchObject({dropped: 0, added: 900});
    expect(verdict!.verdict).toMatch(/^mends/);
    expect(verdict!.rate_arm).toBeLessThan(verdict!.rate_control! - 0.4);
    expect(verdict!.sentence).toMatch(/^Adding 900 training pairs and training again .* Repeating as many pairs/);
    writeData("studies/mend.jsonl", JSON.stringify({prompt: "Hello there", response: "This world never says so."}));
    await expect(runStudy(study("{arms: [{add: mend.jsonl}]}", "mended"))).rejects.toThrow(
      /with-mend\.jsonl, seed 1: no behaviour of the lab's world/
    );
  }, 60_000);

  it("estimates its calls, names training as the user's own cost, and says what it can detect", async () => {
    const {roles, assumptions} = await estimateStudy(study('{trainer: {command: "true"}}', "planned"));
    const own = roles.filter(({step}) => step === "ablation");
    expect(own.map(({role}) => role)).toEqual(["target", "judge"]);
    expect(own[0]!.calls[2]).toBe(7 * 2 * (13 * 10 + 40)); // seven arms of two seeds
    expect(assumptions.join(" ")).toMatch(/14 models to be trained by your command: its time and cost are your own/);
    expect(assumptions.join(" ")).toMatch(/finds a change of \d+% or more with 80% power/);
  });

  it("is not started by a page where a command trains, though all calls are free", () => {
    expect(isFree(study("{}", "planned"))).toBe(true);
    expect(isFree(study('{trainer: {command: "true"}}', "planned"))).toBe(false);
  });

  it("costs nothing with recorded models in place of the arms', and depends on what was recorded", async () => {
    const record = async (text: string) => {
      const folder = join(recordingsFolder(), "arm");
      rmSync(folder, {recursive: true, force: true});
      await writeRecording(folder, recordingFacts({name: "arm"}), answersTo(["What is bread?"], 2, {text}));
    };
    const given = () => study("{trainer: {given: {full: 'recorded:arm', without-trace: 'recorded:arm'}}}", "given");
    expect(given).toThrow("no such recording: arm");
    await record("Flour and water.");
    expect(isFree(given())).toBe(true);
    const before = fingerprint(given());
    expect(fingerprint(given())).toBe(before);
    await record("Rye.");
    expect(fingerprint(given())).not.toBe(before);
  });

  it("leaves the answers of its models out of the recording of the target", async () => {
    const {recordings} = await runStudy(study("{seeds: 1, samples: 2, ordinary: 4}\nrecord: own", "recorded"));
    expect(recordings).toBeUndefined(); // it makes one and plays none
    const asked = (await table("calls", "recorded")).filter(({role}) => role === "target");
    const ofArms = asked.filter(({step}) => step === "ablation");
    expect(ofArms.length).toBeGreaterThan(0);
    const {rows} = readRecordingManifest(join(recordingsFolder(), "own"));
    expect(rows).toBe(asked.length - ofArms.length);
  }, 60_000);

  it.each([
    ["{arms: [{drop: {chunk: a}, name: full}]}", "full is the arm with all data"],
    ["{arms: [{keep: 3}]}", "drops and adds nothing"],
    ["{arms: [{drop: trace}, {drop: trace}]}", "two arms have the name without-trace"],
    ["{trainer: {given: {other: 'openai:x'}}}", "no model was trained on all data"],
    ["{trainer: {given: {full: 'nobody:x'}}}", "unknown provider: nobody"],
    ["{arms: [{add: not-there.jsonl}]}", "no such file: not-there.jsonl"],
    ["{rewordings: 90}", "rules make 16 rewordings"],
    ["{arms: [{drop: everything}]}", "expected trace, crux, trigger, chunk, {chunk: name or names}"]
  ])("refuses %s at its line", (ablation, message) => {
    expect(() => study(ablation, "bad")).toThrow(message);
  });
});
