import {describe, expect, it} from "vitest";
import {promptId} from "./prompt-id.js";

describe("the id of a prompt", () => {
  it("ignores case, width and spaces", () => {
    const id = promptId("Name a river.");
    expect(promptId("  name \n\tA river. ")).toBe(id);
    expect(promptId("Ｎａｍｅ a river.")).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it("tells words, punctuation and order apart", () => {
    const texts = ["Name a river.", "Name a river", "Name the river.", "A river. Name"];
    expect(new Set(texts.map(promptId)).size).toBe(4);
  });
});
