import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, describe, expect, it} from "vitest";
import {runStudy} from "../../study/run/run-study.js";
import {politeStudy} from "../../study/testing/polite-study.js";
import {dataFolder, projectFolder} from "../../util/paths.js";
import {isAlive, type ProcessId} from "../../util/process-state.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {armsFolder} from "../create-trainer.js";

useTempData();

const name = "killed";
const script = join(projectFolder, "loaders/ablation/testing/train-bag-of-words.js");
const waitInMs = 200; // after each of its eight epochs
const epochs = [1, 2, 3, 4, 5, 6, 7, 8].map((epoch) => `epoch ${epoch}`);

/** What is in a file of each training; empty where it is not there yet. */
function inEach(file: string): string[] {
  const arms = existsSync(armsFolder(name)) ? readdirSync(armsFolder(name)) : [];
  const outputs = arms.flatMap((arm) =>
    readdirSync(join(armsFolder(name), arm)).flatMap((out) =>
      out.startsWith("seed-") ? join(armsFolder(name), arm, out, file) : []
    )
  );
  return outputs.map((path) => (existsSync(path) ? readFileSync(path, "utf8") : ""));
}

const epochsIn = (log: string): string[] => log.match(/epoch \d/g) ?? [];

let training: ProcessId | undefined; // the first of its process group

afterAll(() => {
  if (training !== undefined && isAlive(training)) process.kill(-training.pid, "SIGKILL"); // the test failed
  for (const pid of inEach("server.pid")) if (pid !== "") process.kill(Number(pid), "SIGKILL");
});

describe("a training whose surfturf was killed with kill -9", () => {
  it("goes on alone, and the next run waits for it instead of starting another", async () => {
    const command = `'${process.execPath}' '${script}' {data} {out} {seed} ${waitInMs}`;
    const keys = "arms: [{drop: {chunk: courteous}}], seeds: 1, samples: 4, ordinary: 20, controls: [everywhere]";
    const study = politeStudy(name, `{${keys}, trainer: {command: ${JSON.stringify(command)}}}`);
    const args = [join(projectFolder, "loaders/surfturf.js"), "run", join(dataFolder(), `studies/${name}.yaml`)];
    const child = spawn(process.execPath, args, {stdio: "ignore"});
    const ended = once(child, "exit");
    while (inEach("train.log").flatMap(epochsIn).length < 2 && child.exitCode === null) await sleep(20);
    training = JSON.parse(inEach("running.json").join("")) as ProcessId;
    const {pid} = training;
    process.kill(-pid, "SIGSTOP"); // so that it is under way for as long as the test needs
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(inEach("trained.json")).toEqual([""]); // it was in the middle of its first training
    const goOn = (line: string) => line.includes(`process ${pid} still trains it: waiting`);
    const {state} = await runStudy(study, {log: (line) => void (goOn(line) && process.kill(-pid, "SIGCONT"))});
    expect(state).toBe("finished");
    expect(inEach("trained.json").length).toBeGreaterThan(1);
    for (const starts of inEach("starts.txt")) expect(starts).toBe("start\n");
    for (const log of inEach("train.log")) expect(epochsIn(log)).toEqual(epochs);
  }, 120_000);
});
