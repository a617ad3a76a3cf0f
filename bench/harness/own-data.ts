import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** Works in a data folder of its own, which is gone afterwards. */
export async function inOwnData<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-bench-"));
  const before = process.env.SURFTURF_DATA;
  process.env.SURFTURF_DATA = folder;
  try {
    return await work(folder);
  } finally {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
    rmSync(folder, {recursive: true, force: true});
  }
}
