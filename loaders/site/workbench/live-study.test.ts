import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {blankManifest, writeManifest} from "../../store/manifest.js";
import {lockStudy} from "../../store/lock.js";
import {studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {liveStudy, searchesIn} from "./live-study.js";

useTempData();

const running = {
  ...blankManifest("own"),
  state: "running" as const,
  steps: [{name: "surf", state: "running" as const, planned: 100, done: 25, unscored: 2}],
  unscored: {"response-failed": 2}
};

const live = {
  ...{inFlight: 3, longest: null, waits: [], errors: ["429 Too Many Requests: slow down"]},
  ...{callsPerSecond: 2.5, secondsLeft: 90, partial: []}
};

describe("liveStudy(study)", () => {
  it("says how far it is, how fast it goes and what failed last, while a process runs it", async () => {
    mkdirSync(studyFolder("own"), {recursive: true});
    writeManifest(running);
    writeFileSync(join(studyFolder("own"), "live.json"), JSON.stringify(live));
    const release = await lockStudy("own");
    try {
      expect(await liveStudy("own")).toMatchObject({
        ...{state: "running", steps: running.steps, unscored: {"response-failed": 2}},
        pace: {callsPerSecond: 2.5, secondsLeft: 90, partial: []},
        said: ["failing: 429 Too Many Requests: slow down"]
      });
    } finally {
      await release();
    }
  });

  it("knows a study whose process is gone from one that runs", async () => {
    mkdirSync(studyFolder("left"), {recursive: true});
    writeManifest({...running, name: "left"});
    writeFileSync(join(studyFolder("left"), "live.json"), JSON.stringify(live));
    expect(await liveStudy("left")).toMatchObject({state: "stopped", pace: null, said: []});
  });
});

it("a run that ended early has nothing left to do", () => {
  const run = {rubric: "code", model: "m", planned: 20};
  expect(
    searchesIn([
      {...run, iterations: 5, ended: "converged"},
      {...run, iterations: 7, ended: "running"}
    ])
  ).toEqual([{rubric: "code", model: "m", done: 12, planned: 25}]);
});
