import {describe, expect, it} from "vitest";
import {columnLabels} from "./columnLabels.js";

const fontSize = 10;
const chunks = ["general questions", "false inventions", "code with tools"];

describe("columnLabels(texts, room)", () => {
  it("writes level what fits whole on two lines", () => {
    const {tickRotate, tickFormat, aside} = columnLabels(chunks, {room: 80, aside: 0, fontSize});
    expect([tickRotate, aside]).toEqual([0, 0]);
    expect(chunks.map((text) => tickFormat(text))).toEqual([
      "general\nquestions",
      "false\ninventions",
      "code with\ntools"
    ]);
  });

  it("breaks no word: slants where there is room beside the columns", () => {
    const names = [...chunks, "mathematics-with-steps"];
    const {tickRotate, tickFormat, aside} = columnLabels(names, {room: 60, aside: 120, fontSize});
    expect(tickRotate).toBe(-35);
    expect(names.map((text) => tickFormat(text))).toEqual(names);
    expect(aside).toBeGreaterThan(0);
    expect(aside).toBeLessThanOrEqual(120);
  });

  it("writes upright in narrow columns, as high as the longest name, wide characters counted twice", () => {
    const upright = columnLabels(chunks, {room: 20, aside: 0, fontSize});
    expect([upright.tickRotate, upright.aside]).toEqual([-90, 0]);
    expect(chunks.map((text, i) => upright.tickFormat(text, i))).toEqual(chunks);
    const wide = columnLabels(["\u4f60\u597d\u4e16\u754c".repeat(4)], {room: 20, aside: 0, fontSize});
    const latin = columnLabels(["x".repeat(32)], {room: 20, aside: 0, fontSize});
    expect(wide.height).toBe(latin.height);
    expect(wide.height).toBeGreaterThan(upright.height);
  });

  it("writes upright what would reach past the room beside the columns", () => {
    const names = [...chunks, "mathematics-with-steps"];
    expect(columnLabels(names, {room: 60, aside: 40, fontSize}).tickRotate).toBe(-90);
  });

  it("names only some columns that are narrower than a line", () => {
    const {tickFormat} = columnLabels(chunks, {room: 6, aside: 0, fontSize});
    expect(chunks.map((text, i) => tickFormat(text, i))).toEqual([chunks[0], "", chunks[2]]);
  });

  it("cuts only what is longer than any room, on one line without breaks", () => {
    const {tickFormat} = columnLabels([`${"long ".repeat(100)}\nname`], {room: 20, aside: 0, fontSize});
    expect(tickFormat(`${"long ".repeat(100)}\nname`)).toBe("long long long long long long l\u2026");
  });

  it("takes no columns and empty names", () => {
    expect(columnLabels([""], {room: 300, aside: 0, fontSize}).tickRotate).toBe(0);
    expect(Number.isFinite(columnLabels([], {room: Infinity, aside: 0, fontSize}).height)).toBe(true);
  });
});
