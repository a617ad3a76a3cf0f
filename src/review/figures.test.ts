import {describe, expect, it} from "vitest";
import type {Mark, MarkLabel} from "../shared/marks.js";
import {drawQueue} from "../shared/reviewQueue.js";
import {reviewFigures} from "./figures.js";

const answers = Array.from({length: 200}, (_, id) => ({id, score: id < 150 ? 10 : 90}));
const queue = drawQueue(answers, {threshold: 70, size: 60, seed: 1});

const mark = (id: number, label: MarkLabel | null, by = "Ann"): Mark => ({
  ...{kind: "candidate", id: String(id), label, note: "", by, at: "2026-01-01T00:00:00.000Z"}
});
const marksBy = (by: string, label: (id: number) => MarkLabel | null) =>
  queue.items.map(({id}) => mark(id, label(id), by));

describe("reviewFigures(queue, marks)", () => {
  it("agrees with a judge that is always right", () => {
    const {people, items, quality, judgeAlpha} = reviewFigures(
      queue,
      marksBy("Ann", (id) => (id < 150 ? "false" : "true"))
    );
    expect(people).toEqual([{name: "Ann", marked: 60, unsure: 0}]);
    expect(items).toBe(60);
    expect([quality.precision.rate, quality.recall.rate, quality.rate.rate, judgeAlpha.rate]).toEqual([1, 1, 0.25, 1]);
  });

  it("counts unsure and split items apart, and agreement where two people marked", () => {
    const [first, second] = queue.items;
    const own = marksBy("Ann", (id) => (id === first!.id ? "unsure" : id < 150 ? "false" : "true"));
    const other = marksBy("Ben", (id) =>
      id === second!.id ? (id < 150 ? "true" : "false") : id < 150 ? "false" : "true"
    );
    const {unsure, items, quality, peopleAlpha} = reviewFigures(queue, [...own, ...other]);
    expect([items, unsure, quality.n]).toEqual([60, 1, 59]); // Ben decides the first; they are split on the second
    expect(peopleAlpha.items).toBe(59);
    expect(peopleAlpha.rate!).toBeGreaterThan(0.9);
    expect(peopleAlpha.rate!).toBeLessThan(1);
    expect(peopleAlpha.low!).toBeLessThan(peopleAlpha.rate!);
  });

  it("says nothing without marks, of an empty queue, and of marks that are not of its items", () => {
    const outside = answers.find(({id}) => queue.items.every((item) => item.id !== id))!;
    for (const marks of [[], [mark(outside.id, "true")], [mark(queue.items[0]!.id, null)]]) {
      const {items, quality} = reviewFigures(queue, marks);
      expect([items, quality.precision.rate]).toEqual([0, null]);
    }
    expect(reviewFigures({strata: [], items: []}, []).quality.rate.rate).toBeNull();
  });
});
