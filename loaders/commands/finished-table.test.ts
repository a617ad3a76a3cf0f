import {expect, it} from "vitest";
import type {StudyManifest} from "../../src/shared/manifest.js";
import {blankManifest} from "../store/manifest.js";
import {finishedTable} from "./finished-table.js";

const step = (name: string, more = {}) =>
  ({name, state: "finished", planned: 960, done: 960, unscored: 0, ...more}) as const;
const finished = (more: Partial<StudyManifest>): StudyManifest => ({
  ...blankManifest("mine"),
  state: "finished",
  ...more
});

it("says what was found, what it took, and where its page is", () => {
  const manifest = finished({
    steps: [step("surf"), step("confirm", {planned: 60, done: 60, unscored: 2})],
    counts: {
      ...{candidates: 960, scored: 948, unscored: 12, flagged: 141, findings: 26, regions: 3, confirmed: 4},
      ...{prompts: 700, coverage: 0.84}
    },
    unscored: {"response-truncated": 10, "query-failed": 2},
    spend: {calls: 2880, inputTokens: 788_613, outputTokens: 102_693, cost: 1.5}
  });
  expect(finishedTable(manifest, 123_000)).toBe(
    [
      "mine: finished",
      "  regions   3 confirmed",
      "  findings  26, 4 confirmed",
      "  flags     141 of 948 scored candidates",
      "  unscored  12 of 960: 10 response-truncated, 2 query-failed",
      "  confirm   60 of 60, 2 unscored",
      "  calls     2,880, 788,613 input and 102,693 output tokens",
      "  cost      $1.50 spent",
      "  time      2 min 3 s",
      "  page      http://127.0.0.1:3000/studies/mine/ (npm run dev)",
      "  700 distinct prompts; 84% of the drawn attributes were in the prompt"
    ].join("\n")
  );
});

it("claims nothing that was not measured, and no time of work that was done before", () => {
  const counts = {candidates: 10, scored: 10, unscored: 0, flagged: 1, findings: 1};
  const table = finishedTable(finished({steps: [step("surf")], counts}), null);
  expect(table).toContain("  findings  1, none confirmed yet: a flag is no finding until then");
  expect(table).not.toMatch(/regions|unscored|time/);
});

it("says that nothing was found, and that a price is not known", () => {
  const counts = {candidates: 12, scored: 12, unscored: 0, flagged: 0, findings: 0};
  const spend = {calls: 12, inputTokens: 497, outputTokens: 659, cost: null};
  const table = finishedTable(finished({steps: [step("surf")], counts, spend}), 3000);
  expect(table).toContain("  findings  none\n");
  expect(table).toContain("  cost      unknown: a model has no known price\n");
});

it("has no rows of a search where there was none", () => {
  const table = finishedTable(finished({steps: [step("probe")]}), 1000);
  expect(table.split("\n").map((line) => line.trim().split(/\s+/)[0])).toEqual([
    ...["mine:", "probe", "calls", "cost", "time", "page"]
  ]);
});
