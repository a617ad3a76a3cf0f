import {expect, it} from "vitest";
import {ascending, descending, inOrder} from "./order.js";

const rows = [
  {name: "b", value: 1},
  {name: "a", value: null},
  {name: "c", value: 2},
  {name: "a", value: 1}
];
const names = (sorted: typeof rows): string => sorted.map(({name, value}) => `${name}${value ?? "-"}`).join(" ");

it("orders up and down, what has no value last either way", () => {
  expect(names(rows.toSorted(ascending("value")))).toBe("b1 a1 c2 a-");
  expect(names(rows.toSorted(descending("value")))).toBe("c2 b1 a1 a-");
});

it("goes on to the next order where two rows are alike", () => {
  expect(names(rows.toSorted(inOrder(descending("value"), ascending("name"))))).toBe("c2 a1 b1 a-");
  expect(
    names(
      rows.toSorted(
        inOrder(
          ascending("name"),
          descending(({value}) => value)
        )
      )
    )
  ).toBe("a1 a- b1 c2");
});
