import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {readTable} from "../../store/tables.js";
import {runStudy} from "../../study/run/run-study.js";
import {projectFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {armsFolder} from "../create-trainer.js";
import {politeStudy} from "../../study/testing/polite-study.js";

useTempData();

const trainScript = join(projectFolder, "loaders/ablation/testing/train-bag-of-words.js");
const commandOf = (waitInMs = 0): string => `'${process.execPath}' '${trainScript}' {data} {out} {seed} ${waitInMs}`;

const study = (command: string, {name = "trained", more = ""} = {}) =>
  politeStudy(
    name,
    `
  arms: [{drop: {chunk: courteous}}]
  trainer: {command: ${JSON.stringify(command)}${more}}
  seeds: 1
  samples: 4
  ordinary: 20
`
  );

/** The output folders of all trainings of a study. */
const outputs = (name = "trained"): string[] =>
  existsSync(armsFolder(name))
    ? readdirSync(armsFolder(name)).flatMap((hash) =>
        readdirSync(join(armsFolder(name), hash))
          .filter((file) => file.startsWith("seed-"))
          .map((file) => join(armsFolder(name), hash, file))
      )
    : [];

const startsOf = (out: string): number => readFileSync(join(out, "starts.txt"), "utf8").trim().split("\n").length;

const epochsOf = (out: string): string[] => {
  const log = join(out, "train.log");
  return existsSync(log) ? (readFileSync(log, "utf8").match(/epoch \d/g) ?? []) : [];
};

/** A signal that is aborted in the middle of a training, once all trainings together have done `epochs`. */
function afterEpochs(epochs: number): AbortSignal {
  const stop = new AbortController();
  const timer = setInterval(() => {
    if (outputs().flatMap(epochsOf).length < epochs) return;
    clearInterval(timer);
    stop.abort(new Error("stopped"));
  }, 20);
  return stop.signal;
}

afterAll(() => {
  for (const out of outputs()) {
    const pid = join(out, "server.pid");
    if (existsSync(pid)) process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL");
  }
});

describe("the trainer `command`", () => {
  it("trains each arm's data once, goes on after it was killed, and proves the cause with the models", async () => {
    for (const epochs of [2, 11]) {
      const {state} = await runStudy(study(commandOf(100)), {signal: afterEpochs(epochs)});
      expect(state).toBe("stopped");
    }
    const {state} = await runStudy(study(commandOf(100)));
    expect(state).toBe("finished");
    const arms = (await readTable("trained", "arms"))!;
    const [verdict] = (await readTable("trained", "arm_verdicts"))!;
    expect(verdict, verdict?.sentence).toMatchObject({verdict: "causes"});
    expect(outputs()).toHaveLength(arms.length);
    for (const done of outputs().map(epochsOf))
      expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((epoch) => `epoch ${epoch}`));
    expect(Math.max(...outputs().map(startsOf))).toBeGreaterThan(1); // one was killed and went on from its checkpoint
    const before = outputs().map(startsOf);
    await runStudy(study(commandOf(100)));
    expect(outputs().map(startsOf)).toEqual(before);
  }, 120_000);

  it("writes the data that the tables name: the corpus without the pairs of the arm", async () => {
    const arms = (await readTable("trained", "arms"))!;
    const linesOf = (hash: string): string[] =>
      readFileSync(join(armsFolder("trained"), hash, "data.jsonl"), "utf8")
        .trim()
        .split("\n");
    const {createHash} = await import("node:crypto");
    for (const {hash, pairs, dropped, kind} of arms) {
      const lines = linesOf(hash!);
      expect(lines).toHaveLength(pairs);
      const digest = createHash("sha256")
        .update(`${lines.join("\n")}\n`)
        .digest("hex");
      expect(digest.startsWith(hash!)).toBe(true);
      const manifest = JSON.parse(readFileSync(join(armsFolder("trained"), hash!, "manifest.json"), "utf8")) as object;
      expect(manifest).toMatchObject({kind, pairs, dropped, hash});
    }
    const [full, without] = arms.map(({hash}) => linesOf(hash!));
    const sources = (lines: string[]) => new Set(lines.map((line) => (JSON.parse(line) as {source: string}).source));
    expect([...sources(full!)].sort()).toEqual(["courteous", "plain", "requests"]);
    expect([...sources(without!)].sort()).toEqual(["plain", "requests"]);
    expect(without!.every((line) => full!.includes(line))).toBe(true);
  });

  it.each([
    ["fails", "echo no space left on device; exit 3", "", /the command failed with code 3: no space left on device/],
    ["returns no model", "echo done", "", /the command returned no model: expected its name in .*model\.txt/],
    ["hangs", "sleep 100", ", timeout: 1s", /the command was ended after 1 s: raise timeout, or mend it/],
    ["returns nonsense", "echo nobody:x > {out}/model.txt", "", /model\.txt: unknown provider: nobody/]
  ])(
    "says in one line what is wrong with a command that %s, and loses nothing",
    async (what, command, more, message) => {
      const name = `bad-${what.replaceAll(" ", "-")}`;
      await expect(runStudy(study(command, {name, more}))).rejects.toThrow(message);
      const models = (await readTable(name, "arm_models"))!;
      expect(models.length).toBeGreaterThan(1);
      for (const {status, reason} of models) {
        expect(status).toBe("failed");
        expect(reason).toMatch(message);
        expect(reason).not.toContain("\n");
      }
      expect((await readTable(name, "candidates"))!.length).toBeGreaterThan(0);
    },
    60_000
  );
});
