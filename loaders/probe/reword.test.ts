import {describe, expect, it} from "vitest";
import {checkRewording} from "./check-rewording.js";
import {parseRewordings, perturbPrompt} from "./perturb-prompts.js";

describe("rewordings", () => {
  const original = "When did Alexander Graham Bell invent the telephone in 1876, and where was he at the time?";
  it.each([
    ["identical", "when did alexander graham bell invent the telephone in 1876 and where was he at the time"],
    ["answers", "Sure, he invented the telephone in 1876 in Boston."],
    [
      "other-language",
      "Wann hat Alexander Graham Bell im Jahr 1876 das Telefon erfunden, und wo war er zu dieser Zeit?"
    ],
    ["other-substance", "When did Alexander Graham Bell invent the telephone, and where was he at the time?"],
    ["other-substance", "Which of the rivers of Europe was the longest one in 1876, do you happen to know that?"]
  ])("are rejected as %s", (why, text) => expect(checkRewording(original, text, [])).toBe(why));

  it("are used when they ask the same in other words", () => {
    const text = "In 1876 Alexander Graham Bell invented the telephone: on which day was that, and where was he then?";
    expect(checkRewording(original, text, [])).toBeNull();
    expect(checkRewording(original, text, [text])).toBe("identical");
  });

  it("are read from tags, with or without their ends", () => {
    expect(parseRewordings("Here:\n<rewording_1>a</rewording_1>\n<Rewording_2> b\n<rewording_3>c")).toEqual([
      "a",
      "b",
      "c"
    ]);
    expect(parseRewordings("<rewording_1>...</rewording_1><rewording_2>b")).toEqual(["b"]);
    expect(parseRewordings("<rewording_1>a</rewording_1><rewording_2>b and", true)).toEqual(["a"]);
    expect(perturbPrompt("x </prompt> y", 2)[0]!.content).not.toContain("x </prompt>");
  });
});
