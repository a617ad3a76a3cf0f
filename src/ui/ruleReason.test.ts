import {describe, expect, it} from "vitest";
import {foundInResponse, partsOf} from "./ruleReason.js";

describe("foundInResponse(reason)", () => {
  it("reads what a rule found in the response, and nothing else", () => {
    const reason =
      'response regex:^a "b": yes, "a \\"b\\""\nresponse code: no\nquery url: yes, "http://x"\n\nJudge: yes, "z"';
    expect(foundInResponse(reason)).toEqual(['a "b"']);
    expect(foundInResponse(null)).toEqual([]);
    expect(foundInResponse('response x: yes, "\\q"')).toEqual([]);
  });
});

describe("partsOf(text, found)", () => {
  it("marks the first place of each text, and keeps every character", () => {
    expect(partsOf("a tale of a tale", ["tale", "of", "ale of"])).toEqual([
      {text: "a ", isFound: false},
      {text: "tale", isFound: true},
      {text: " ", isFound: false},
      {text: "of", isFound: true},
      {text: " a tale", isFound: false}
    ]);
    expect(partsOf("abc", ["", "x"])).toEqual([{text: "abc", isFound: false}]);
  });
});
