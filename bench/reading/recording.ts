import {statSync} from "node:fs";
import {join} from "node:path";
import {recordingFiles} from "../../loaders/model/recorded/manifest.js";
import {runChild} from "../harness/child.js";
import {inOwnData} from "../harness/own-data.js";
import type {BenchResult} from "../harness/result.js";
import type {RecordingMeasure} from "./recording-child.js";
import {writeRecordingFile} from "./recording-file.js";

const prompts = 250_000;
const answers = 4;
const calls = 5000;
const maxSeconds = 2;
const maxCallInMs = 1;
const maxInMB = 400;

/** Floors of playing a million recorded answers; the baseline reads all rows into a map. */
export const benchRecording = (): Promise<BenchResult> =>
  inOwnData(async (data) => {
    const folder = join(data, "recordings", "bench");
    await writeRecordingFile(folder, prompts, answers);
    const megabytes = statSync(recordingFiles(folder).answers).size / 1e6;
    const measure = (kind: "model" | "map") =>
      runChild<RecordingMeasure>(new URL("./recording-child.ts", import.meta.url), {folder, kind, prompts, calls});
    const model = await measure("model");
    const map = await measure("map");
    return {
      name: "Recorded model, 250,000 prompts x 4 answers of 190 characters",
      rows: [
        ["file", `${Math.round(megabytes)} MB`, "", true],
        ["opens", seconds(model.openSeconds), `${maxSeconds} s`, model.openSeconds < maxSeconds],
        [
          "a call, median of 5,000",
          inMs(model.medianCallInMs),
          `${maxCallInMs} ms`,
          model.medianCallInMs < maxCallInMs
        ],
        ["a call, 99th percentile", inMs(model.slowCallInMs), "", true],
        [
          "peak memory above startup",
          `${Math.round(model.growthInMB)} MB`,
          `${maxInMB} MB`,
          model.growthInMB < maxInMB
        ],
        ["all rows in a map, opens (baseline)", seconds(map.openSeconds), "", true],
        ["all rows in a map, a call (baseline)", inMs(map.medianCallInMs), "", true],
        ["all rows in a map, memory (baseline)", `${Math.round(map.growthInMB)} MB`, "", true]
      ]
    };
  });

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const inMs = (value: number): string => `${value.toFixed(3)} ms`;
