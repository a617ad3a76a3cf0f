import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {definitionOf, glossary} from "./glossary.js";

describe("the glossary", () => {
  const entries = Object.values(glossary).flatMap((group) => Object.entries(group));

  it("defines every term once, in one or two sentences", () => {
    const names = entries.map(([name]) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const [name, definition] of entries) expect(definition, name).toMatch(/^[A-Z].{10,160}\.$/);
  });

  it("throws for a term that it lacks", () => {
    expect(() => definitionOf("constructor")).toThrow("not in the glossary: constructor");
  });

  it("has every term that a page names", () => {
    const files = readdirSync("src", {recursive: true, encoding: "utf8"});
    const pages = files.filter((name) => name.endsWith(".md") && !name.startsWith(".observablehq"));
    const named = pages.flatMap((page) => [
      ...readFileSync(join("src", page), "utf8").matchAll(/\[\[([^\]|["]+)(?:\|[^\]]+)?\]\]/g)
    ]);
    expect(named.length).toBeGreaterThan(30);
    for (const [, term] of named) expect(() => definitionOf(term!)).not.toThrow();
  });
});
