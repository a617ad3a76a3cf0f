import {mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {readJson, writeJson} from "../index/files.js";

const fileOf = (folder: string): string => join(folder, "result.json");

/**
 * Ends the work of a unit: its other outputs are in the folder, whole, and count from now on. `inputs` stands for all
 * that they were made from.
 */
export const writeResult = (folder: string, inputs: string, value: object): void =>
  writeJson(fileOf(folder), {inputs, ...value});

/** What a unit found; undefined where it has not ended, or was made from something else. */
export function readResult<T>(folder: string, inputs: string): T | undefined {
  try {
    const result = readJson<T & {inputs: string}>(fileOf(folder));
    return result.inputs === inputs ? result : undefined;
  } catch {
    return undefined;
  }
}

/** What a unit found that is known to be complete. */
export const resultOf = <T>(folder: string): T => readJson<T>(fileOf(folder));

/** Takes back that a unit has ended. */
export const forgetResult = (folder: string): void => rmSync(fileOf(folder), {force: true});

/** Begins the work of a unit: an earlier result does not count any more. */
export function beginResult(folder: string): void {
  forgetResult(folder);
  mkdirSync(folder, {recursive: true});
}
