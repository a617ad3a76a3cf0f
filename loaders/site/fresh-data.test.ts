import {existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {blankManifest, writeManifest} from "../store/manifest.js";
import {useTempData} from "../util/testing/temp-data.js";
import {markerOf, ownerOf} from "./data-owner.js";
import {DataVersions} from "./data-versions.js";
import {FreshData} from "./fresh-data.js";
import {cacheOf, stageFolder, versionsFolder} from "./stage/places.js";

const data = useTempData();

beforeEach(() => void (process.env.SURFTURF_WORKSPACE = data.folder()));
afterEach(() => void delete process.env.SURFTURF_WORKSPACE);

const cached = (path: string): string => join(cacheOf(stageFolder()), "data", path);
const writeStudy = (title: string): void => writeManifest({...blankManifest("mine"), title, state: "finished"});
const titleIn = (path: string): string => (JSON.parse(readFileSync(cached(path), "utf8")) as {title: string}).title;

/** A change is seen by its time, which may be the same within a millisecond. */
function change(versions: DataVersions): void {
  versions.studyChanged("mine", {hasEnded: true});
  const later = new Date(Date.now() + 1000);
  for (const owner of ["studies/mine", "all"]) utimesSync(markerOf(versionsFolder(), owner), later, later);
}

describe("ownerOf(path)", () => {
  it.each([
    ["/data/lab/study.json", "studies/lab"],
    ["data/lab/candidates.arrow", "studies/lab"],
    ["/data/indexes/tulu/explore.bin", "indexes/tulu"],
    ["/data/indexes.json", "all"],
    ["/data/studies.json", "all"],
    ["/data/paper/measured.json", "all"],
    ["/style.css", null],
    ["/data", null]
  ])("%s is of %j", (path, owner) => expect(ownerOf(path)).toBe(owner));
});

describe("FreshData", () => {
  it("writes a file again when its study has changed, and not before", async () => {
    writeStudy("first");
    const versions = new DataVersions(versionsFolder());
    const fresh = new FreshData(versions);
    await fresh.ensure("mine/study.json");
    writeStudy("second");
    await fresh.ensure("mine/study.json");
    expect(titleIn("mine/study.json")).toBe("first");
    change(versions);
    await fresh.ensure("mine/study.json");
    expect(titleIn("mine/study.json")).toBe("second");
  });

  it("leaves files alone that are not below its folder", async () => {
    writeStudy("first");
    const outside = cached("../outside.json");
    mkdirSync(dirname(outside), {recursive: true});
    writeFileSync(outside, "{}");
    await new FreshData(new DataVersions(versionsFolder())).ensure("mine/../../outside.json");
    expect(readFileSync(outside, "utf8")).toBe("{}");
  });

  it("writes tables that are not there yet without rows, and both files of Explore at once", async () => {
    writeStudy("first");
    const fresh = new FreshData(new DataVersions(versionsFolder()));
    await fresh.ensure("mine/rates.arrow");
    await fresh.ensure("mine/explore.json");
    expect(
      ["mine/rates.arrow", "mine/explore.json", "mine/explore.bin"].filter((path) => existsSync(cached(path)))
    ).toHaveLength(3);
  });

  it("leaves what it does not know to its loader, also what was cached", async () => {
    writeStudy("first");
    const fresh = new FreshData(new DataVersions(versionsFolder()));
    for (const path of ["mine/own.json", "mine/nothing.arrow", "weather.json"]) {
      mkdirSync(dirname(cached(path)), {recursive: true});
      writeFileSync(cached(path), "old");
      await fresh.ensure(path);
      expect(existsSync(cached(path)), path).toBe(false);
    }
  });

  it("does nothing for what is of no study here", async () => {
    const fresh = new FreshData(new DataVersions(versionsFolder()));
    await fresh.ensure("stranger/study.json");
    expect(existsSync(cached("stranger/study.json"))).toBe(false);
  });
});
