import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {writeData} from "../../study/testing/data-folder.js";
import {readEngine} from "../settings.js";
import type {Plan} from "../unit.js";
import {jobScript, rangesOf, shellWord, submitArguments} from "./job.js";

useTempData();

const plan = (file: string): Plan => ({
  ...{v: 1, work: "mine", file, fingerprint: "f", units: []},
  options: {budgetInUsd: null, atOnce: 1, limits: {}}
});

const job = {
  name: "surfturf-mine-1",
  units: [1003, 1000, 1001],
  memoryInMb: 500,
  minutes: 9,
  servers: 2,
  after: ["4", "5"]
};

describe("a job", () => {
  it("asks for what its units need, by the settings of the engine", () => {
    writeData(
      "engines/gpu.yaml",
      "{partition: long, account: audit, cpus: 4, gpus: a100:2, width: 8, sbatch: [--qos=low, --exclusive]}"
    );
    expect(submitArguments(plan("m.yaml"), job, readEngine("gpu"))).toEqual(
      expect.arrayContaining([
        ...["--array=0-1,3%8", "--cpus-per-task=4", "--mem=500M", "--time=9", "--gres=gpu:a100:4"],
        ...["--partition=long", "--account=audit", "--dependency=afterany:4:5", "--qos=low", "--exclusive"]
      ])
    );
    expect(rangesOf([5, 1, 2, 3, 9])).toBe("1-3,5,9");
  });

  it("runs the command of any path: no name is read by the shell", () => {
    const folder = mkdtempSync(join(tmpdir(), "surfturf-job-"));
    try {
      const odd = join(folder, `a 'b' "c" $(touch x) \`id\` ;&|*\n%d`);
      mkdirSync(odd);
      const file = join(odd, "mine.yaml");
      const show = join(odd, "show.sh");
      writeFileSync(show, 'printf "%s|" "$SURFTURF_FIRST_UNIT" "$@"');
      const script = jobScript(plan(file), job, {...readEngine("slurm"), setup: ["export A=1"]}, ["/bin/sh", show]);
      expect(execFileSync("bash", ["-s"], {input: script, encoding: "utf8"})).toBe(`1000|unit|${file}|`);
      expect(execFileSync("bash", ["-c", `printf %s ${shellWord(odd)}`], {encoding: "utf8"})).toBe(odd);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it("has settings that are checked, with the line of what is wrong", () => {
    writeData("engines/bad.yaml", "engine: slurm\nmemory: lots\nsbatch: [--array=1, qos low]\nwidht: 3\n");
    expect(() => readEngine("bad")).toThrow(/expected an amount such as 4G/);
    try {
      readEngine("bad");
    } catch (error) {
      const {more, place} = error as {place: {line: number}; more: {message: string; place: {line: number}}[]};
      const lines = [place.line, ...more.map((each) => each.place.line)];
      expect(lines.toSorted()).toEqual([2, 3, 3, 4]);
      expect(more.map(({message}) => message).join("\n")).toMatch(/sets this option itself[^]*expected one option/);
    }
    writeData("engines/kinds.yaml", "gpus: lots\n");
    expect(() => readEngine("kinds")).toThrow("expected a number, or a kind and a number, such as a100:1");
    writeData("engines/short.yaml", "time: 1m\n");
    expect(() => readEngine("short")).toThrow("expected at least 5m");
    expect(() => readEngine("none")).toThrow("no such engine: none; expected slurm, bad, gpu, kinds, short");
    expect(() => readEngine("../x")).toThrow("no such engine");
  });
});
