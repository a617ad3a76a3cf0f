import {describe, expect, it} from "vitest";
import type {BuiltinVariant} from "./program.js";
import {applyVariant} from "./registry.js";
import {templateVariant} from "./template.js";

describe("transforms", () => {
  it("set numbers in LaTeX, never twice, and remark where there are none", () => {
    const latex: BuiltinVariant = {name: "latex", change: "builtin", transform: "latex"};
    expect(applyVariant(latex, "Is 2+5=7 and is 1/2 half?", 1)).toBe("Is $2+5=7$ and is $\\frac{1}{2}$ half?");
    expect(applyVariant(latex, "Tell me of bread.", 1)).toMatch(/^Tell me of bread\. .*\\/);
  });

  it("keep what a template says of the prompt, dollar signs and all", () => {
    expect(applyVariant(templateVariant("x", "A {prompt} B"), "$& $1", 1)).toBe("A $& $1 B");
  });
});
