import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {TestProject} from "vitest/node";
import {buildSite} from "../../loaders/site/build.js";
import {serveSite} from "../../loaders/site/serve.js";
import {makeSiteData} from "./site-data.js";

declare module "vitest" {
  interface ProvidedContext {
    site: {url: string; data: string}; // address of the built site, data folder of its studies
  }
}

/** Once for all browser tests: makes the studies, builds the site, serves it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-site-"));
  const before = process.env.SURFTURF_DATA;
  process.env.SURFTURF_DATA = join(folder, "data");
  try {
    await makeSiteData();
    await buildSite({output: join(folder, "dist")});
  } finally {
    if (before === undefined) delete process.env.SURFTURF_DATA;
    else process.env.SURFTURF_DATA = before;
  }
  const {url, close} = await serveSite({folder: join(folder, "dist"), port: 0});
  project.provide("site", {url, data: join(folder, "data")});
  return async () => {
    await close();
    rmSync(folder, {recursive: true, force: true});
  };
}
