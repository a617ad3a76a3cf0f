import {expect, it} from "vitest";
import {randomTable} from "../testing/explore-table.js";
import {candidateOrders as orders} from "./candidateOrders.js";
import {pageOf, placeIn, rowsInOrder} from "./rowOrder.js";
import {rowsWhere} from "./selectedRows.js";

const table = randomTable(500);
const rows = rowsWhere(table, "");
const last = (value: unknown, of: number): number => (value === null ? of : Number(value));

it("rows are in the order of their score, without a score last, equal ones in the order of the study", () => {
  const down = [...rows].sort((a, b) => last(b.score, -1) - last(a.score, -1) || a.id - b.id);
  expect([...rowsInOrder(table, orders.score)]).toEqual(down.map(({id}) => id));
  const up = [...rows].sort((a, b) => last(a.score, 101) - last(b.score, 101) || a.id - b.id);
  expect([...rowsInOrder(table, orders.lowest)]).toEqual(up.map(({id}) => id));
  expect([...rowsInOrder(table, orders.order)]).toEqual(rows.map(({id}) => id));
});

it("a page has its own of the rows that are selected", () => {
  const order = rowsInOrder(table, orders.longest);
  const isEven = (row: number): boolean => row % 2 === 0;
  const all = [...order].filter(isEven);
  expect(pageOf(order, isEven, 40, 20)).toEqual(all.slice(40, 60));
  expect(pageOf(order, isEven, 240, 20)).toEqual(all.slice(240));
  expect(placeIn(order, isEven, all[41]!)).toBe(41);
  expect(placeIn(order, isEven, 1)).toBeNull();
});
