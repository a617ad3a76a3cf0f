import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll} from "vitest";

/** Gives the tests of a file a data folder of their own (SURFTURF_DATA), taken away afterwards. */
export function useTempData(): {folder: () => string} {
  let folder = "";
  const before = process.env.SURFTURF_DATA;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "surfturf-"));
    process.env.SURFTURF_DATA = folder;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
    rmSync(folder, {recursive: true, force: true});
  });
  return {folder: () => folder};
}
