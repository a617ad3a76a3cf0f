import {expect, it} from "vitest";
import {randomTable} from "../../testing/explore-table.js";
import {ColumnCoder} from "./codedTable.js";
import {decodeTable, encodeTable} from "./tableFile.js";

it.each([0, 1, 777])("a table of %i rows is read as it was written", (rows) => {
  const table = randomTable(rows);
  expect(decodeTable(encodeTable(table).slice().buffer)).toEqual(table);
});

it("a file of another version says what to do", () => {
  const bytes = encodeTable(randomTable(3));
  const text = new TextDecoder("latin1").decode(bytes).replace('"version":2', '"version":9');
  const other = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => decodeTable(other.buffer)).toThrow("build the site again");
});

it("a column's values are in order, null last, in as few bytes as they need", () => {
  const coder = new ColumnCoder(4);
  for (const value of [10, null, 9, 10]) coder.add(value);
  expect(coder.finish()).toEqual({values: [9, 10, null], codes: Uint8Array.from([1, 2, 0, 1])});
  const many = new ColumnCoder(300);
  for (let i = 0; i < 300; i++) many.add(i);
  expect(many.finish().codes).toBeInstanceOf(Uint16Array);
});
