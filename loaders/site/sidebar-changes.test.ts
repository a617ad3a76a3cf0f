import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {blankManifest, writeManifest} from "../store/manifest.js";
import {SidebarChanges} from "./sidebar-changes.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-sidebar-"));
beforeEach(() => void (process.env.SURFTURF_DATA = folder));
afterEach(() => {
  delete process.env.SURFTURF_DATA;
  rmSync(folder, {recursive: true, force: true});
});

const write = (state: StudyManifest["state"], done: number): void =>
  writeManifest({
    ...blankManifest("s"),
    state,
    steps: ["surf", "turf"].map((name) => ({name, state, planned: 9, done: name === "surf" ? done : 0, unscored: 0}))
  });

it("says when other pages of a study are listed, and is silent while it only moves on", async () => {
  const sidebar = new SidebarChanges();
  write("planned", 0);
  await sidebar.follow();
  expect(await sidebar.changed("s"), "nothing happened").toBe(false);
  const said: boolean[] = [];
  for (const [state, done] of [
    ["running", 0], // its pages fill
    ["running", 5],
    ["stopped", 5], // nothing was traced
    ["stopped", 5]
  ] as const) {
    write(state, done);
    said.push(await sidebar.changed("s"));
  }
  expect(said).toEqual([true, false, true, false]);
});
