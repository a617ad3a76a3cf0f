import {describe, expect, it} from "vitest";
import {blankManifest} from "../store/manifest.js";
import {summary} from "./summary.js";

const step = {state: "finished", planned: 40, done: 40, unscored: 2} as const;

describe("summary(manifest)", () => {
  it("says nothing of candidates and flags where a study has no search", () => {
    const lines = summary({...blankManifest("logs"), state: "finished", steps: [{name: "probe", ...step}]}).split("\n");
    expect(lines).toEqual([
      "logs: finished",
      "  probe: finished, 40 of 40, 2 unscored",
      "  0 calls, 0 input and 0 output tokens, nothing spent"
    ]);
  });

  it("counts candidates of a search, and says that a flag is no finding yet", () => {
    const counts = {...blankManifest("mine").counts, candidates: 9, scored: 9, flagged: 5, findings: 3};
    const said = summary({...blankManifest("mine"), state: "finished", counts, steps: [{name: "surf", ...step}]});
    expect(said).toContain("  9 candidates, 9 scored, 0 unscored");
    expect(said).toContain(
      "5 flags, 3 findings after folding near-duplicates; a flag is not a finding until confirmed"
    );
  });
});
