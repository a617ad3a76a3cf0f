import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import {blankManifest} from "../../store/manifest.js";
import {runsFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {laterVariable, listStudies, shownStudies} from "./list.js";

useTempData();

beforeAll(() => {
  for (const name of ["a", "lab", "other", "recorded"]) {
    const folder = join(runsFolder(), name);
    mkdirSync(folder, {recursive: true});
    const recordings = name === "recorded" ? {recordings: {"recorded:a": {}}} : {};
    writeFileSync(join(folder, "study.json"), JSON.stringify({...blankManifest(name), ...recordings}));
  }
});
afterEach(() => vi.unstubAllEnvs());

const names = () => shownStudies().map(({name}) => name);

describe("shownStudies()", () => {
  it("shows studies of recorded models first, the lab's second, the others by name", () => {
    expect(names()).toEqual(["recorded", "lab", "a", "other"]);
  });
  it("leaves out studies that are still running behind the site", () => {
    vi.stubEnv(laterVariable, "a,other");
    expect(names()).toEqual(["recorded", "lab"]);
    expect(listStudies()).toEqual(["lab", "recorded"]);
  });
});
