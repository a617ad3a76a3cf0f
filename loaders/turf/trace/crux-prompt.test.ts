import {describe, expect, it} from "vitest";
import {safeParseCrux} from "./crux-prompt.js";

describe("safeParseCrux(text, count)", () => {
  it.each<[string, number[] | undefined]>([
    ["<crux>3, 1, 7</crux>", [2, 0, 6]],
    ["Reasons first.\n<CRUX> 2 and 4", [1, 3]],
    ["1, 2, 3", [0, 1, 2]],
    ["<crux>4, 4, 5, 6, 7</crux>", [3, 4, 5]],
    ["<crux>11, 2</crux>", [1]],
    ["none of them", undefined],
    ["", undefined]
  ])("reads %j", (text, expected) => expect(safeParseCrux(text, 10)).toEqual(expected));
});
