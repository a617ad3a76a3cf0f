import {describe, expect, it} from "vitest";
import {toFinding} from "../../../src/testing/finding.js";
import type {StudyFacts} from "../place.js";
import type {FoundPrompt} from "../probe-run.js";
import {findingsSource, toFindingSource} from "./findings.js";

const rubric = {name: "code", principle: "", threshold: 70} as FoundPrompt["rubric"];
const list: FoundPrompt[] = ["code-1", "code-2", "code-3", "code-4"].map((id, i) => ({
  finding: toFinding({id, rubric: "code", flagged: i < 3}),
  query: `query ${id}`,
  rubric
}));
const asked = (source: Parameters<typeof toFindingSource>[0]) =>
  findingsSource.find!(toFindingSource(source), {findings: () => list, transfer: false}).map(({item}) => item);

describe("findings as prompts", () => {
  it("are the best ones and those named by id, in the order of the table", () => {
    expect(asked({top: 1})).toEqual(["code-1"]);
    expect(asked({top: 1, ids: ["code-3"]})).toEqual(["code-1", "code-3"]);
    expect(asked({top: 0, ids: ["code-4", "code-2"]})).toEqual(["code-2", "code-4"]); // not flagged, but asked for
  });

  it("say which id the search has not found, and some that it has", () => {
    expect(() => asked({top: 0, ids: ["code-9"]})).toThrow(
      "no such finding: code-9; the table findings has code-1, code-2, code-3 and 1 more"
    );
  });

  it("are only those with an id, unless a number of best ones is given too", () => {
    const facts = {hasSearch: true, rubrics: [], errorAt: (_: PropertyKey[], text: string) => new Error(text)};
    const normalize = (findings: object) => findingsSource.normalize({findings}, facts as unknown as StudyFacts);
    expect(normalize({ids: ["code-1"]})).toMatchObject({top: 0, ids: ["code-1"]});
    expect(normalize({ids: ["code-1"], top: 3})).toMatchObject({top: 3, ids: ["code-1"]});
    expect(normalize({})).toEqual({from: "findings", top: 10, which: "flagged", rubrics: null});
    expect(() => normalize({top: 0})).toThrow("0 asks nothing");
  });
});
