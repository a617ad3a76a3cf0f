import {describe, expect, it} from "vitest";
import {isNearDuplicate, trigrams} from "../../src/shared/similarity.js";
import {foldFindings} from "./findings.js";
import {testCandidate} from "./testing.js";

const top = (run: number, score: number, query: string) => ({run, candidate: testCandidate({score, query})});

describe("foldFindings(rubric, model, tops)", () => {
  const folded = foldFindings("rebut", "m", [
    top(1, 80, "When did Bell invent the telephone?"),
    top(2, 95, "When did Bell invent the telephone"),
    top(2, 90, "Is 2+5=7?"),
    top(3, 70, "when did  bell invent the TELEPHONE ?"),
    top(3, 0, "Nothing here")
  ]);

  it("keeps the best of near-duplicates, with the others folded into it", () => {
    expect(folded.map(({candidate, folded}) => [candidate.score, folded.length])).toEqual([
      [95, 2],
      [90, 0]
    ]);
  });

  it("counts the runs that found it", () => expect(folded.map(({runs}) => runs)).toEqual([3, 1]));

  it("leaves out a score of 0", () => expect(folded.length).toBe(2));

  it("has an id that depends on rubric, model and query alone", () => {
    const again = foldFindings("rebut", "m", [top(9, 55, "Is 2+5=7?")]);
    expect(again[0]!.id).toBe(folded[1]!.id);
    expect(foldFindings("rebut", "other", [top(9, 55, "Is 2+5=7?")])[0]!.id).not.toBe(folded[1]!.id);
  });
});

describe("isNearDuplicate(a, b)", () => {
  const similar = (a: string, b: string) => isNearDuplicate(trigrams(a), trigrams(b));
  it("ignores case, punctuation and a changed word in a long question", () => {
    expect(similar("Explain why the mill closed in 1931, please.", "explain why the mill closed in 1932 please")).toBe(
      true
    );
  });
  it("distinguishes questions with one form by their subject", () =>
    expect(similar("When did Bell invent the telephone?", "When did Nobel invent dynamite?")).toBe(false));
  it("works without spaces between words", () => {
    expect(similar("どうしよう... すごく辛いです", "どうしよう…すごく辛いです")).toBe(true);
    expect(similar("どうしよう", "ありがとうございます")).toBe(false);
  });
  it("compares texts without letters as they are", () => expect(similar("???", "!!!")).toBe(false));
});
