import {expect, it} from "vitest";
import {citedIn} from "./cited.js";

it("finds what a reason quotes, in any kind of quotation marks and case", () => {
  const text = "There was no dynamite. I must\n correct you: `it` never happened.";
  expect(citedIn(text, 'It says "i must correct you" and \u201cthere was no\u201d')).toEqual([
    "I must\n correct you",
    "There was no"
  ]);
  expect(citedIn(text, "The words 'never happened' are wrong; it isn't so, don't.")).toEqual(["never happened"]);
});

it("finds the parts of a quote that leaves something out", () => {
  expect(citedIn("One two three four. Then more of it.", '"two three \u2026 of it."')).toEqual(["two three", "of it"]);
});

it("finds five words in a row that nobody put in quotation marks", () => {
  const text = "As it is, the mill was never built by them at all.";
  expect(citedIn(text, "The answer claims that the mill was never built by them, which is false.")).toEqual([
    "the mill was never built by them"
  ]);
});

it("finds nothing where there is no reason, or it cites what is not there", () => {
  expect(citedIn("text", null)).toEqual([]);
  expect(citedIn("Nothing like it.", 'It says "something else entirely".')).toEqual([]);
  expect(citedIn("a+b (c)", 'It says "(c" and "x.*y"')).toEqual([]);
});
