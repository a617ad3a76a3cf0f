import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {DraftFile, writeAtomically} from "./atomic-file.js";
import {useTempData} from "./testing/temp-data.js";

const {folder} = useTempData();
const text = (path: string): string => readFileSync(path, "utf8");

describe("writeAtomically(path, text)", () => {
  it("replaces the file and leaves no other behind", () => {
    const path = join(folder(), "a.json");
    writeAtomically(path, "old and longer");
    writeAtomically(path, "new");
    expect(text(path)).toBe("new");
    expect(readdirSync(folder()).filter((name) => name.startsWith("a.json"))).toEqual(["a.json"]);
  });

  it("throws, and leaves nothing behind, when the folder is missing", () => {
    expect(() => writeAtomically(join(folder(), "nowhere", "a.json"), "text")).toThrow("ENOENT");
    expect(existsSync(join(folder(), "nowhere"))).toBe(false);
  });
});

describe("DraftFile", () => {
  it("keeps the old file until it is committed", () => {
    const path = join(folder(), "b.bin");
    writeFileSync(path, "old");
    const draft = new DraftFile(path);
    writeFileSync(draft.path, "new");
    expect(text(path)).toBe("old");
    draft.commit();
    expect(text(path)).toBe("new");
    expect(existsSync(draft.path)).toBe(false);
  });

  it("keeps the old file when it is discarded", () => {
    const path = join(folder(), "c.bin");
    writeFileSync(path, "old");
    const draft = new DraftFile(path);
    writeFileSync(draft.path, "half of the n");
    draft.discard();
    expect(text(path)).toBe("old");
    expect(existsSync(draft.path)).toBe(false);
  });

  it("replaces the draft of a process that was killed, when it is written under a lock", () => {
    const path = join(folder(), "d.bin");
    const killed = new DraftFile(path, {locked: true});
    writeFileSync(killed.path, "left behind, and longer");
    const draft = new DraftFile(path, {locked: true});
    writeFileSync(draft.path, "new");
    draft.commit();
    expect(text(path)).toBe("new");
    expect(readdirSync(folder()).filter((name) => name.startsWith("d.bin"))).toEqual(["d.bin"]);
  });
});
