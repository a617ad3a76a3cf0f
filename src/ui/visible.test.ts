import {expect, it} from "vitest";
import {visible} from "./visible.js";

it("writes out what would hide or reorder a text", () => {
  expect(visible("a\u0000b")).toBe("a\u2400b");
  expect(visible("left \u202Etfel")).toBe("left <U+202E>tfel");
  expect(visible("zero\u200Bwidth\uFEFF")).toBe("zero<U+200B>width<U+FEFF>");
  expect(visible("lone \uD83D here")).toBe("lone <U+D83D> here");
});

it("leaves ordinary text of any script as it is", () => {
  const text = "caf\u00e9, \u65e5\u672c\u8a9e, \u05e9\u05dc\u05d5\u05dd, \u{1F388}\n\ttab";
  expect(visible(text)).toBe(text);
  expect(visible("line\r\nend")).toBe("line\nend");
});
