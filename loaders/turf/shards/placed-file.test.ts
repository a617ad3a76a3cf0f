import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {useTempData} from "../../util/testing/temp-data.js";
import {hasParts, PlacedWriter, publishParts} from "./placed-file.js";

const {folder} = useTempData();

/** Two files of ten bytes each that were written in parts, the later part first. */
function writeParts(name: string) {
  const moves = ["a", "b"].map((file) => ({
    ...{from: join(folder(), `${name}-${file}.part`), to: join(folder(), `${name}-${file}`), bytes: 10}
  }));
  for (const {from} of moves)
    for (const [at, text] of [
      [6, "rest"],
      [0, "first "]
    ] as const) {
      const writer = new PlacedWriter(from, at);
      writer.add(Buffer.from(text));
      writer.close();
    }
  return {moves, note: join(folder(), `${name}.json`)};
}

const textsOf = (moves: readonly {to: string}[]): string[] => moves.map(({to}) => readFileSync(to, "utf8"));

it("parts in any order make a whole file, which then gets its name", () => {
  const {moves, note} = writeParts("whole");
  expect(publishParts(note, moves)).toBe(true);
  expect(textsOf(moves)).toEqual(["first rest", "first rest"]);
  expect(moves.some(({from}) => existsSync(from))).toBe(false);
});

it("goes on after a kill between two files, and does nothing a second time", () => {
  const {moves, note} = writeParts("killed");
  publishParts(note, moves);
  renameSync(moves[1]!.to, moves[1]!.from); // as it was before the second move
  for (let again = 0; again < 2; again++) {
    expect(hasParts(note, moves)).toBe(true);
    expect(publishParts(note, moves)).toBe(true);
    expect(textsOf(moves)).toEqual(["first rest", "first rest"]);
  }
});

it("takes no file that is not whole, is missing, or was replaced since", () => {
  const {moves, note} = writeParts("bad");
  const [a, b] = moves.map((move) => ({...move}));
  expect(publishParts(note, [a!, {...b!, bytes: 11}])).toBe(false);
  expect(existsSync(a!.from)).toBe(true);
  expect(publishParts(note, [a!, {...b!, from: `${b!.from}.none`}])).toBe(false);
  expect(publishParts(note, moves)).toBe(true);
  writeFileSync(a!.to, "other text");
  expect(hasParts(note, moves)).toBe(false);
  expect(publishParts(note, moves)).toBe(false);
});
