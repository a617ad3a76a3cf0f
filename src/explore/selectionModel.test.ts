import {describe, expect, it} from "vitest";
import {createRandom} from "../../loaders/util/random.js";
import {dimensionsOf} from "../shared/explore/dimensions.js";
import {summarize} from "../shared/explore/summary.js";
import {attributes, models, randomTable} from "../testing/explore-table.js";
import {SelectionModel} from "./selectionModel.js";
import {rowsWhere} from "./selectedRows.js";

const table = randomTable(3000);
const dimensions = dimensionsOf(table);
const placeOf = (name: string, group: string): number => {
  const dimension = dimensions.find((each) => each.name === name)!;
  return Array.from({length: dimension.size}, (_, place) => dimension.group(place).name).indexOf(group);
};

/** The same counts, row by row from what a WHERE selects. */
function recount(where: Map<string, string>, name: string): Map<string, number> {
  const dimension = dimensions.find((each) => each.name === name)!;
  const others = [...where].filter(([each]) => each !== name || name === "attributes").map(([, text]) => `(${text})`);
  const counts = new Map<string, number>();
  for (let place = 0; place < dimension.size; place++) {
    const model = new SelectionModel(table);
    model.choose(name, [place]);
    const rows = rowsWhere(table, [...others, `(${model.where})`].join(" AND "));
    counts.set(dimension.group(place).name, rows.length);
  }
  return counts;
}

describe("SelectionModel", () => {
  it("counts after 200 random edits what a count of the rows finds", () => {
    const random = createRandom(7);
    const model = new SelectionModel(table);
    for (let edit = 0; edit < 200; edit++) {
      const dimension = dimensions[Math.floor(random() * dimensions.length)]!;
      const places = Array.from({length: Math.floor(random() * 4)}, () => Math.floor(random() * dimension.size));
      if (random() < 0.1) model.read(random() < 0.5 ? "" : "rubric = 'code' OR score > 90");
      else model.choose(dimension.name, [...new Set(places)]);
      model.apply();
      expect(model.selected.n, model.where).toBe(rowsWhere(table, model.where).length);
    }
    model.read("score >= 40 AND rubric IN ('code', 'refusal') AND NOT (run = 1 AND arm = 'control')");
    model.apply();
    const where = new Map([
      ["score", "score >= 40"],
      ["search", "rubric IN ('code', 'refusal')"],
      ["", "NOT (run = 1 AND arm = 'control')"]
    ]);
    for (const name of ["score", "search", "outcome", "iteration", "length", "arm", "chunks"])
      expect(new Map(model.view(name).groups.map((group) => [group.name, group.n])), name).toEqual(
        new Map([...recount(where, name)].filter(([, n]) => name !== "chunks" || n > 0))
      );
  });

  it("reads the WHERE that it writes, and shows the same groups as chosen", () => {
    const model = new SelectionModel(table);
    model.choose("score", [14, 15, 19]);
    model.choose("search", [0, 1, 2]);
    model.choose("outcome", [0, 1]);
    model.choose("attributes", [3, 4]);
    const again = new SelectionModel(table);
    again.read(model.where);
    expect(again.where).toBe(model.where);
    for (const {name} of dimensions) expect(again.view(name).chosen, name).toEqual(model.view(name).chosen);
    expect(again.view("score").chosen).toEqual(new Set([14, 15, 19]));
    expect(again.view("search").chosen).toEqual(new Set([0, 1, 2]));
  });

  it("writes SQL that a person would", () => {
    const model = new SelectionModel(table);
    model.choose("score", [14, 15]);
    model.choose("search", [placeOf("search", `it's, ${models[0]!}`)]);
    model.choose("outcome", [placeOf("outcome", "scored, not flagged")]);
    expect(model.where).toBe(
      "score >= 70 AND score < 80 AND rubric = 'it''s' AND model = 'lab:target' AND status = 'scored' AND NOT flagged"
    );
  });

  it("asks for all chosen attributes, and for any of the chosen regions and bins", () => {
    const model = new SelectionModel(table);
    model.choose("attributes", [0, 1]);
    model.apply();
    const names = [0, 1].map((place) => table.lists.attributes!.values[place]!);
    const both = rowsWhere(table, "").filter((row) =>
      names.every((name) => (row.attributes as string[]).includes(name))
    );
    expect(model.selected.n).toBe(both.length);
    expect(both.length).toBeGreaterThan(0);
    const shown = model.view("attributes").groups;
    expect(shown.slice(0, 2).map(({n}) => n)).toEqual([both.length, both.length]);
    model.choose("attributes", []);
    model.choose("iteration", [0, 5]);
    model.apply();
    expect(model.selected.n).toBe(rowsWhere(table, "iteration IN (1, 6)").length);
  });

  it("shows no group as chosen where a condition cuts through it", () => {
    const model = new SelectionModel(table);
    model.read("score >= 72");
    expect(model.view("score").chosen).toEqual(new Set([15, 16, 17, 18, 19]));
    expect(model.view("score").condition).toBe("score >= 72");
  });

  it("shows a range without candidates as chosen where its values are", () => {
    const few = new SelectionModel(randomTable(8));
    few.read("score >= 40");
    expect(few.view("score").groups.some(({place, n}) => place >= 8 && n === 0)).toBe(true);
    expect(few.view("score").chosen).toEqual(new Set(Array.from({length: 12}, (_, i) => 8 + i)));
  });

  it("keeps the selection that it has where a WHERE is wrong", () => {
    const model = new SelectionModel(table);
    model.read("score >= 70");
    expect(() => model.read("score >= ")).toThrow("expected a number");
    expect(model.where).toBe("score >= 70");
  });

  it("finds attributes by their text and orders them", () => {
    const model = new SelectionModel(table);
    model.list("attributes", {text: "KIND 1", order: "n", most: 20});
    model.apply();
    expect(
      model
        .view("attributes")
        .groups.map(({name}) => name)
        .sort()
    ).toEqual(attributes.filter((name) => name.includes("kind 1")).sort());
    model.list("attributes", {text: "", order: "rate", most: 30});
    const rates = model.view("attributes").groups.map(({flagged, scored}) => flagged / scored);
    expect(rates[0]).toBeGreaterThan(rates.at(-1)!);
  });
});

it("the summary has the counts of the first view", () => {
  const model = new SelectionModel(table);
  const {dimensions: all, ...counts} = summarize(table);
  expect(counts).toEqual(model.selected);
  for (const {name, shape, groups} of all)
    expect(groups.slice(0, shape === "list" ? 12 : groups.length), name).toEqual(model.view(name).groups);
});

it("measures count the samples of the candidates that all other panels select", () => {
  const model = new SelectionModel(table);
  model.read("rubric = 'code' AND confirmed_rate >= 0.5");
  model.apply();
  const {starts, weights} = table.lists.measures!;
  const rows = rowsWhere(table, model.where).filter(({id}) => starts[id + 1]! > starts[id]!);
  const sumOf = (of: ArrayLike<number>): number => rows.reduce((sum, {id}) => sum + of[starts[id]!]!, 0);
  const [clean, violating] = [sumOf(weights!.clean), sumOf(weights!.violating)];
  expect(violating).toBeGreaterThan(0);
  expect(model.view("measures").groups).toEqual([
    {place: 0, name: "confirm: code", n: clean + violating, scored: clean + violating, flagged: violating}
  ]);
  model.choose("measures", [0]);
  model.apply();
  expect(model.where).toBe("rubric = 'code' AND confirmed_rate >= 0.5 AND list_contains(measures, 'confirm: code')");
  expect(model.selected.n).toBe(rows.length);
});
